"""What customers see of their own requests."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from bot.answering.articles import Policy
from bot.domain.cases import Kind
from bot.domain.effects import Slot
from bot.domain.messages import Message, Row, rows
from bot.language import dates
from bot.services import clocks
from bot.services.records import CaseFile
from bot.services.screens import codes, legal, phone
from bot.services.screens.granted import promise_lines
from bot.services.screens.view import View
from bot.storage.requests import Request

Alike = Callable[[Request], Hashable]
"""What requests are put together by."""


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
    head = say("recorded" if quick else "received_head", reference=case.reference)
    confirm = codes.offer(view, file)
    following = "receipt_code" if confirm else "receipt_next"
    end = [record_line(view, file), say("receipt_email" if quick else following)]
    if slots.get("whose") in ("business", "other"):
        end.insert(0, say(f"receipt_{slots['whose']}"))
    room = phone.LINES - HEAD - phone.height("\n".join(end))
    lines = dated(view, file, room)
    if not quick:
        at = dates.moment(case.received_at, view.notice.zone, say)
        lines.insert(1 if len(file.requests) == 1 else 0, at)
    see = view.button("see_request", f"case:{case.reference}")
    first = (view.button("skip", "skip"), see)
    if not quick:
        first = (see, view.button("my_requests", "cases"))
    elif clocks.could_be_earlier(view.loaded, file):
        lives = view.button("change_residence", f"fin:{case.reference}:residence")
        confirm = ((lives,),)
    return Message("\n".join([head, *lines, *end]), (*confirm, first, papers(view, file)))


HEAD = 6
"""Lines of a receipt above its dates, with what is said of one filed half-way."""


def dated(view: View, file: CaseFile, room: int) -> list[str]:
    """Each request with its date and reason; where that gets long, those of one date together."""
    for alike in (lambda one: one.id, lambda one: tuple(due_lines(view, file, one))):
        lines = sections(view, file, alike)
        if len(file.requests) == 1 or phone.height("\n".join(lines)) <= room:
            return lines
    short = [
        f"{day}: {', '.join(view.kind(one.kind) for one in found)}"
        for day, found in together(file, lambda one: due_day(view, one)).items()
    ]
    name = view.name(file.case.policy)
    return [name, view.say("receipt_dates"), *short, view.say("receipt_why")]


def together(file: CaseFile, alike: Alike) -> dict[Hashable, list[Request]]:
    """The requests of a case that are alike in something, in their order."""
    found: dict[Hashable, list[Request]] = {}
    for request in file.requests:
        found.setdefault(alike(request), []).append(request)
    return found


def sections(view: View, file: CaseFile, alike: Alike) -> list[str]:
    """Those that are alike under one heading, with the date and reason they share."""
    lines = []
    for found in together(file, alike).values():
        kinds = " + ".join(view.kind(one.kind) for one in found)
        lines.append(f"{capital(kinds)}, {view.name(file.case.policy)}")
        lines += due_lines(view, file, found[0])
    return lines


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
