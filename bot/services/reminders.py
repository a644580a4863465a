"""Reminds staff of the dates of open requests, and leads of those that have passed: each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.cases import Kind
from bot.domain.messages import Button
from bot.domain.reminders import Step, can_wait, passed
from bot.language.catalogue import catalogue
from bot.services import cards, mentions, posting, records, roles
from bot.services.desk import Desk
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens.view import View
from bot.storage import customers, reminders
from bot.storage.database import Db
from bot.storage.requests import Request

SINGLY = 5
"""More reminders at once than this are one list."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """The newest step of one request's date; those before it are over and not said any more."""

    file: CaseFile
    request: Request
    steps: tuple[Step, ...]

    @property
    def step(self) -> Step:
        return self.steps[-1]


async def remind(desk: Desk) -> None:
    """Whatever has come due since the last time; nothing is written where nothing has."""
    async with desk.database.reading() as db:
        due = await coming(db, desk)
    if due:
        async with desk.database.transaction() as db:
            await say_all(db, desk, due)


async def coming(db: Db, desk: Desk) -> list[Reminder]:
    """What nobody was told yet and cannot wait."""
    now, found = desk.clock(), []
    told = await reminders.of_open(db)
    until = desk.notice.quiet.until(now) if desk.notice.quiet else None
    for file in await records.open_files(db):
        for one in file.requests:
            steps = passed(one.received_at, one.due_at, now)
            if not steps or (one.id, one.rule_id, one.due_at, steps[-1]) in told:
                continue
            if until and can_wait(steps[-1], one.due_at, until, is_target=one.is_target):
                continue
            found.append(Reminder(file, one, steps))
    return found


async def say_all(db: Db, desk: Desk, due: list[Reminder]) -> None:
    """By group; a case whose group is not set is reminded of when there is one."""
    by_group: dict[int, list[Reminder]] = {}
    for one in due:
        chat = await roles.staff_chat_of(db, desk, one.file.case.policy)
        if chat is None:
            continue
        mine = await reminders.claim(db, one.request, one.steps, now=desk.clock())
        if one.step in mine:
            by_group.setdefault(chat, []).append(one)
    say = catalogue(await cards.desk_language(db))
    view = View(say, await desk.library.current(db), desk.notice, desk.clock())
    for chat, found in by_group.items():
        near = [one for one in found if one.step is not Step.OVERDUE]
        await say_in(db, desk, chat, view, near)
        await alarm(db, desk, chat, view, [one for one in found if one.step is Step.OVERDUE])


async def say_in(db: Db, desk: Desk, chat: int, view: View, found: list[Reminder]) -> None:
    """A few in their own threads, many as one list; whoever can act is called by name."""
    unheld = any(one.file.case.holder_id is None for one in found)
    leads = await mentions.leads(db, desk, chat, view.say) if unheld else {}
    if len(found) > SINGLY:
        await post(db, chat, view, "staff.remind.many", found, called(found) | leads)
        return
    for one in found:
        request, holder = one.request, one.file.case.holder_name
        key = "staff.card.target" if request.is_target else "staff.card.due"
        text = view.say(
            f"staff.remind.{one.step}",
            name=holder or view.say("staff.remind.nobody"),
            kind=view.kind(Kind(request.kind)),
            due=view.say(key, day=own_cases.due_day(view, request)),
        )
        who = called([one]) or leads
        await posting.to_thread(db, one.file.case.id, mentions.calling(text, who), now=view.now)


async def alarm(db: Db, desk: Desk, chat: int, view: View, found: list[Reminder]) -> None:
    """To the leads, in the group; the cards turn red by the same stroke."""
    for is_target, key in ((False, "staff.remind.overdue"), (True, "staff.remind.late")):
        these = [one for one in found if one.request.is_target is is_target]
        if these:
            await post(db, chat, view, key, these, await mentions.leads(db, desk, chat, view.say))
    for case in {one.file.case.id: one.file.case for one in found}.values():
        file, customer = await records.read(db, case), await customers.get(db, case.customer_id)
        await cards.draw(db, desk, view.loaded, file, customer, now=view.now)


def called(found: Iterable[Reminder]) -> dict[str, int]:
    """Those who hold these cases, by name."""
    held = ((one.file.case.holder_name, one.file.case.holder_id) for one in found)
    return {name: user for name, user in held if name and user}


async def post(
    db: Db, chat: int, view: View, key: str, found: Iterable[Reminder], who: Mapping[str, int]
) -> None:
    lines = [line(view, one.file, one.request) for one in found]
    text = "\n".join([view.say(key, count=len(lines)), *lines])
    rows = ((Button(view.say("staff.button.next"), "next"),),)
    message = replace(mentions.calling(text, who), rows=rows)
    await posting.to_chat(db, chat, message, now=view.now)


def line(view: View, file: CaseFile, request: Request) -> str:
    """One request in a list: reference, kind, company, clock, holder; nobody's words."""
    return view.say(
        "staff.queue_line",
        glyph=cards.glyph(view.say, file, view.now),
        reference=file.case.reference,
        kind=view.kind(request.kind),
        company=view.name(file.case.policy),
        day=own_cases.due_day(view, request),
        holder=file.case.holder_name or view.say("staff.nobody"),
    )
