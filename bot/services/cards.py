"""A case's card: the one message in its thread that always shows how the case stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.cases import CLOSED, Kind, Move, Status, allows, short_form
from bot.domain.deadlines import is_overdue
from bot.domain.forms import CONFIRMED
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.language.catalogue import Catalogue, Language, catalogue
from bot.services import clocks, posting
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens import codes
from bot.services.screens.answers import line_words
from bot.services.screens.granted import promise_lines
from bot.services.screens.view import View
from bot.storage import cases, details, facts, messages, tasks
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.requests import Request

NEW, TAKEN, WAITING, HELD, APPROVE, DONE, OVERDUE = (
    "new",
    "taken",
    "waiting",
    "held",
    "approve",
    "closed",
    "overdue",
)
IDENTITY = ("who", "known", "unknown")
BUTTONS: dict[str, tuple[str, ...]] = {
    NEW: ("take", "words"),
    TAKEN: (
        *(
            "words",
            "ask",
            "tasks",
            "replies",
            "propose",
            "reveal",
            "hold",
            "redirect",
            "merge",
            "release",
            "extend",
            "notify",
        ),
        *IDENTITY,
    ),
    WAITING: (
        *("words", "answered", "tasks", "propose", "release", "extend", "unanswered"),
        *IDENTITY,
    ),
    HELD: ("words", "resume", "tasks", "propose", "extend"),
    APPROVE: ("approve", "send_back", "read", "take_back", "tasks", "words"),
    DONE: ("reopen", "unmerge", "file", "words"),
}
"""The moves each state allows; the right to one is checked when it is pressed."""
NAMED = (Move.REOPEN, Move.UNMERGE, Move.PROPOSE, Move.REDIRECT, Move.HOLD, Move.ASK)
"""Moves that a button of the same name makes."""
TELLING = ("business", "no_account", "other")
"""Whose data it is, where that changes whom the case is for."""


async def desk_language(db: Db) -> Language:
    return "id" if await facts.get(db, "desk_language") == "id" else "en"


async def draw(
    db: Db, desk: Desk, loaded: Loaded, file: CaseFile, customer: Customer, *, now: datetime
) -> None:
    """Put the card as it is now into the outbox, where it is drawn in place."""
    say = catalogue(await desk_language(db))
    view = View(say, loaded, desk.notice, now)
    asked = await details.of_case(db, file.case.id)
    shown = text(view, file, customer, asked.get("whose"))
    if work := await tasks.of_case(db, file.case.id):
        done = sum(one.state != "open" for one in work)
        shown += "\n" + say("staff.card.tasks", done=done, all=len(work))
    if file.case.holder_id is None and file.is_open:
        waiting = len(await messages.of_case(db, file.case.id, author="customer"))
        shown += "\n" + say("staff.card.waiting", count=waiting)
    extra = {
        "extend": clocks.can_extend(loaded, file),
        "merge": await is_second(db, file),
        "who": bool(codes.unknown(loaded, file)),
        "notify": desk.notice.mails and view.address(file.case.policy) is not None,
    }
    message = Message(shown, buttons(say, file, extra))
    about = str(file.nearest().kind)
    await posting.card(db, file.case.id, message, topic=topic(view, file), now=now, about=about)


async def is_second(db: Db, file: CaseFile) -> bool:
    """Whether the customer has an older open case at the same company."""
    own = await cases.of_customer(db, file.case.customer_id, open_only=True)
    return any(
        one.policy == file.case.policy and one.received_at < file.case.received_at for one in own
    )


def state(file: CaseFile) -> str:
    """Which of the card's states the case is in."""
    statuses = {request.status for request in file.requests}
    if statuses <= CLOSED:
        return DONE
    if Status.AWAITING_APPROVAL in statuses:
        return APPROVE
    if file.case.holder_id is None:
        return NEW
    if Status.ON_HOLD in statuses:
        return HELD
    return WAITING if Status.WAITING_CUSTOMER in statuses else TAKEN


def glyph(say: Catalogue, file: CaseFile, now: datetime) -> str:
    late = any(is_overdue(one.due_at, now) for one in file.open_requests() if one.due_at)
    return say(f"staff.card.glyph.{OVERDUE if late else state(file)}")


def text(view: View, file: CaseFile, customer: Customer, whose: str | None = None) -> str:
    """Reference, company, pseudonym, clocks and lines; never a word of the customer's."""
    say, case = view.say, file.case
    writes = say(f"staff.card.writes.{customer.language if customer.language == 'id' else 'en'}")
    head = [case.reference, view.name(case.policy), customer.pseudonym, writes]
    if case.holder_name:
        head.append(say("staff.card.holder", name=case.holder_name))
    lines = [f"{glyph(say, file, view.now)} {' · '.join(head)}"]
    for number, request in enumerate(file.requests, 1):
        lines += request_lines(view, file, number, request)
    if whose in TELLING:
        lines.append(say(f"staff.card.whose.{whose}"))
    at = dates.short_moment(case.received_at, view.notice.zone, say)
    lines.append(say("staff.card.received", at=at, version=case.knowledge_version))
    lines.append(rests_on(view, file))
    if CONFIRMED in file.given:
        lines.append(say("staff.card.confirmed"))
    if any(step.move == Move.CONFIRM_IDENTITY for step in file.steps):
        lines.append(say("staff.card.matched"))
    return "\n".join(lines)


def request_lines(view: View, file: CaseFile, number: int, request: Request) -> list[str]:
    """What is asked, until when and why, and where it stands."""
    say = view.say
    label = view.kind(request.kind)
    key = "staff.card.target" if request.is_target else "staff.card.due"
    due = say(key, day=own_cases.due_day(view, request))
    lines = [f"{number} {label[:1].upper()}{label[1:]} — {due}"]
    why = (
        own_cases.no_time(view, file) if request.is_target else own_cases.why(view, file, request)
    )
    is_asked = request.status is Status.WAITING_CUSTOMER
    status = say("staff.card.asked") if is_asked else say(f"status.{request.status}")
    lines.append(f"   {why} · {status}")
    policy = view.loaded.knowledge.policies.get(file.case.policy)
    lines += [f"   {one}" for one in (promise_lines(view, policy, request.kind) if policy else [])]
    return lines


def rests_on(view: View, file: CaseFile) -> str:
    """The lines the customer's request rests on, by article."""
    found = []
    for ident in file.case.cited:
        if ident in view.loaded.articles:
            article = view.article(ident)[1]
            found += [
                f"“{cite.section}”, {line_words(view, cite.lines)}" for cite in article.cites
            ]
    if not found:
        return view.say("staff.card.no_lines")
    return view.say("staff.card.shown", lines="; ".join(found))


def press(case: Case, label: str, action: str, choice: str = "") -> Button:
    """Names an action, the case and the version the presser saw; never words."""
    asked = f"{action}:{short_form(case.reference)}:{case.version}"
    return Button(label, f"{asked}:{choice}" if choice else asked)


def buttons(
    say: Catalogue, file: CaseFile, extra: Mapping[str, bool] | None = None
) -> tuple[tuple[Button, ...], ...]:
    """What can be done with a case as it now stands."""
    is_asked = any(one.status is Status.VERIFYING for one in file.requests)
    can = {
        **{str(move): any(allows(one.status, move) for one in file.requests) for move in NAMED},
        "known": is_asked,
        "unknown": is_asked,
        **dict.fromkeys(("extend", "merge", "who", "notify"), False),
        **(extra or {}),
    }
    return rows(
        press(file.case, say(f"staff.button.{name}"), name)
        for name in BUTTONS[state(file)]
        if can.get(name, True)
    )


def topic(view: View, file: CaseFile) -> str:
    """The thread's name: what differs comes first, since a phone shows about 28 characters."""
    request = file.nearest()
    zone = ZoneInfo(view.notice.zone)
    due = request.due_day or request.due_at.astimezone(zone).date()
    return view.say(
        "staff.topic",
        glyph=glyph(view.say, file, view.now),
        day=dates.short_day(due, view.say),
        kind=view.kind_button(Kind(request.kind)),
        company=view.name(file.case.policy),
        short=file.case.reference[3:7],
    )[:128]
