"""Leads take a case's file or the register away: sent in private, and on record."""

from __future__ import annotations

from bot.domain import periods
from bot.domain.cases import read_reference
from bot.domain.people import Actor, Role
from bot.services import casework, charts, papers, register, roles, steps
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.services.group import Said, begin, refuse, say_to
from bot.services.papers import ForStaff
from bot.storage import cases
from bot.storage.database import Db

FULL, REGISTER = "full", "register"
DAYS = "30"


async def press(work: Work) -> Answer:
    """The button of a closed case: its file, masked."""
    return await hand_over(work, "")


async def of_case(work: Work, said: Said, argument: str) -> Answer:
    """/export in a case's thread."""
    if argument.split(" ")[0].lower() == REGISTER:
        return await of_group(work.db, work.desk, said, argument)
    if not casework.is_lead(work):
        return await casework.refuse(work, "export")
    wish, _, reason = argument.partition(" ")
    if wish and wish.lower() != FULL:
        return Answer(work.mine("export.how"))
    if wish and not reason.strip():
        return Answer(work.mine("export.reason"))
    return await hand_over(work, reason.strip())


async def hand_over(work: Work, reason: str) -> Answer:
    """The words stand in it unmasked only for a reason, which is kept."""
    case, lead = work.file.case, work.actor
    await steps.note(work.db, case.id, "export", work.by, now=work.now, words=reason or None)
    paper = ForStaff("case", case.id, FULL if reason else "", case.staff_chat or 0, lead.name)
    await papers.put_for_staff(work.db, lead.user_id, paper, work.mine.language, now=work.now)
    return Answer(work.say("export.case", name=lead.name, reference=case.reference))


async def of_group(db: Db, desk: Desk, said: Said, argument: str) -> Answer:
    """/export PR-7K3Q-9XWD, or /export register 2026-10."""
    lead = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if not lead.is_a(Role.LEAD):
        return await refuse(db, desk, said, "export")
    which, _, rest = argument.partition(" ")
    if which.lower() == REGISTER:
        return await hand_over_register(db, desk, said, lead, rest or DAYS)
    case = await cases.by_reference(db, read_reference(which) or "")
    if case is None or not await roles.works(db, desk, said.chat_id, case.policy):
        return Answer((await say_to(db, said))("export.how"))
    return await of_case(await begin(db, desk, said, case), said, rest)


async def hand_over_register(db: Db, desk: Desk, said: Said, lead: Actor, wish: str) -> Answer:
    """Twice: for a machine, and for a person's spreadsheet."""
    say, now = await say_to(db, said), desk.clock()
    period = periods.read(wish, now, desk.notice.zone)
    if period is None:
        return Answer(say("export.how"))
    found = await register.rows(db, desk, period, chat=said.chat_id)
    if not found:
        return Answer(say("export.nothing"))
    for paper in ("register_csv", "register_json"):
        made = ForStaff(paper, None, charts.wanted(period, said.chat_id), said.chat_id, lead.name)
        await papers.put_for_staff(db, lead.user_id, made, say.language, now=now)
    return Answer(say("export.register", name=lead.name, count=len(found)))
