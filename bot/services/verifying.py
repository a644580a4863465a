"""Whether an exported file is as it was made: its digests, and a case's chain of history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.domain import proofs
from bot.services import casefile, register
from bot.storage import history
from bot.storage.history import Entry

MARK = 8
"""So many digits of the chain stand on a receipt."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong, if anything; what the file holds; where each mark of its history stands."""

    problems: tuple[str, ...]
    holds: str = ""
    marks: tuple[tuple[str, str], ...] = ()

    def dated(self, mark: str) -> str | None:
        """When the record stood at this mark of a receipt."""
        return dict(self.marks).get(mark.strip().lower())


def verify(content: bytes) -> Verdict:
    """Never raises: a file that is no export is a problem like any other."""
    try:
        body = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return Verdict((f"line {line}: not JSON" if line else "not a file of text",))
    known = body.get("format") if isinstance(body, dict) else None
    if known == casefile.FORMAT:
        return of_case(content, body)
    if known == register.FORMAT:
        found = tuple(proofs.altered(content, body))
        return Verdict(found, f"a register of {length(body, 'requests')} requests")
    return Verdict(("neither a case file nor a register of this desk",))


def of_case(content: bytes, body: dict[str, Any]) -> Verdict:
    found = list(proofs.altered(content, body))
    try:
        steps = [casefile.entry(row) for row in body["history"]]
    except (KeyError, TypeError, ValueError):
        return Verdict((*found, "the history cannot be read"))
    if (place := broken(steps)) is not None:
        found.append(f"history {place}: the chain does not hold here")
    if not steps:
        found.append("the history is empty")
    marks = tuple((one.chain[:MARK], one.at.isoformat(timespec="seconds")) for one in steps)
    about = body.get("case")
    reference = about.get("reference") if isinstance(about, dict) else None
    return Verdict(tuple(found), f"case {reference}, {len(steps)} rows of history", marks)


def broken(steps: list[Entry]) -> int | None:
    try:
        return history.broken(steps)
    except (TypeError, AttributeError):  # a value of another kind than was ever chained
        return 1


def length(body: dict[str, Any], name: str) -> int:
    part = body.get(name)
    return len(part) if isinstance(part, list) else 0
