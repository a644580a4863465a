"""What became of a customer's requests: the list, and one case with its history."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.cases import CLOSED, Move
from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.services.records import CaseFile
from bot.services.screens import codes, phone
from bot.services.screens.cases import capital, due_day, due_lines, papers
from bot.services.screens.view import View

SHOWN, HEAD = 8, 2
"""The most cases on a page, and the lines above and below them."""


def status(view: View, slots: Mapping[str, Slot]) -> Message:
    """The list, newest first."""
    if not view.cases:
        return no_such_case(view, slots)
    listed = [f"{n}. {one_line(view, file)}" for n, file in enumerate(view.cases, 1)]
    fit = [block for page in phone.packed(listed, phone.LINES - HEAD) for block in split(page)]
    page = phone.at(fit, slots.get("page"))
    first = sum(map(len, fit[:page]))
    buttons = [
        Button(file.case.reference, f"case:{file.case.reference}")
        for file in view.cases[first : first + len(fit[page])]
    ]
    text = "\n".join([view.say("status_head"), *fit[page]])
    turns = phone.turns(view, "cases:", page, len(fit))
    return Message(text, (*rows([*buttons, view.button("new_request", "kinds")]), *turns))


def split(page: list[str]) -> list[list[str]]:
    return [page[i : i + SHOWN] for i in range(0, len(page), SHOWN)]


def one_line(view: View, file: CaseFile) -> str:
    """Reference · company · what · state · due."""
    request = file.nearest()
    parts = [
        file.case.reference,
        view.name(file.case.policy),
        " + ".join(map(view.kind, file.kinds)),
        view.say(f"status.{request.status}"),
    ]
    if request.status not in CLOSED:
        parts.append(view.say("due_short", day=due_day(view, request)))
    return " · ".join(parts)


def case(view: View, slots: Mapping[str, Slot]) -> Message:
    """One case, the next date of each request, and what was done; long ones have pages."""
    file = view.case(str(slots["case"]))
    reference = file.case.reference
    pages = phone.packed(blocks(view, file), phone.LINES - HEAD)
    page = phone.at(pages, slots.get("page"))
    place = f" ({page + 1}/{len(pages)})" if len(pages) > 1 else ""
    head = f"{reference} · {view.name(file.case.policy)}{place}"
    buttons = [view.button("back", "cases")]
    if file.is_open:
        buttons.insert(0, view.button("add_something", f"add:{reference}"))
    elif file.can_contest:
        complain = view.button("how_to_complain", f"comp:{reference}")
        buttons[:0] = [view.button("not_right", f"con:{reference}"), complain]
    if file.withdrawable():
        buttons.insert(1, view.button("withdraw", f"wd:{reference}"))
    below = (*codes.offer(view, file), *rows(buttons), papers(view, file))
    turns = phone.turns(view, f"case:{reference}:", page, len(pages))
    return Message("\n".join([head, *pages[page]]), (*turns, *below))


def blocks(view: View, file: CaseFile) -> list[str]:
    """Each request with its state, date and reason; then its history, a line at a time."""
    found = []
    for request in file.requests:
        status = view.say(f"status.{request.status}")
        lines = [f"{capital(view.kind(request.kind))}: {status}"]
        if request.status not in CLOSED:
            lines += due_lines(view, file, request)
        found.append("\n".join(lines))
    return found + history(view, file)


def history(view: View, file: CaseFile) -> list[str]:
    """Every change of state the customer should know of, in plain words.

    What one of several requests did alone names it; what all did at once is told once.
    """
    told: dict[tuple[str, str], list[str]] = {}
    last: dict[str | None, str] = {}
    for step in file.steps:
        at = dates.short_moment(step.at, view.notice.zone, view.say)
        if step.move == Move.EXTEND:
            told.setdefault((at, view.say("more_time")), []).append(step.request_id or "")
        if step.to_status and step.to_status != last.get(step.request_id):
            words = view.say(f"status.{step.to_status}")
            told.setdefault((at, words), []).append(step.request_id or "")
            last[step.request_id] = step.to_status
    return [f"{at}: {which(view, file, of)}{words}" for (at, words), of in told.items()][-10:]


def which(view: View, file: CaseFile, moved: list[str]) -> str:
    """Of several requests those that moved, where not all did."""
    named = [view.kind(one.kind) for one in file.requests if one.id in moved]
    return f"{', '.join(named)}: " if 0 < len(named) < len(file.requests) else ""


def start_again(view: View, _: Mapping[str, Slot]) -> Message:
    file = next(one for one in view.cases if one.is_open)
    text = view.say("start_again", line=one_line(view, file))
    buttons = (
        view.button("see_request", f"case:{file.case.reference}"),
        view.button("new_request", "kinds"),
        view.button("change_company", "menu"),
    )
    return Message(text, rows(buttons))


def no_such_case(view: View, _: Mapping[str, Slot]) -> Message:
    return Message(view.say("no_such_case"), ((view.button("new_request", "kinds"),),))
