"""The second person: a lead who did not propose an outcome approves it or sends it back."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import OUTCOMES, Move, Status
from bot.services import casework, unfinished
from bot.services.casework import Answer, Work
from bot.services.screens import cases as own_cases
from bot.storage.requests import Request


async def end(work: Work, request: Request, outcome: Status, words: str) -> None:
    """The move, its record, and the words to the customer: one transaction."""
    moved = await casework.staff_move(work, request, OUTCOMES[outcome], words)
    view = work.view(work.customer_language())
    await work.tell(own_cases.outcome(view, work.file, moved, words))


def own(work: Work) -> list[Request]:
    """The waiting proposals the presser made."""
    waiting = casework.awaiting(work.file)
    return [one for one in waiting if one.proposed_by == work.actor.user_id]


async def approve(work: Work) -> Answer:
    """A lead who did not propose it decides; the customer is told in the same transaction."""
    found = casework.awaiting(work.file)
    if not found:
        return casework.changed(work)
    if work.desk.team.second_person:
        found = [one for one in found if one not in own(work)]
    if not found:
        await casework.refuse(work, "own proposal")
        return Answer(work.mine("staff.own_proposal"), alert=True)
    for request in found:
        if hindered := await unfinished.hinders(work, request, request.proposed_status):
            return hindered
    for request in found:
        outcome = Status(request.proposed_status or Status.REFUSED)
        await end(work, request, outcome, request.proposed_words or "")
    await work.post(work.say("staff.approved", name=work.actor.name))
    await work.redraw()
    return Answer()


async def send_back(work: Work) -> Answer:
    found = casework.awaiting(work.file)
    if not found:
        return casework.changed(work)
    if own(work):
        await casework.refuse(work, "own proposal")
        return Answer(work.mine("staff.own_proposal"), alert=True)
    await returned(work, found, "staff.sent_back")
    return Answer()


async def take_back(work: Work) -> Answer:
    found = own(work)
    if not found:
        return await casework.refuse(work, "take_back")
    await returned(work, found, "staff.taken_back")
    return Answer()


async def returned(work: Work, found: list[Request], key: str) -> None:
    """Back in work, the draft kept with the request."""
    for request in found:
        await casework.staff_move(work, request, Move.SEND_BACK)
    await work.post(work.say(key, name=work.actor.name))
    await work.redraw()


async def read_answer(work: Work) -> Answer:
    """The whole message the customer would get, in the thread, for whoever decides."""
    view = work.view(work.customer_language())
    for request in casework.awaiting(work.file):
        ended = replace(request, status=Status(request.proposed_status or Status.REFUSED))
        message = own_cases.outcome(view, work.file, ended, request.proposed_words or "")
        await work.post(work.say("staff.preview", words=message.text))
    return Answer()
