"""The register for an authority: a line for each request, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from bot.domain import proofs
from bot.domain.cases import CLOSED, Status
from bot.domain.periods import Period
from bot.services import roles
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.mydata import told
from bot.storage import register
from bot.storage.database import Db
from bot.storage.register import Entry

FORMAT = "privasi register 1"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
"""What a spreadsheet takes for the beginning of a formula, in either width."""
COLUMNS = (
    *("reference", "company", "kind", "received", "due", "rule", "ground", "clock", "extended"),
    *("first_answer", "closed", "outcome", "refusal_code", "in_time"),
)


async def rows(
    db: Db, desk: Desk, period: Period, *, chat: int | None = None
) -> list[dict[str, str]]:
    """Requests received in this time; of a group's own companies alone where one asks."""
    found = await register.received(db, period.since, period.until)
    if chat is not None:
        ours = await roles.worked_by(db, desk, chat, {one.policy for one in found})
        found = [one for one in found if one.policy in ours]
    loaded = await desk.library.current(db)
    return [row(desk, loaded, one) for one in found]


def row(desk: Desk, loaded: Loaded, one: Entry) -> dict[str, str]:
    """Every column, as text; an empty one is not known or did not happen."""
    known = loaded.knowledge.policies.get(one.policy)
    rule = loaded.statutes.clock(one.rule_id)
    is_closed = one.status in CLOSED
    values = {
        "reference": one.reference,
        "company": (known.company.name or known.name) if known else one.policy,
        "kind": one.kind,
        "received": told(desk, one.received_at),
        "due": one.due_day.isoformat() if one.due_day else told(desk, one.due_at),
        "rule": f"{one.rule_id} v{one.rule_version}",
        "ground": rule.article if rule else "",
        "clock": "own target" if one.is_target else "law",
        "extended": "yes" if one.is_extended else "no",
        "first_answer": told(desk, one.answered_at),
        "closed": told(desk, one.closed_at),
        "outcome": one.status if is_closed else "open",
        "refusal_code": one.code if one.status is Status.REFUSED else "",
        "in_time": in_time(desk, one),
    }
    return {name: str(values[name] or "") for name in COLUMNS}


def in_time(desk: Desk, one: Entry) -> str:
    """Decided by its end, or by now while it is open and late; else nobody can say yet."""
    at = one.closed_at or desk.clock()
    if one.closed_at is None and at <= one.due_at:
        return ""
    return "yes" if at <= one.due_at else "no"


def written(desk: Desk, period: Period, found: Sequence[dict[str, str]], ending: str) -> bytes:
    return as_csv(found) if ending == "csv" else as_json(desk, period, found)


def as_json(desk: Desk, period: Period, found: Sequence[dict[str, str]]) -> bytes:
    """With digests, so that `verify` names a line that was altered."""
    made: dict[str, Any] = {
        "at": told(desk, desk.clock()),
        "period": period.name,
        "since": told(desk, period.since),
        "until": told(desk, period.until),
    }
    return proofs.sealed({"format": FORMAT, "made": made, "requests": list(found)})


def as_csv(found: Sequence[dict[str, str]]) -> bytes:
    """With a byte-order mark: without one a clerk's spreadsheet takes it for another alphabet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(one[name]) for name in COLUMNS] for one in found)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
