"""Taking longer: only a lead, only where the law allows it, and never without a word."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.cases import Kind, Move, Status
from bot.domain.clocks import Shift
from bot.domain.errors import NotLonger
from bot.domain.people import Role
from bot.services import casework, clocks, extending, roles, steps
from bot.services.casework import Work
from bot.services.records import CaseFile
from bot.storage import history
from bot.storage.database import Db
from bot.storage.requests import Request

from .companies import ALPENPOST
from .conftest import on_sqlite
from .office import ANA, GROUP, NAMES, RINA, SARI, Office, filed

CHANGED_LATE = "The law allows no extension here, or not any more."


async def held(office: Office, kind: Kind = Kind.ERASURE, company: str = ALPENPOST) -> CaseFile:
    case = await filed(office, company=company, kinds=(kind,))
    await office.do(RINA, "take", case)
    return await office.file(case)


def labels(office: Office) -> dict[str, str]:
    card = next(row for row in reversed(office.sent) if row.kind == "card")
    return dict(card.buttons)


async def test_a_lead_takes_longer_and_the_customer_is_told_at_once(office: Office) -> None:
    case = await held(office)
    assert "Extend (lead)" in labels(office)
    await office.do(SARI, "extend", case)
    asked = office.sent[-1]
    assert len(asked.buttons) == 2
    start = len(office.sent)
    await office.do(SARI, "longer", case, "0-complexity")
    after = await office.file(case)
    [request] = after.requests
    assert (request.status, request.due_day) == (Status.IN_PROGRESS, date(2027, 2, 16))
    assert request.shifts == (Shift("gdpr-month", date(2027, 2, 16), extended=True),)
    [told] = office.to(ANA, start=start)
    assert "we need longer" in told
    assert "reply now due by 16 February 2027" in told
    assert "two further months, GDPR Art. 12(3)" in told
    assert "Reason: the request is complex." in told
    assert "data protection authority" in told
    assert "Extend (lead)" not in labels(office)


async def test_the_record_says_who_took_longer_when_and_why(office: Office) -> None:
    case = await held(office)
    office.later(days=3)
    await office.do(SARI, "longer", case, "0-number")
    after = await office.file(case)
    [step] = [one for one in after.steps if one.move == Move.EXTEND]
    assert (step.actor_kind, step.actor_id, step.at) == ("staff", SARI, office.now)
    assert step.words == "we have received many requests"
    assert history.broken(after.steps) is None
    shown = (await office.press(ANA, f"case:{case.case.reference}"))[-1].text
    assert "19 Nov, 09:12 WIB: more time taken" in shown
    assert "16 February 2027" in shown


@on_sqlite
async def test_only_a_lead_takes_longer(office: Office) -> None:
    case = await held(office)
    start = len(office.sent)
    for action in ("extend", "longer"):
        answer = await office.do(RINA, action, case, "0-number")
        assert answer.text == "That isn't available here. /help shows what is."
    assert office.to(ANA, start=start) == []
    assert (await office.file(case)).requests == case.requests


@on_sqlite
@pytest.mark.parametrize(("company", "kind"), [("tokoku", Kind.ACCESS), ("tokoku", Kind.ERASURE)])
async def test_hours_and_targets_are_not_extended(
    office: Office, company: str, kind: Kind
) -> None:
    case = await held(office, kind, company)
    assert "Extend (lead)" not in labels(office)
    start = len(office.sent)
    for action in ("extend", "longer"):
        assert (await office.do(SARI, action, case, "0-number")).text == CHANGED_LATE
    assert office.to(ANA, start=start) == []


@on_sqlite
async def test_once_the_first_period_is_over_nothing_is_extended(office: Office) -> None:
    case = await held(office)
    office.later(days=31)
    assert (await office.do(SARI, "longer", case, "0-number")).text == CHANGED_LATE
    assert (await office.file(case)).requests == case.requests


@on_sqlite
@pytest.mark.parametrize("choice", ["", "9-number", "x-number", "0-because"])
async def test_a_choice_nobody_offered_changes_nothing(office: Office, choice: str) -> None:
    case = await held(office)
    assert (await office.do(SARI, "longer", case, choice)).alert
    assert (await office.file(case)).requests == case.requests


@on_sqlite
async def test_a_second_law_still_holds_when_the_first_is_extended(office: Office) -> None:
    office.now = office.now.replace(month=7, day=15)
    case = await held(office, Kind.ACCESS)
    assert [one.rule_id for one in case.requests] == ["fadp-access"]
    await office.do(SARI, "longer", case, "0-number")
    [request] = (await office.file(case)).requests
    assert (request.rule_id, request.due_day) == ("gdpr-month", date(2026, 8, 17))
    assert "Extend (lead)" in labels(office)


async def work_of(db: Db, office: Office, case: CaseFile) -> Work:
    actor = await roles.actor(db, office.desk, SARI, chat_id=GROUP, name=NAMES[SARI])
    assert actor.is_a(Role.LEAD)
    loaded = await office.library.current(db)
    return await casework.begin(db, office.desk, loaded, actor, case.case, now=office.now)


@on_sqlite
async def test_the_desk_may_name_an_earlier_day(office: Office) -> None:
    case = await held(office)
    async with office.database.transaction() as db:
        work = await work_of(db, office, case)
        [request] = work.file.requests
        changed = await extending.take_longer(work, request, "number", date(2027, 1, 11))
        with pytest.raises(NotLonger, match="extended already"):
            await extending.take_longer(work, changed, "number")
    assert changed.due_day == date(2027, 1, 11)


# ---- what an open question does to the clock


async def open_question(
    office: Office, case: CaseFile, *moves: Move, days: int
) -> tuple[Request, Request]:
    """The request before and after a question that was open for so many days."""
    async with office.database.transaction() as db:
        work = await work_of(db, office, case)
        [request] = work.file.requests
        *first, last = moves
        for move in first:
            asked = await steps.move(db, request, move, work.by, now=office.now)
            request = asked
        office.later(days=days)
        moved = await steps.move(db, request, last, steps.CUSTOMER, now=office.now)
        return request, await clocks.after(db, work.loaded, case.case, request, moved)


@on_sqlite
async def test_a_british_access_waits_while_the_customer_is_asked(office: Office) -> None:
    case = await filed(office, company=ALPENPOST, kinds=(Kind.ACCESS,), residence="uk")
    before, after = await open_question(office, case, Move.TAKE, Move.ASK, Move.ANSWER, days=4)
    assert (before.rule_id, before.due_day) == ("uk-access", date(2026, 12, 15))
    assert after.shifts == (Shift("uk-access", date(2026, 12, 19)),)
    assert (after.rule_id, after.due_day) == ("gdpr-month", date(2026, 12, 16))


@on_sqlite
async def test_other_clocks_run_on_while_the_customer_is_asked(office: Office) -> None:
    for kind, company in ((Kind.ERASURE, ALPENPOST), (Kind.ACCESS, "tokoku")):
        case = await filed(office, company=company, kinds=(kind,))
        before, after = await open_question(office, case, Move.TAKE, Move.ASK, Move.ANSWER, days=2)
        assert (after.due_at, after.shifts) == (before.due_at, ())


@on_sqlite
async def test_the_customers_words_end_the_question_and_its_pause(office: Office) -> None:
    case = await filed(office, company=ALPENPOST, kinds=(Kind.ACCESS,), residence="uk")
    async with office.database.transaction() as db:
        work = await work_of(db, office, case)
        [request] = work.file.requests
        for move in (Move.TAKE, Move.ASK):
            request = await steps.move(db, request, move, work.by, now=office.now)
    office.later(days=4)
    await office.press(ANA, f"add:{case.case.reference}")
    await office.say(ANA, "It is the old shop account.")
    [after] = (await office.file(case)).requests
    assert after.status == Status.IN_PROGRESS
    assert after.shifts == (Shift("uk-access", date(2026, 12, 19)),)
