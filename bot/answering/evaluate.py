"""How well a file of questions is answered: the figures, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answer import Engine
from bot.answering.judge import FALSE_ANSWERS, Gold, is_alternative, rests_on
from bot.answering.load import load
from bot.answering.passages import passage, source_lines
from bot.answering.reply import Reply

_Z = 1.96
KINDS = ("answerable", "silent", "request", "offtopic", "chitchat")


class Unusable(ValueError):
    """The question file or the knowledge base cannot be used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the file with its right answer."""

    question: str
    policy: str | None
    language: str
    style: str
    kind: str
    gold: Gold
    request_kind: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One question as it was answered."""

    asked: Asked
    reply: Reply
    is_right: bool
    is_among_three: bool
    is_company_found: bool
    written_in: str = "?"

    @property
    def direction(self) -> str:
        """The language of the question, on that of the policy."""
        return f"{self.asked.language} on {self.written_in}"


@dataclass(frozen=True, slots=True)
class Figures:
    """All judgements of one file."""

    judged: tuple[Judged, ...]
    is_scoped: bool
    misses: tuple[Judged, ...] = field(default=())

    def lines(self) -> list[str]:
        every = self.judged
        kinds = _named(KINDS, lambda j: j.asked.kind)
        lines = [_line("all", every)]
        lines += _lines("kind", every, kinds)
        three = [j for j in every if j.asked.kind == "answerable"]
        ways = sorted({j.direction for j in three})
        lines += _lines("answerable", three, _named(ways, lambda j: j.direction))
        lines += [_line("answerable, first three", three, lambda j: j.is_among_three)]
        ours = [j for j in every if j.asked.kind in {"offtopic", "chitchat"}]
        lines += [_line("off-topic and chitchat, no false answer", ours)]
        if not self.is_scoped:
            lines += [_line("company found", every, lambda j: j.is_company_found)]
        for title, of in (("language", "language"), ("style", "style")):
            names = sorted({str(getattr(j.asked, of)) for j in every})
            lines += _lines(title, every, {n: _is(of, n) for n in names})
        return [line for line in lines if line]


def run_eval(
    path: Path, folder: Path, sources: Path | None, *, misses: bool = False, scoped: bool = True
) -> list[str]:
    """The figures of a question file against a knowledge folder, as lines to print."""
    knowledge, problems = load(folder)
    if knowledge is None:
        raise Unusable(f"the knowledge base has problems, the first: {problems[0]}")
    figures = evaluate(Engine(knowledge), questions(path, sources), sources, scoped=scoped)
    return figures.lines() + (["", *map(miss_line, figures.misses)] if misses else [])


def evaluate(
    engine: Engine, asked: Iterable[Asked], sources: Path | None, *, scoped: bool = True
) -> Figures:
    """Ask everything; unscoped, the engine has to find the company itself."""
    held: dict[str, list[str] | None] = {}
    judged = []
    for one in asked:
        if one.policy and one.policy not in held:
            held[one.policy] = source_lines(sources, one.policy) if sources else None
        known = one.policy if one.policy in engine.knowledge.policies else None
        reply = engine.answer(one.question, known if scoped else None)
        policy = engine.knowledge.policies.get(one.policy or "")
        found = judge(one, reply, held.get(one.policy or ""))
        judged.append(replace(found, written_in=policy.document.language if policy else "?"))
    missed = tuple(j for j in judged if not j.is_right)
    return Figures(tuple(judged), scoped, missed)


def judge(asked: Asked, reply: Reply, source: Sequence[str] | None) -> Judged:
    """One reply against its right answer."""
    found = asked.policy is None or reply.policy == asked.policy
    right = found and (
        _is_right(asked, reply, source) or is_alternative(asked.alternatives, reply)
    )
    three = right or (found and any(rests_on(hit, asked.gold, source) for hit in reply.hits[:3]))
    return Judged(asked, reply, right, three, found)


def _is_right(asked: Asked, reply: Reply, source: Sequence[str] | None) -> bool:
    if asked.kind == "request":
        return reply.offer[:1] == (asked.request_kind,)
    if asked.kind == "silent":
        return reply.outcome == "silent"
    if asked.kind != "answerable":
        return reply.outcome not in FALSE_ANSWERS
    is_given = reply.outcome != "suggest" and bool(reply.hits)
    return is_given and rests_on(reply.hits[0], asked.gold, source)


def questions(path: Path, sources: Path | None) -> list[Asked]:
    """The questions of a file, either a JSON object a line or the golden YAML."""
    try:
        text = path.read_text("utf-8")
        if path.suffix in {".yaml", ".yml"}:
            rows = yaml.load(text, Loader=yaml.CSafeLoader)
        else:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [_asked(row, sources) for row in rows]
    except (OSError, yaml.YAMLError, ValueError, TypeError, LookupError) as error:
        raise Unusable(f"{path}: not a question file: {error}") from error


def _asked(row: Any, sources: Path | None) -> Asked:
    if not isinstance(row, dict):
        raise TypeError("a question must be an object")
    passages = tuple(map(str, row.get("gold") or ()))
    if row.get("lines") and sources is not None:
        source = source_lines(sources, row["policy"]) or []
        passages += tuple(passage(source, [(a, b)]) for a, b in row["lines"])
    return Asked(
        question=str(row["question"]),
        policy=row.get("policy"),
        language=str(row.get("lang") or row.get("language") or "?"),
        style=str(row.get("style") or "plain"),
        kind=str(row["kind"]),
        gold=Gold(passages, row.get("article")),
        request_kind=row.get("request_kind"),
        alternatives=tuple(row.get("alt") or ()),
    )


def wilson(right: int, count: int) -> tuple[float, float]:
    """The interval of a share that holds 95 times in 100."""
    if count == 0:
        return 0.0, 1.0
    share, z2 = right / count, _Z * _Z
    middle = share + z2 / (2 * count)
    spread = _Z * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return (middle - spread) / (1 + z2 / count), (middle + spread) / (1 + z2 / count)


def miss_line(judged: Judged) -> str:
    asked, reply = judged.asked, judged.reply
    came = ", ".join(hit.article.id for hit in reply.hits) or "-"
    offer = f", offer {reply.offer[0]}" if reply.offer else ""
    near = " (among three)" if judged.is_among_three else ""
    wanted = asked.gold.article or asked.request_kind or asked.kind
    given = f"{reply.outcome}: {came}{offer}"
    return f"{asked.policy} {asked.kind}{near}: {asked.question!r} wants {wanted}; {given}"


_Test = Callable[[Judged], bool]


def _is(field_name: str, value: str) -> _Test:
    return lambda j: str(getattr(j.asked, field_name)) == value


def _named(names: Iterable[str], of: Callable[[Judged], str]) -> dict[str, _Test]:
    def test(name: str) -> _Test:
        return lambda j: of(j) == name

    return {name: test(name) for name in names}


def _lines(title: str, judged: Sequence[Judged], tests: dict[str, _Test]) -> list[str]:
    return [
        _line(f"{title} {name}", [j for j in judged if test(j)]) for name, test in tests.items()
    ]


def _line(title: str, judged: Sequence[Judged], test: _Test = lambda j: j.is_right) -> str:
    if not judged:
        return ""
    right = sum(map(test, judged))
    low, high = wilson(right, len(judged))
    share = f"{right:>5} / {len(judged):<5}{right / len(judged):>7.1%}"
    return f"{title:<42}{share}  ({low:.1%} - {high:.1%})"
