"""A case as one file: what was asked, said and done, how it was delivered, and its proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain import proofs
from bot.domain.masking import masked
from bot.services import records
from bot.services.desk import Desk
from bot.services.mydata import told
from bot.services.records import CaseFile
from bot.services.relay import CODED
from bot.storage import details, edits, messages, outbox
from bot.storage.cases import Case
from bot.storage.database import Db
from bot.storage.edits import Edit
from bot.storage.history import Entry
from bot.storage.messages import Message
from bot.storage.outbox import Sending
from bot.storage.requests import Request

FORMAT = "privasi case file 1"
OUTSIDE = ("customer", "mail")
"""What was sent to the customer or to a mailbox is proof; what the group was shown is not."""


async def written(db: Db, desk: Desk, case: Case, *, full: bool) -> bytes:
    """In full, or masked: then the history's words are left out, and it is proved all the same."""
    file = await records.read(db, case)
    said = await messages.of_case(db, case.id)
    before = await edits.of_case(db, case.id)
    given = await details.of_case(db, case.id)
    sent = [one for one in await outbox.of_case(db, case.id) if one.place in OUTSIDE]
    parts = {
        "format": FORMAT,
        "made": {"at": told(desk, desk.clock()), "words": "in full" if full else "masked"},
        "case": about(desk, file),
        "requests": [request(desk, one) for one in file.requests],
        "given": {name: value_of(name, value, full=full) for name, value in given.items()},
        "messages": [message(desk, one, before, full=full) for one in said],
        "deliveries": [delivery(desk, one) for one in sent],
        "history": [step(one, full=full) for one in file.steps],
    }
    return proofs.sealed(parts)


def value_of(name: str, value: str, *, full: bool) -> str:
    return value if full or name in CODED else masked(value)


def about(desk: Desk, file: CaseFile) -> dict[str, Any]:
    case = file.case
    return {
        "id": case.id,
        "reference": case.reference,
        "company": case.policy,
        "language": case.language,
        "received": told(desk, case.received_at),
        "closed": told(desk, case.closed_at),
        "knowledge_version": case.knowledge_version,
        "rests_on": list(case.cited),
        "laws": list(case.regimes),
    }


def request(desk: Desk, one: Request) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "status": one.status,
        "received": told(desk, one.received_at),
        "due": told(desk, one.due_at),
        "due_day": one.due_day.isoformat() if one.due_day else None,
        "zone": one.due_zone,
        "rule": f"{one.rule_id} v{one.rule_version}",
        "is_target": one.is_target,
        "moved": [[shift.rule, shift.day.isoformat(), shift.extended] for shift in one.shifts],
        "refusal_code": one.proposed_code,
        "closed": told(desk, one.closed_at),
    }


def message(desk: Desk, one: Message, before: list[Edit], *, full: bool) -> dict[str, Any]:
    """As it stands, with what it said before it was edited."""
    versions = [edit.words for edit in before if edit.message_id == one.id]
    return {
        "id": one.id,
        "at": told(desk, one.at),
        "by": one.author,
        "user": one.user_id if one.author != "customer" else None,
        "words": one.words if full else masked(one.words),
        "said_before": [words if full else masked(words) for words in versions],
        "delivery": one.delivery,
    }


def delivery(desk: Desk, one: Sending) -> dict[str, Any]:
    return {
        "id": one.id,
        "to": one.place,
        "what": one.kind,
        "state": one.state,
        "telegram_message": one.message_id,
        "written": told(desk, one.created_at),
        "done": told(desk, one.closed_at),
        "trouble": one.error,
    }


def step(one: Entry, *, full: bool) -> dict[str, Any]:
    """As the chain has it: times in UTC, to the microsecond."""
    return {
        "seq": one.seq,
        "id": one.id,
        "case_id": one.case_id,
        "request_id": one.request_id,
        "at": one.at.isoformat(),
        "actor_kind": one.actor_kind,
        "actor_id": one.actor_id,
        "move": one.move,
        "from_status": one.from_status,
        "to_status": one.to_status,
        "words": one.words if full else None,
        "salt": one.salt if full else None,
        "digest": one.digest,
        "chain": one.chain,
    }


def entry(row: dict[str, Any]) -> Entry:
    """The row of the history that a file tells of; raises where it tells of none."""
    return Entry(**{**row, "at": datetime.fromisoformat(row["at"])})
