"""What is done now and then: old rows go, and a failure stops nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.domain.messages import Message
from bot.services import posting
from bot.services.chores import Chores
from bot.storage import inbox, outbox, tables
from bot.storage.inbox import Arrived

from .conftest import on_sqlite
from .office import ANA, NOW, Office


async def count(office: Office, table: sa.Table) -> int:
    async with office.database.reading() as db:
        found: int = await db.scalar(sa.select(sa.func.count()).select_from(table))
        return found


async def test_updates_and_sends_are_forgotten_when_their_time_is_over(office: Office) -> None:
    async with office.database.transaction() as db:
        [key] = await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
        claimed = await inbox.claim(db, key, now=office.now)
        assert claimed is not None
        await inbox.done(db, claimed.seq)
    await office.command(ANA, "help")
    async with office.database.transaction() as db:
        closed = sa.update(tables.outbox).values(closed_at=NOW)
        await db.execute(closed)
    chores = Chores(office.desk)
    await chores.round()
    assert (await count(office, tables.inbox), await count(office, tables.outbox)) == (1, 1)
    office.later(days=8)
    await chores.round()
    assert (await count(office, tables.inbox), await count(office, tables.outbox)) == (0, 1)
    office.later(days=90)
    await chores.round()
    assert await count(office, tables.outbox) == 0


async def test_what_still_waits_is_never_swept(office: Office) -> None:
    async with office.database.transaction() as db:
        await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
        await posting.to_chat(db, -1, Message("hello"), now=office.now)
    office.later(days=400)
    await Chores(office.desk).round()
    assert await count(office, tables.inbox) == 1
    async with office.database.reading() as db:
        assert (await outbox.counts(db)).states == {"queued": 1}


async def test_chores_go_on_until_they_are_stopped(office: Office) -> None:
    await office.press(ANA, "req:erasure:tokoku")
    await office.say(ANA, "yes")
    office.later(hours=24)
    chores = Chores(office.desk)
    running = asyncio.create_task(chores.run())
    async with asyncio.timeout(20):
        while not await office.files(ANA):
            await asyncio.to_thread(lambda: None)
    assert not running.done()
    chores.stop()
    await running
    assert len(await office.files(ANA)) == 1


@on_sqlite
async def test_chores_that_fail_are_tried_again(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    clock, asked = office.now, []
    office.later(days=1)

    def now() -> datetime:
        asked.append(clock)
        if len(asked) == 1:
            raise RuntimeError
        return office.now

    chores = Chores(replace(office.desk, clock=now))
    running = asyncio.create_task(chores.run())
    async with asyncio.timeout(20):
        while not await office.files(ANA):
            chores.wake.set()
            await asyncio.to_thread(lambda: None)
    chores.stop()
    await running
    assert len(asked) > 1
    assert len(await office.files(ANA)) == 1
