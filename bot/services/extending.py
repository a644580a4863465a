"""Taking longer where the law lets the desk: a lead's move, with reason, date and notice."""

from __future__ import annotations

from datetime import date

from bot.domain.cases import Kind, Move
from bot.domain.clocks import extend
from bot.domain.errors import NotLonger
from bot.domain.messages import Message, rows
from bot.services import cards, casework, clocks, posting
from bot.services.casework import Answer, Work
from bot.services.screens import cases as own_cases
from bot.services.screens import legal
from bot.storage import requests
from bot.storage.requests import Request


async def take_longer(
    work: Work, request: Request, reason: str, until: date | None = None
) -> Request:
    """The move, the new date and the notice; `NotLonger` where the law has none."""
    running = clocks.of_request(work.loaded, work.file.case, request)
    rule = running.holding() if running else None
    if running is None or rule is None:
        raise NotLonger(request.rule_id, "no law sets its date")
    longer = extend(running, rule, reason, work.now, until)
    words = work.say(f"longer_reason.{reason}")
    moved = await casework.staff_move(work, request, Move.EXTEND, words)
    changed = await requests.update(work.db, moved, **clocks.dated(longer))
    await tell_customer(work, changed, reason)
    return changed


async def tell_customer(work: Work, request: Request, reason: str) -> None:
    """The law asks for notice with the reason, inside the first period."""
    view = work.view(work.customer_language())
    text = view.say(
        "extended",
        reference=work.file.case.reference,
        kind=view.kind(request.kind),
        day=own_cases.due_day(view, request),
        why=own_cases.why(view, work.file, request),
        reason=view.say(f"longer_reason.{reason}"),
        authority=legal.complain_routes(view, work.file),
    )
    see = view.button("see_request", f"case:{work.file.case.reference}")
    await work.tell(Message(text, ((see,),)))


# ---- the lead's buttons


async def ask(work: Work) -> Answer:
    """For which request, and why: the reasons its law accepts."""
    view = work.view()
    found = [
        cards.press(
            work.file.case,
            work.say(f"staff.longer.{reason}", kind=view.kind_button(Kind(request.kind)))[:40],
            "longer",
            f"{number}-{reason}",
        )
        for number, request in enumerate(work.file.requests)
        for reason in clocks.reasons(work.loaded, work.file, request)
    ]
    if not found:
        return Answer(work.mine("staff.not_longer"), alert=True)
    message = Message(work.say("staff.choose_longer"), rows(found))
    await posting.to_thread(work.db, work.file.case.id, message, now=work.now)
    return Answer()


async def pick(work: Work) -> Answer:
    """One reason chosen: the new date stands and the customer is told at once."""
    number, _, reason = work.choice.partition("-")
    if not number.isdecimal() or int(number) >= len(work.file.requests):
        return casework.changed(work)
    try:
        changed = await take_longer(work, work.file.requests[int(number)], reason)
    except NotLonger:
        return Answer(work.mine("staff.not_longer"), alert=True)
    view = work.view()
    text = work.say(
        "staff.extended",
        name=work.actor.name,
        kind=view.kind(changed.kind),
        day=own_cases.due_day(view, changed),
    )
    await work.post(text)
    await work.redraw()
    return Answer()
