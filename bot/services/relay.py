"""What a customer writes in a case, on its way to whoever holds it; by stored ids only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.cases import Move, allows
from bot.domain.masking import masked, quoted, quoted_with
from bot.domain.messages import Mark, Message, quoting
from bot.language import dates
from bot.language.catalogue import Language, catalogue
from bot.services import cards, clocks, moved, mutes, posting, records, steps
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.storage import cases, details, edits, facts, history, messages
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.requests import Request

CODED = ("whose", "residence", "note")
"""Answers kept as codes, which the catalogues put into words."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a customer wrote to a case, and where it stands in their chat."""

    case_id: str
    words: str = field(repr=False)
    message_id: int | None = None
    replies_to: int | None = None
    marks: tuple[Mark, ...] = ()


async def to_staff(
    db: Db, desk: Desk, loaded: Loaded, customer: Customer, said: Written, now: datetime
) -> bool:
    """Keep the words; show them masked to the holder, or let the card say that they wait.

    Whether they moved a date, as an answer that was waited for can; the customer is told then.
    """
    case = await cases.get(db, said.case_id, lock=True)
    if case is None:
        return False
    kept = messages.Message(
        id=new_id(),
        case_id=case.id,
        author="customer",
        words=said.words,
        at=now,
        customer_message_id=said.message_id,
    )
    await messages.add(db, kept)
    before = await records.read(db, case)
    file = await answered(db, loaded, before, now=now)
    await steps.note(db, case.id, "add", steps.CUSTOMER, now=now)
    if case.holder_id is not None:
        await show(db, before, customer, said, kept.id, now=now)
        await say_when_back(db, desk, case, customer, now=now)
    elif not file.is_open:
        say = catalogue(await cards.desk_language(db))
        told = say("staff.closed_words", name=customer.pseudonym, reference=case.reference)
        await posting.to_thread(db, case.id, Message(told), now=now)
    if case.holder_id is None or file.requests != before.requests:
        await cards.draw(db, desk, loaded, file, customer, now=now)
    return await moved.tell(db, desk, loaded, customer, before)


async def say_when_back(
    db: Db, desk: Desk, case: Case, customer: Customer, *, now: datetime
) -> None:
    """Who writes while nobody is at the desk is told once when people are back."""
    back = desk.notice.hours.back(now) if desk.notice.hours else None
    if back and await facts.change(db, f"back_told:{case.id}", back.isoformat(), now=now):
        say = catalogue("id" if customer.language == "id" else "en")
        word = Message(say("desk_closed", at=dates.moment(back, desk.notice.zone, say)))
        await posting.to_customer(db, customer.id, word, now=now, case_id=case.id)


async def show(
    db: Db, file: CaseFile, customer: Customer, said: Written, about: str, *, now: datetime
) -> None:
    """In the thread: masked, formatted as they were, and as a reply to what they answer.

    Of somebody who is muted it comes later, and holds up nothing else.
    """
    case, later = file.case, await mutes.waits(db, file, now)
    say = catalogue(await cards.desk_language(db))
    words, marks = quoted_with(said.words, said.marks)
    frame = say("staff.customer_wrote", name=customer.pseudonym, words=words)
    answered = await answered_there(db, case, customer, said)
    to = replace(posting.thread(case.id), about=about, reply_to=answered)
    to = replace(to, lane=mutes.lane(case.id), due_at=later) if later else to
    await posting.send(db, to, quoting(frame, words, marks), "once", now=now)


async def answered_there(db: Db, case: Case, customer: Customer, said: Written) -> int | None:
    """The number in the thread of the message that is answered; either side's."""
    if said.replies_to is None:
        return None
    found = await messages.by_customer_message(db, customer.id, said.replies_to)
    is_here = found and found.case_id == case.id and found.staff_chat == case.staff_chat
    return found.staff_message_id if found and is_here else None


async def answered(db: Db, loaded: Loaded, file: CaseFile, *, now: datetime) -> CaseFile:
    """A question from staff is answered by the customer's next words; the talk goes on from it."""
    asked = [one for one in file.requests if allows(one.status, Move.ANSWER)]
    for request in asked:
        answer = await steps.move(db, request, Move.ANSWER, steps.CUSTOMER, now=now)
        await clocks.after(db, loaded, file.case, request, answer)
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
    text = say("staff.contested", name=customer.pseudonym, words=quoted(words))
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
    said = await messages.of_case(db, file.case.id, author="customer")
    changed = {one.message_id for one in await edits.of_case(db, file.case.id)}
    say = catalogue(language)
    lines = [
        say("staff.edited_words", words=quoted(one.words))
        if one.id in changed
        else quoted(one.words)
        for one in said
    ]
    given = await details.of_case(db, file.case.id)
    shown = [
        say(
            f"staff.detail.{name}",
            value=say(f"{name}.{value}") if name in CODED else masked(value),
        )
        for name, value in given.items()
    ]
    return lines + ([say("staff.details_head", list=", ".join(shown))] if shown else [])
