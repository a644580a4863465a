"""Questions and answers as JSON, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.answering.answer import Engine
from bot.answering.articles import Language
from bot.answering.reply import Hit, Reply


def ask_lines(engine: Engine, lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """An answer for each line in order, and whether the line could be understood."""
    for line in lines:
        if line.strip():
            yield ask_line(engine, line)


def ask_line(engine: Engine, line: str) -> tuple[str, bool]:
    ident: Any = None
    try:
        asked = json.loads(line, parse_constant=_refused)
        if not isinstance(asked, dict):
            return _error(None, "not a JSON object")
        ident = asked.get("id")
        question, policy, language, reason = _asked(engine, asked)
        if reason is not None:
            return _error(ident, reason)
        return _dumped(as_json(engine.answer(question, policy, language), ident)), True
    except (ValueError, RecursionError):
        return _error(ident, "not JSON")


def as_json(reply: Reply, ident: Any) -> dict[str, Any]:
    """The reply as `ask --json` prints it."""
    offer = {"kind": reply.offer[0], "kinds": list(reply.offer)} if reply.offer else None
    return {
        "id": ident,
        "outcome": reply.outcome,
        "policy": reply.policy,
        "policies": list(reply.policies),
        "language": reply.language,
        "answers": [_answer(hit, reply.language) for hit in reply.hits],
        "offer": offer,
    }


def _answer(hit: Hit, language: Language) -> dict[str, Any]:
    article = hit.article
    return {
        "article": article.id,
        "policy": hit.policy,
        "topic": article.topic,
        "stance": article.stance,
        "score": hit.score,
        "summary": article.summary[language],
        "citations": [
            {
                "document": hit.policy,
                "section": cite.section,
                "lines": [list(span) for span in cite.lines],
            }
            for cite in article.cites
        ],
    }


def _asked(
    engine: Engine, asked: dict[str, Any]
) -> tuple[str, str | None, Language | None, str | None]:
    question, policy, language = asked.get("question"), asked.get("policy"), asked.get("language")
    reason = None
    if not isinstance(question, str):
        reason = "question must be a text"
    elif policy is not None and (
        not isinstance(policy, str) or policy not in engine.knowledge.policies
    ):
        reason = f"unknown policy {policy!r}"
    elif language not in (None, "en", "id"):
        reason = "language must be en or id"
    return str(question), policy, language, reason


def _refused(name: str) -> None:
    """NaN and Infinity are no JSON, whatever the library thinks."""
    raise ValueError(name)


def _error(ident: Any, reason: str) -> tuple[str, bool]:
    return _dumped({"id": ident, "error": reason}), False


def _dumped(value: dict[str, Any]) -> str:
    """ASCII only: lone surrogates in an id must not break the output."""
    return json.dumps(value, ensure_ascii=True)
