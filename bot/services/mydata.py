"""All the desk holds about one person, as plain values that a person and a machine can read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.language.catalogue import catalogue
from bot.services import records
from bot.services.desk import Desk
from bot.services.records import CaseFile
from bot.storage import answers, conversations, customers, details, edits, messages
from bot.storage.database import Db
from bot.storage.edits import Edit
from bot.storage.history import Entry
from bot.storage.messages import Message

WHO = {
    "customer": "you",
    "staff": "staff",
    "desk": "the desk",
    "bot": "the bot",
    "operator": "the operator",
}
LOOKED, REVEALED = "show", "reveal"


async def everything(db: Db, desk: Desk, customer_id: str) -> dict[str, Any]:
    """Names of staff are theirs, not the customer's: they are told as staff."""
    person = await customers.get(db, customer_id)
    talk = await conversations.read(db, customer_id)
    return {
        "desk": desk.notice.run_by(catalogue(person.language)),
        "made_at": told(desk, desk.clock()),
        "you": {
            "telegram_chat": await customers.chat_of(db, customer_id),
            "language": person.language,
            "language_chosen_by_you": person.chosen,
            "company_last_spoken_of": person.policy,
            "name_staff_see": person.pseudonym,
            "first_met": told(desk, person.met_at),
        },
        "conversation_under_way": talk,
        "requests": [
            await case(db, desk, file) for file in await records.of_customer(db, customer_id)
        ],
        "answers_shown": [
            {**one, "at": told(desk, one["at"])} for one in await answers.shown_to(db, customer_id)
        ],
    }


async def case(db: Db, desk: Desk, file: CaseFile) -> dict[str, Any]:
    """One case: what was asked, what was given, what was said, what was done."""
    said = await messages.of_case(db, file.case.id)
    before = await edits.of_case(db, file.case.id)
    return {
        "reference": file.case.reference,
        "company": file.case.policy,
        "received": told(desk, file.case.received_at),
        "closed": told(desk, file.case.closed_at),
        "asked": [
            {"kind": one.kind, "status": one.status, "reply_due": told(desk, one.due_at)}
            for one in file.requests
        ],
        "given": await details.of_case(db, file.case.id),
        "messages": [message(desk, one, before) for one in said],
        "history": [step(desk, one) for one in file.steps],
        "contact_shown_to_staff": [
            {"at": told(desk, one.at), "why": one.words}
            for one in file.steps
            if one.move == REVEALED
        ],
        "looked_at_by_staff": [told(desk, one.at) for one in file.steps if one.move == LOOKED],
    }


def message(desk: Desk, one: Message, edits: list[Edit]) -> dict[str, Any]:
    """As it stands, with what it said before where it was edited."""
    by = "staff, inside" if one.author == "note" else WHO[one.author]
    before = [edit.words for edit in edits if edit.message_id == one.id]
    shown = {"at": told(desk, one.at), "by": by, "text": one.words}
    return shown | ({"said_before": before} if before else {})


def step(desk: Desk, one: Entry) -> dict[str, Any]:
    return {
        "at": told(desk, one.at),
        "by": WHO.get(one.actor_kind, "staff"),
        "what": one.move,
        "from": one.from_status,
        "to": one.to_status,
        "words": one.words,
    }


def told(desk: Desk, at: datetime | None) -> str | None:
    """In the desk's zone, to the second."""
    return at.astimezone(ZoneInfo(desk.notice.zone)).isoformat(timespec="seconds") if at else None
