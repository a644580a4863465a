"""The queue: the nearest date first, and two who take the next get two cases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.cases import Kind
from bot.services import queue

from .conftest import on_sqlite
from .office import EKA, GROUP, JOKO, NAMES, OTHER_GROUP, RINA, SARI, Office, filed, taken


async def test_open_cases_stand_by_their_nearest_date(office: Office) -> None:
    month = await filed(office)
    hours = await filed(office, kinds=(Kind.ERASURE, Kind.ACCESS))
    held = await taken(office, company="alpenpost")
    [row] = await office.order(RINA, "queue")
    lines = row.text.splitlines()
    assert lines[0] == "Open cases, nearest date first: 3"
    assert [line.split()[1] for line in lines[1:]] == [
        hours.case.reference,
        month.case.reference,
        held.case.reference,
    ] or lines[1].split()[1] == hours.case.reference
    assert "see my data · Tokoku · 19 November 2026, 09:12 WIB · nobody" in lines[1]
    assert any(line.endswith("· Rina") for line in lines)
    assert row.buttons["Take the next"] == "next"


@on_sqlite
async def test_what_is_overdue_is_marked(office: Office) -> None:
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=73)
    [row] = await office.order(RINA, "queue")
    assert row.text.splitlines()[1].startswith("🔴")


@on_sqlite
async def test_only_the_first_are_listed_and_all_are_counted(office: Office) -> None:
    for _ in range(queue.SHOWN + 2):
        await filed(office)
    [row] = await office.order(RINA, "queue")
    assert row.text.startswith(f"Open cases, nearest date first: {queue.SHOWN + 2}")
    assert len(row.text.splitlines()) == queue.SHOWN + 1


async def test_two_presses_at_once_give_two_cases(office: Office) -> None:
    first, second = await filed(office), await filed(office, kinds=(Kind.ACCESS,))
    answers = await asyncio.gather(*(office.click(user, "next") for user in (RINA, JOKO)))
    assert {answer.text for answer in answers} == {
        f"Yours: {one.case.reference}." for one in (first, second)
    }
    holders = [(await office.file(one)).case.holder_name for one in (first, second)]
    assert set(holders) == {NAMES[RINA], NAMES[JOKO]}


async def test_the_next_is_the_nearest_that_nobody_holds(office: Office) -> None:
    await taken(office)
    later, sooner = await filed(office), await filed(office, kinds=(Kind.ACCESS,))
    assert (await office.click(SARI, "next")).text == f"Yours: {sooner.case.reference}."
    assert (await office.click(SARI, "next")).text == f"Yours: {later.case.reference}."
    assert (await office.click(SARI, "next")).text == "No open cases."


@on_sqlite
async def test_who_has_no_role_learns_nothing_of_the_queue(office: Office) -> None:
    empty = await office.click(EKA, "next")
    case = await filed(office)
    assert await office.click(EKA, "next") == empty
    assert empty.alert
    assert (await office.file(case)).case.holder_id is None


async def test_each_group_sees_and_takes_its_own_companies_only(office: Office) -> None:
    office.team = replace(office.team, staff_chats={"warungin": OTHER_GROUP})
    ours = await filed(office)
    async with office.database.transaction() as db:
        said = office.said(RINA, "", chat_id=OTHER_GROUP)
        await queue.show(db, office.desk, said, "")
        [row] = await office.deliver(db)
    assert row.text == "No open cases."
    theirs = await filed(office, company="warungin", kinds=(Kind.ACCESS,))
    assert (await office.click(RINA, "next")).text == f"Yours: {ours.case.reference}."
    answer = await office.click(RINA, "next", chat_id=OTHER_GROUP)
    assert answer.text == f"Yours: {theirs.case.reference}."
    assert (await office.click(RINA, "next", chat_id=GROUP)).text == "No open cases."
