"""What a case's holder does with it beside answering: hold, redirect, merge; leads assign."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Move, allows
from bot.domain.messages import Message, rows
from bot.domain.people import Role
from bot.language.catalogue import catalogue
from bot.services import absence, cards, casework, posting, records, roles, steps
from bot.services.casework import Answer, Work
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.storage import cases, sheets
from bot.storage.cases import Case
from bot.storage.database import Db
from bot.storage.requests import Request

WHOM = ("employer", "business", "company")
"""Who may have to answer instead of the company."""
WHY_HELD = ("third", "legal", "other")
"""What a held case waits for, as far as the customer is told."""


async def all_that_may(work: Work, move: Move, words: str | None = None) -> list[Request]:
    """Every request of the case that the table lets make this move."""
    found = [one for one in work.file.requests if allows(one.status, move)]
    return [await casework.staff_move(work, one, move, words) for one in found]


async def told(work: Work, moved: list[Request], line: str, note: str, **slots: str) -> Answer:
    """The thread and the customer hear of it; nothing moved means that it was too late."""
    if not moved:
        return casework.changed(work)
    reference = work.file.case.reference
    await work.post(work.say(line, name=work.actor.name, reference=reference, **slots))
    say = catalogue(work.customer_language())
    await work.tell(Message(say(note, reference=reference, **slots)))
    await work.redraw()
    return Answer()


async def hold(work: Work) -> Answer:
    """Stands still for a while, for a reason; no legal clock does."""
    if work.choice not in WHY_HELD:
        await ask(work, "hold", "staff.choose_why_held", WHY_HELD)
        return Answer()
    say = catalogue(work.customer_language())
    why = work.say(f"staff.button.{work.choice}")
    return await held(work, why, say(f"why_held.{work.choice}"))


async def hold_because(work: Work, words: str) -> Answer:
    """A reason in staff's own words is staff's own."""
    return await held(work, words, catalogue(work.customer_language())("why_held.other"))


async def held(work: Work, why: str, because: str) -> Answer:
    moved = await all_that_may(work, Move.HOLD, why)
    if not moved:
        return casework.changed(work)
    reference = work.file.case.reference
    name = work.actor.name
    await work.post(work.say("staff.held", name=name, reference=reference, why=why))
    say = catalogue(work.customer_language())
    await work.tell(Message(say("held_note", reference=reference, why=because)))
    await work.redraw()
    return Answer()


async def resume(work: Work) -> Answer:
    moved = await all_that_may(work, Move.RESUME)
    return await told(work, moved, "staff.resumed", "resumed_note")


# ---- somebody else must answer


async def redirect(work: Work) -> Answer:
    """First to whom; then it ends so, in words the customer can act on."""
    if work.choice not in WHOM:
        await ask(work, "redirect", "staff.choose_whom", WHOM)
        return Answer()
    view = work.view(work.customer_language())
    name = view.name(work.file.case.policy)
    words = view.say(f"redirected_to.{work.choice}", name=name)
    moved = await all_that_may(work, Move.REDIRECT, words)
    for one in moved:
        await work.tell(own_cases.outcome(view, work.file, one, words))
    if not moved:
        return casework.changed(work)
    await work.post(work.say("staff.redirected", name=work.actor.name))
    await work.redraw()
    return Answer()


async def ask(work: Work, action: str, key: str, choices: tuple[str, ...], **slots: str) -> None:
    """A question in the thread, a button for each choice; the right is read again when pressed."""
    case = work.file.case
    found = (cards.press(case, work.say(f"staff.button.{one}"), action, one) for one in choices)
    message = Message(work.say(key, **slots), rows(found))
    await posting.to_thread(work.db, work.file.case.id, message, now=work.now)


# ---- the same, asked twice


async def older(db: Db, case: Case) -> CaseFile | None:
    """The oldest open case of the same customer and company; never anybody else's."""
    found = await cases.of_customer(db, case.customer_id, open_only=True)
    before = [one for one in found if (one.received_at, one.id) < (case.received_at, case.id)]
    same = [one for one in before if one.policy == case.policy]
    return await records.read(db, same[-1]) if same else None


async def merge(work: Work) -> Answer:
    """What the older case asks for already goes on there, with its date."""
    kept = await older(work.db, work.file.case)
    kinds = {one.kind for one in kept.open_requests()} if kept else set()
    twice = [
        one for one in work.file.requests if one.kind in kinds and allows(one.status, Move.MERGE)
    ]
    if kept is None or not twice:
        return Answer(work.mine("staff.nothing_to_merge"), alert=True)
    reference = kept.case.reference
    if work.choice != "same":
        await ask(work, "merge", "staff.choose_merge", ("same",), other=reference)
        return Answer()
    moved = [await casework.staff_move(work, one, Move.MERGE, reference) for one in twice]
    into = work.say("staff.merged_into", reference=work.file.case.reference)
    await posting.to_thread(work.db, kept.case.id, Message(into), now=work.now)
    own = work.file.case.reference
    await steps.note(work.db, kept.case.id, "merged", work.by, now=work.now, words=own)
    return await told(work, moved, "staff.merged", "merged_note", other=reference)


async def unmerge(work: Work) -> Answer:
    """It stands by itself again, with the date it had; in the queue if nothing else held it."""
    moved = await all_that_may(work, Move.UNMERGE)
    is_worked_on = any(allows(one.status, Move.RELEASE) for one in work.file.requests)
    if moved and not is_worked_on:
        await cases.update(work.db, work.file.case, holder_id=None, holder_name=None)
    for one in moved if is_worked_on else ():
        await casework.staff_move(work, one, Move.TAKE)
    return await told(work, moved, "staff.unmerged", "unmerged_note")


# ---- by command


async def assign(work: Work, whom: int, name: str) -> Answer:
    """A lead gives the case to somebody; the clock and the notes stay."""
    db, case = work.db, work.file.case
    chat = await roles.staff_chat_of(db, work.desk, case.policy) or 0
    person = await roles.actor(db, work.desk, whom, chat_id=chat, name=name)
    if not person.is_a(Role.STAFF):
        return Answer(work.mine("staff.not_staff"))
    if await absence.until_of(db, work.desk, whom):
        return Answer(work.mine("staff.is_away", name=name))
    if not work.file.is_open:
        return casework.changed(work)
    if case.holder_id is None:
        await steps.note(db, case.id, "assign", work.by, now=work.now)
        return await casework.take(replace(work, actor=person))
    await sheets.close(db, case.id, case.holder_id)
    await cases.update(db, case, holder_id=whom, holder_name=name)
    await steps.note(db, case.id, "assign", work.by, now=work.now)
    await work.post(work.say("staff.assigned", name=work.actor.name, other=name))
    await work.redraw()
    return Answer()
