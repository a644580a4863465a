"""Words between a customer and whoever holds their case, routed by stored ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Move, allows
from bot.domain.effects import TellStaff
from bot.domain.masking import masked
from bot.domain.messages import Message
from bot.language.catalogue import Language, catalogue
from bot.services import cards, clocks, posting, records, steps
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.storage import cases, customers, details, history, messages
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.requests import Request

NOTE_MARK = "//"
CODED = ("whose", "residence", "note")
"""Answers kept as codes, which the catalogues put into words."""
REACTIONS = {
    "note": "✍",
    "queued": "👀",
    "sent": "👌",
    "unknown": "🤔",
    "failed": "👎",
    "blocked": "💔",
}


async def to_staff(
    db: Db, desk: Desk, loaded: Loaded, customer: Customer, said: TellStaff, now: datetime
) -> None:
    """Keep the words; show them masked to the holder, or let the card say that they wait."""
    case = await cases.get(db, said.case_id, lock=True)
    if case is None:
        return
    words = messages.Message(
        id=new_id(), case_id=case.id, author="customer", words=said.words, at=now
    )
    await messages.add(db, words)
    before = await records.read(db, case)
    file = await answered(db, loaded, before, now=now)
    await steps.note(db, case.id, "add", steps.CUSTOMER, now=now)
    if case.holder_id is not None:
        say = catalogue(await cards.desk_language(db))
        shown = say("staff.customer_wrote", name=customer.pseudonym, words=masked(said.words))
        await posting.to_thread(db, case.id, Message(shown), now=now)
    elif not file.is_open:
        say = catalogue(await cards.desk_language(db))
        told = say("staff.closed_words", name=customer.pseudonym, reference=case.reference)
        await posting.to_thread(db, case.id, Message(told), now=now)
    if case.holder_id is None or file.requests != before.requests:
        await cards.draw(db, desk, loaded, file, customer, now=now)


async def answered(db: Db, loaded: Loaded, file: CaseFile, *, now: datetime) -> CaseFile:
    """A question from staff is answered by the customer's next words; the talk goes on from it."""
    asked = [one for one in file.requests if allows(one.status, Move.ANSWER)]
    for request in asked:
        moved = await steps.move(db, request, Move.ANSWER, steps.CUSTOMER, now=now)
        await clocks.after(db, loaded, file.case, request, moved)
    if asked:
        await cases.keep_quiet(db, file.case.id, now + steps.QUIET)
        say = catalogue(await cards.desk_language(db))
        await posting.to_thread(db, file.case.id, Message(say("staff.answer_came")), now=now)
    return await records.read(db, file.case)


async def detail_came(db: Db, case_id: str, field: str, *, now: datetime) -> None:
    """Staff learn that something was given, not what."""
    case = await cases.get(db, case_id)
    if case is None:
        return
    await steps.note(db, case_id, "detail", steps.CUSTOMER, now=now)
    say = catalogue(await cards.desk_language(db))
    word = say("staff.detail_added", field=say(f"field.{field}"), reference=case.reference)
    await posting.to_thread(db, case_id, Message(word), now=now)


async def address_confirmed(db: Db, case_id: str, *, now: datetime) -> None:
    """A mailbox was proved, no more; it is in the history and in the thread."""
    await steps.note(db, case_id, "confirm_address", steps.CUSTOMER, now=now)
    say = catalogue(await cards.desk_language(db))
    await posting.to_thread(db, case_id, Message(say("staff.address_confirmed")), now=now)


async def contested(
    db: Db, file: CaseFile, customer: Customer, words: str, *, now: datetime
) -> None:
    """What isn't right, masked, with the lead's button under it."""
    await steps.note(db, file.case.id, "contest", steps.CUSTOMER, now=now)
    say = catalogue(await cards.desk_language(db))
    text = say("staff.contested", name=customer.pseudonym, words=masked(words))
    reopen = [row for row in cards.buttons(say, file) if row[0].action.startswith("reopen:")]
    await posting.to_thread(db, file.case.id, Message(text, tuple(reopen[:1])), now=now)


async def contested_words(db: Db, case_id: str) -> str:
    """What the customer last said isn't right; kept at the moment the history names."""
    rows = await history.of_case(db, case_id)
    at = next((row.at for row in reversed(rows) if row.move == "contest"), None)
    said = await messages.of_case(db, case_id, author="customer")
    return next((one.words for one in reversed(said) if one.at == at), "")


async def withdrawn(
    db: Db, loaded: Loaded, file: CaseFile, gone: list[Request], *, now: datetime
) -> None:
    """The whole case, or only what is named; the rest is still to be worked on."""
    say = catalogue(await cards.desk_language(db))
    key = "staff.withdrawn_part" if file.is_open else "staff.withdrawn"
    labels = (loaded.knowledge.requests[one.kind].label[say.language] for one in gone)
    word = say(key, reference=file.case.reference, kinds=say("quoted_and").join(labels))
    await posting.to_thread(db, file.case.id, Message(word), now=now)


async def waiting_words(db: Db, file: CaseFile, language: Language) -> list[str]:
    """Everything the customer wrote and gave so far, masked, oldest first."""
    say = catalogue(language)
    said = await messages.of_case(db, file.case.id, author="customer")
    lines = [masked(one.words) for one in said]
    given = await details.of_case(db, file.case.id)
    shown = [
        say(
            f"staff.detail.{name}",
            value=say(f"{name}.{value}") if name in CODED else masked(value),
        )
        for name, value in given.items()
    ]
    return lines + ([say("staff.details_head", list=", ".join(shown))] if shown else [])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a member of staff wrote in a case's thread, and where it stands there."""

    user_id: int
    chat_id: int
    message_id: int
    text: str


async def note(db: Db, file: CaseFile, spoken: Spoken, *, now: datetime) -> None:
    """Stays inside; the case file keeps it."""
    text = spoken.text.removeprefix(NOTE_MARK).strip()
    kept = messages.Message(
        id=new_id(),
        case_id=file.case.id,
        author="note",
        words=text,
        at=now,
        user_id=spoken.user_id,
        staff_message_id=spoken.message_id,
        staff_chat=spoken.chat_id,
    )
    await messages.add(db, kept)
    mark = {"message_id": spoken.message_id, "emoji": REACTIONS["note"]}
    await posting.at_thread(db, file.case.id, "react", mark, now=now)


async def to_customer(db: Db, file: CaseFile, spoken: Spoken, *, now: datetime) -> None:
    """The holder's words, sent at most once by themselves; the bot is quiet from now on."""
    customer = await customers.get(db, file.case.customer_id)
    say = catalogue("id" if customer.language == "id" else "en")
    text = f"{say('from_desk', reference=file.case.reference)}\n{spoken.text}"
    ident = await posting.words_to_customer(
        db, customer.id, Message(text), now=now, case_id=file.case.id
    )
    kept = messages.Message(
        id=new_id(),
        case_id=file.case.id,
        author="staff",
        words=spoken.text,
        at=now,
        user_id=spoken.user_id,
        staff_message_id=spoken.message_id,
        staff_chat=spoken.chat_id,
        outbox_id=ident,
        delivery="queued",
    )
    await messages.add(db, kept)
    await cases.keep_quiet(db, file.case.id, now + steps.QUIET)
    mark = {"message_id": spoken.message_id, "emoji": REACTIONS["queued"]}
    await posting.at_thread(db, file.case.id, "react", mark, now=now)
