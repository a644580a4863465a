"""What customers see of their own requests."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.articles import Policy
from bot.domain.cases import CLOSED, Kind, Move
from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, Row, rows
from bot.language import dates
from bot.services import clocks
from bot.services.records import CaseFile
from bot.services.screens import codes, legal
from bot.services.screens.granted import promise_lines
from bot.services.screens.view import View
from bot.storage.requests import Request

SHOWN = 8


def status(view: View, _: Mapping[str, Slot]) -> Message:
    """The list, newest first."""
    if not view.cases:
        return no_such_case(view, _)
    lines, buttons = [view.say("status_head")], []
    for number, file in enumerate(view.cases[:SHOWN], 1):
        lines.append(f"{number}. {one_line(view, file)}")
        buttons.append(Button(file.case.reference, f"case:{file.case.reference}"))
    return Message("\n".join(lines), rows([*buttons, view.button("new_request", "kinds")]))


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


def due_day(view: View, request: Request) -> str:
    """The day, or the day and hour where the clock counts hours."""
    if request.due_day is None:
        return dates.moment(request.due_at, view.notice.zone, view.say)
    return dates.day(request.due_day, view.say) + dates.place_time(request.due_zone, view.say)


def why(view: View, file: CaseFile, request: Request) -> str:
    """What the date rests on; a rule nobody verified says so, a target is called a target."""
    if request.is_target:
        return view.say("why_target")
    clock = view.loaded.statutes.clock(request.rule_id)
    if clock is None:
        return request.rule_id
    longer = any(one.extended and one.rule == clock.id for one in request.shifts)
    rests_on = clock.extension if longer and clock.extension else clock
    text = rests_on.why[view.say.language]
    if not rests_on.verified:
        text = view.say("hedged_why", why=text)
    running = clocks.of_request(view.loaded, file.case, request)
    if clock.rolled and running and running.is_rolled(clock.rule()):
        text += "; " + view.say("hedged_why", why=clock.rolled[view.say.language])
    return text


def due_lines(view: View, file: CaseFile, request: Request) -> list[str]:
    """The date and its reason; the policy's own time apart from it."""
    policy = view.loaded.knowledge.policies.get(file.case.policy)
    if request.is_target:
        lines = [view.say("target_by", day=due_day(view, request), why=no_time(view, file))]
    else:
        lines = [
            view.say("due_by", day=due_day(view, request)),
            view.say("due_why", why=why(view, file, request)),
        ]
        lines += why_this_law(view, policy, request)
    return lines + (promise_lines(view, policy, request.kind) if policy else [])


def why_this_law(view: View, policy: Policy | None, request: Request) -> list[str]:
    """Where the law is not one the policy names, that it is our reading, and what it rests on."""
    clock = view.loaded.statutes.clock(request.rule_id)
    if policy is None or clock is None:
        return []
    bases = {one.regime: one.basis for one in policy.regimes}
    if clock.regime not in bases:
        return [view.say("regime_residence")]
    return [view.say("regime_inferred")] if bases[clock.regime] == "inferred" else []


def no_time(view: View, file: CaseFile) -> str:
    """Why there is only a target: the law that applies sets no time."""
    said = [regime.no_time[view.say.language] for regime in legal.regimes_of(view, file)[:1]]
    return said[0] if said else view.say("why_target")


def receipt(view: View, slots: Mapping[str, Slot]) -> Message:
    """What was received, when, until when, and why then."""
    file = view.case(str(slots["case"]))
    quick = bool(slots.get("quick"))
    say, case = view.say, file.case
    if all(request.kind == Kind.HUMAN for request in file.requests):
        return passed_to_staff(view, file)
    lines = [say("recorded" if quick else "received_head", reference=case.reference)]
    for request in file.requests:
        label = view.kind(request.kind)
        lines.append(f"{label[:1].upper()}{label[1:]}, {view.name(case.policy)}")
        if not quick and request is file.requests[0]:
            lines.append(dates.moment(request.received_at, view.notice.zone, say))
        lines += due_lines(view, file, request)
    confirm = codes.offer(view, file)
    following = "receipt_code" if confirm else "receipt_next"
    if slots.get("whose") in ("business", "other"):
        lines.append(say(f"receipt_{slots['whose']}"))
    lines += [record_line(view, file), say("receipt_email" if quick else following)]
    see = view.button("see_request", f"case:{case.reference}")
    first = (view.button("skip", "skip"), see)
    if not quick:
        first = (see, view.button("my_requests", "cases"))
    return Message("\n".join(lines), (*confirm, first, papers(view, file)))


def record_line(view: View, file: CaseFile) -> str:
    """The record's first eight digits: whoever keeps them sees later that nothing went missing."""
    return view.say("record_digits", digits=file.steps[-1].chain[:8])


def papers(view: View, file: CaseFile) -> Row:
    """The case to take away: as a page, and its dates for a calendar while any stands."""
    reference = file.case.reference
    page = view.button("receipt_pdf", f"pdf:{reference}")
    if not file.is_open:
        return (page,)
    return (page, view.button("calendar", f"ics:{reference}"))


def passed_to_staff(view: View, file: CaseFile) -> Message:
    """A person was wished for: who answers, where, by when, and how to say more."""
    reference = file.case.reference
    day = due_day(view, file.requests[0])
    more = view.button("add_something", f"add:{reference}")
    see = view.button("see_request", f"case:{reference}")
    return Message(view.say("passed_to_staff", reference=reference, day=day), ((more, see),))


def case(view: View, slots: Mapping[str, Slot]) -> Message:
    """One case, its history in plain words, the next date."""
    file = view.case(str(slots["case"]))
    say, reference = view.say, file.case.reference
    lines = [f"{reference} · {view.name(file.case.policy)}"]
    for request in file.requests:
        label = view.kind(request.kind)
        lines.append(f"{label[:1].upper()}{label[1:]}: {say(f'status.{request.status}')}")
        if request.status not in CLOSED:
            lines += due_lines(view, file, request)
    lines += history(view, file)
    buttons = [view.button("back", "cases")]
    if file.is_open:
        buttons.insert(0, view.button("add_something", f"add:{reference}"))
    elif file.can_contest:
        complain = view.button("how_to_complain", f"comp:{reference}")
        buttons[:0] = [view.button("not_right", f"con:{reference}"), complain]
    if file.withdrawable():
        buttons.insert(1, view.button("withdraw", f"wd:{reference}"))
    confirm = codes.offer(view, file)
    return Message("\n".join(lines), (*confirm, *rows(buttons), papers(view, file)))


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


def add(view: View, slots: Mapping[str, Slot]) -> Message:
    file = view.case(str(slots["case"]))
    text = view.say("add", reference=file.case.reference)
    return Message(text, ((view.button("cancel", "cancel"),),))


def how_to_complain(view: View, slots: Mapping[str, Slot]) -> Message:
    file = view.case(str(slots["case"]))
    text = view.say("how_to_complain", authority=legal.routes_in_full(view, file))
    buttons = (
        view.button("complain_here", f"req:complaint:{file.case.policy}"),
        view.button("back", f"case:{file.case.reference}"),
    )
    return Message(text, (buttons,))


def outcome(view: View, file: CaseFile, request: Request, words: str) -> Message:
    """How a request ended, in the words staff and lead agreed on, and what one can do about it."""
    say, reference = view.say, file.case.reference
    label = view.kind(request.kind)
    lines = [
        say(f"outcome.{request.status}", reference=reference),
        f"{label[:1].upper()}{label[1:]}, {view.name(file.case.policy)}",
        words,
        refused_words(view, file) if request.status == "refused" else say("outcome.not_right"),
    ]
    buttons = (
        view.button("not_right", f"con:{reference}"),
        view.button("how_to_complain", f"comp:{reference}"),
        view.button("see_request", f"case:{reference}"),
    )
    return Message("\n".join(lines), rows(buttons))


def refused_words(view: View, file: CaseFile) -> str:
    """Where to complain; that two decided is said only where two must."""
    key = "outcome.complain_two" if view.notice.second_person else "outcome.complain"
    return view.say(key, authority=legal.complain_routes(view, file))
