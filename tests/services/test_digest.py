"""The digest: once a day in the desk's zone, what came and went and what is due."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.cases import Kind
from bot.domain.reminders import Quiet
from bot.services import digest

from .conftest import on_sqlite
from .office import GROUP, OTHER_GROUP, Office, filed, taken


async def said(office: Office) -> list[str]:
    await digest.say(office.desk)
    async with office.database.transaction() as db:
        return [row.text for row in await office.deliver(db) if row.chat == GROUP]


def at(local: str) -> datetime:
    return datetime.fromisoformat(local + "+07:00").astimezone(UTC)


async def test_it_is_said_once_a_day_whoever_looks(office: Office) -> None:
    await filed(office, kinds=(Kind.ACCESS,))
    case = await taken(office)
    await office.press(5_000_000_042, f"wdy:{case.case.reference}")
    office.now = at("2026-11-17 08:29")
    assert await said(office) == []
    office.now = at("2026-11-17 08:30")
    await asyncio.gather(*(digest.say(office.desk) for _ in range(3)))
    [text] = await said(office)
    assert text == (
        "Yesterday: 2 received, 1 closed.\nDue today: 0. Overdue: 0. Unheld: 1.\n"
        "Messages of unknown fate: 0."
    )
    assert await said(office) == []
    office.now = at("2026-11-19 08:30")
    [text] = await said(office)
    assert "Yesterday: 0 received, 0 closed.\nDue today: 1. Overdue: 0." in text


@on_sqlite
async def test_a_day_with_nothing_to_say_passes_in_silence(office: Office) -> None:
    office.now = at("2026-11-17 09:00")
    assert await said(office) == []
    await filed(office)
    office.now = at("2026-11-17 20:00")
    assert await said(office) == []


@on_sqlite
async def test_quiet_hours_put_it_off(office: Office) -> None:
    await filed(office)
    office.notice = replace(office.notice, quiet=Quiet.parse("20:00-10:00", "Asia/Jakarta"))
    office.now = at("2026-11-17 09:59")
    assert await said(office) == []
    office.now = at("2026-11-17 10:00")
    assert len(await said(office)) == 1


@on_sqlite
async def test_each_group_hears_of_its_own_companies(office: Office) -> None:
    await filed(office)
    await filed(office, company="warungin")
    office.team = replace(office.team, staff_chats={"warungin": OTHER_GROUP})
    office.now = at("2026-11-17 08:30")
    [text] = await said(office)
    assert text.startswith("Yesterday: 1 received")
