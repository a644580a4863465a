"""Staff hear of each date once: at half the time, a day before, and when it has passed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.domain.reminders import Quiet
from bot.services import reminders
from bot.storage import facts

from .conftest import on_sqlite
from .office import DEWI, GROUP, OTHER_GROUP, RINA, SARI, Office, Row, filed, taken

LAST = 72
"""Hours in which an Indonesian company answers an access request."""


def calls(row: Row) -> dict[str, int]:
    """Who is mentioned in it, by the words that do it."""
    return {
        row.text[one["at"] : one["at"] + one["length"]]: int(one["url"].rpartition("=")[2])
        for one in row.payload["marks"]
    }


async def told(office: Office) -> list[Row]:
    """What leaves because of the clocks alone."""
    await reminders.remind(office.desk)
    async with office.database.transaction() as db:
        return await office.deliver(db)


async def test_each_step_of_a_date_is_said_once(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ACCESS,))
    assert await told(office) == []
    office.later(hours=36)
    [half] = await told(office)
    assert half.case_id == case.case.id
    assert half.text == (
        "Nobody holds it yet: half the time has gone. see my data, "
        "reply by 19 November 2026, 09:12 WIB\nlead 1 · lead 2"
    )
    assert calls(half) == {"lead 1": SARI, "lead 2": DEWI}
    assert await told(office) == []
    office.later(hours=12)
    await office.do(RINA, "take", case)
    [day] = await told(office)
    assert day.text.startswith("Rina: less than a day is left.")
    assert calls(day) == {"Rina": RINA}
    office.later(hours=24, minutes=1)
    alarm, card = await told(office)
    assert (alarm.chat, alarm.case_id) == (GROUP, None)
    first, line, _ = alarm.text.splitlines()
    assert calls(alarm) == {"lead 1": SARI, "lead 2": DEWI}
    assert first == "For the leads: past the legal date, 1"
    assert line.startswith(f"🔴 {case.case.reference} · see my data · Tokoku")
    assert (card.kind, card.text[0]) == ("card", "🔴")
    office.later(days=30)
    assert await told(office) == []


async def test_two_processes_that_look_at_once_say_it_once(office: Office) -> None:
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=40)
    await asyncio.gather(*(reminders.remind(office.desk) for _ in range(4)))
    async with office.database.transaction() as db:
        assert len(await office.deliver(db)) == 1


@on_sqlite
async def test_a_desk_that_slept_says_only_what_is_true_now(office: Office) -> None:
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=LAST + 1)
    assert [row.kind for row in await told(office)] == ["send", "card"]
    assert await told(office) == []


@on_sqlite
async def test_a_date_that_moved_has_reminders_of_its_own(office: Office) -> None:
    """Alpenpost's law allows more time; the new half-time is a new one."""
    case = await taken(office, company="alpenpost")
    office.later(days=16)
    assert len(await told(office)) == 1
    await office.do(SARI, "longer", case, "0-complexity")
    assert await told(office) == []
    office.later(days=31)
    [row] = await told(office)
    assert "16 February 2027" in row.text


@on_sqlite
async def test_a_closed_request_is_not_reminded_of(office: Office) -> None:
    case = await taken(office)
    await office.press(5_000_000_042, f"wdy:{case.case.reference}")
    office.later(days=90)
    assert await told(office) == []


@on_sqlite
async def test_many_at_once_are_one_list(office: Office) -> None:
    made = [await filed(office, kinds=(Kind.ACCESS,)) for _ in range(reminders.SINGLY + 1)]
    office.later(hours=36)
    [row] = await told(office)
    assert (row.chat, row.case_id) == (GROUP, None)
    assert row.text.splitlines()[0] == "Dates that come nearer: 6"
    assert all(one.case.reference in row.text for one in made)
    assert row.buttons == {"Take the next": "next"}


@on_sqlite
async def test_quiet_hours_hold_what_can_wait_and_never_a_legal_date(office: Office) -> None:
    office.notice = replace(office.notice, quiet=Quiet.parse("21:00-10:00", "Asia/Jakarta"))
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=36)  # 21:12 in Jakarta, with a day and a half to go
    assert await told(office) == []
    office.later(hours=13)
    assert len(await told(office)) == 1
    office.later(hours=23, minutes=1)  # 09:13, overdue by a minute
    assert len(await told(office)) == 2


@pytest.mark.parametrize("language", ["id"])
@on_sqlite
async def test_the_desks_language_is_spoken(office: Office, language: str) -> None:
    async with office.database.transaction() as db:
        await facts.put(db, "desk_language", language, now=office.now)
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=36)
    [row] = await told(office)
    assert row.text.startswith("Belum ada yang memegang: separuh waktunya sudah berlalu.")


@on_sqlite
async def test_each_group_hears_of_its_own_companies_and_without_a_group_it_waits(
    office: Office,
) -> None:
    team = office.team
    await filed(office, kinds=(Kind.ACCESS,))
    office.team = replace(team, staff_chat=None)
    office.later(hours=LAST + 1)
    assert await told(office) == []
    office.team = replace(team, staff_chats={"tokoku": OTHER_GROUP})
    alarm, _ = await told(office)
    assert alarm.chat == OTHER_GROUP
