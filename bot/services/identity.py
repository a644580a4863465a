"""Who asks: staff ask the customer, match what they say with the account, or give it up."""

from __future__ import annotations

from bot.domain.cases import Move, Status
from bot.domain.messages import Message
from bot.services import casework, clocks, steps
from bot.services.casework import Answer, Work
from bot.services.screens import cases as own_cases
from bot.services.screens import codes, legal
from bot.storage import cases
from bot.storage.requests import Request


def verifying(work: Work) -> list[Request]:
    return [one for one in work.file.requests if one.status is Status.VERIFYING]


async def ask(work: Work) -> Answer:
    """What is needed, never a copy of an ID; the next words come to whoever holds the case."""
    found = codes.unknown(work.loaded, work.file)
    if not found:
        return casework.changed(work)
    for request in found:
        await casework.staff_move(work, request, Move.VERIFY)
    view = work.view(work.customer_language())
    text = view.say("who_note", reference=work.file.case.reference)
    await work.tell(Message(text, codes.offer(view, work.file)))
    await cases.keep_quiet(work.db, work.file.case.id, work.now + steps.QUIET)
    await work.post(work.say("staff.asked_who", name=work.actor.name))
    await work.redraw()
    return Answer()


async def confirm(work: Work) -> Answer:
    """The account is theirs: the work goes on, and a clock that begins with this begins now."""
    found = verifying(work)
    if not found:
        return casework.changed(work)
    for request in found:
        moved = await casework.staff_move(work, request, Move.CONFIRM_IDENTITY)
        moved = await clocks.after(work.db, work.loaded, work.file.case, request, moved)
        await casework.keep_in_hand(work, moved)
    await work.redraw()
    file = await steps.settle(work.db, work.file.case.id, now=work.now)
    view = work.view(work.customer_language())
    request = file.nearest()
    key = "still_target" if request.is_target else "due_by"
    due = view.say(key, day=own_cases.due_day(view, request))
    await work.tell(Message(view.say("known_note", reference=file.case.reference, due=due)))
    await work.post(work.say("staff.matched", name=work.actor.name))
    return Answer()


async def give_up(work: Work) -> Answer:
    """A lead closes what nobody could be matched with; the way back and to complain is told."""
    found = verifying(work)
    if not found:
        return casework.changed(work)
    for request in found:
        await casework.staff_move(work, request, Move.GIVE_UP)
    view = work.view(work.customer_language())
    routes = legal.complain_routes(view, work.file)
    text = view.say("unknown_note", reference=work.file.case.reference)
    await work.tell(Message(f"{text}\n{view.say('outcome.complain', authority=routes)}"))
    await work.post(work.say("staff.gave_up", name=work.actor.name))
    await work.redraw()
    return Answer()
