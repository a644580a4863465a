"""What becomes of the golden questions: how many are right, and which are answered otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from bot.answering.answer import Engine
from bot.answering.articles import Golden
from bot.answering.evaluate import Asked, judge
from bot.answering.judge import Gold, is_met
from bot.answering.load import Knowledge
from bot.answering.passages import passage, source_lines
from bot.answering.reply import Reply

FIRST_IS_SHOWN = ("answer", "silent")


@dataclass(frozen=True, slots=True)
class Score:
    """So many right of so many."""

    right: int = 0
    count: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.count + other.count)


@dataclass(frozen=True, slots=True)
class Figures:
    """How right a version is on its own golden questions; the measured ones also by kind."""

    must: Score = Score()
    measure: Score = Score()
    kinds: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Put:
    """A golden question that must hold, or one that a customer asked, by its number."""

    question: str = field(repr=False)
    policy: str | None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that is answered otherwise than before."""

    put: Put
    before: str
    after: str


FIGURES: TypeAdapter[Figures] = TypeAdapter(Figures)


Answers = Callable[[str, str | None], Reply]


def answering(engine: Engine) -> Answers:
    """Each question is answered once, however often it is asked."""

    @cache
    def answered(question: str, policy: str | None) -> Reply:
        return engine.answer(question, policy)

    return answered


def figures(knowledge: Knowledge, answer: Answers, sources: Path | None) -> Figures:
    """Measured ones whose right answer stands only in a source that is not held do not count."""
    found = Figures()
    held: dict[str, list[str] | None] = {}
    for question in knowledge.questions:
        golden, name = question.golden, question.golden.policy
        if name and name not in held:
            held[name] = source_lines(sources, name) if sources else None
        right = is_right(golden, answer(golden.question, name), held.get(name or ""))
        if right is not None:
            found = counted(found, golden, Score(int(right), 1))
    return found


def is_right(golden: Golden, reply: Reply, source: Sequence[str] | None) -> bool | None:
    """By the strict rule where it must hold; else as `eval` judges, where it can be judged."""
    if golden.role == "must":
        return is_met(golden, reply)
    lines = [passage(source, [span]) for span in golden.lines] if source else []
    if golden.kind == "answerable" and not (golden.article or lines):
        return None
    gold = Gold(tuple(lines), golden.article)
    asked = Asked(
        golden.question, golden.policy, golden.language, golden.style, golden.kind, gold,
        golden.request_kind, golden.alt,
    )  # fmt: skip
    return judge(asked, reply, source).is_right


def counted(so_far: Figures, golden: Golden, one: Score) -> Figures:
    if golden.role == "must":
        return Figures(so_far.must + one, so_far.measure, so_far.kinds, so_far.languages)
    kinds, languages = dict(so_far.kinds), dict(so_far.languages)
    kinds[golden.kind] = kinds.get(golden.kind, Score()) + one
    languages[golden.language] = languages.get(golden.language, Score()) + one
    return Figures(so_far.must, so_far.measure + one, kinds, languages)


def shifts(before: Answers, after: Answers, questions: Iterable[Put]) -> list[Shift]:
    """Only what must hold and what customers asked: the measured ones are not to be read."""
    found = []
    for put in questions:
        old, new = (told(one(put.question, put.policy)) for one in (before, after))
        if old != new:
            found.append(Shift(put, old, new))
    return found


def told(reply: Reply) -> str:
    """A reply in short: what kind, and the article or request it comes down to."""
    names = [hit.article.id for hit in reply.hits]
    if reply.outcome in FIRST_IS_SHOWN:
        return names[0]
    if reply.outcome == "request":
        return f"request {' '.join(reply.offer)}"
    return f"{reply.outcome} {', '.join(names)}".strip()
