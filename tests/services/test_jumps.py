"""A clock set back holds nothing up; one that leaps ahead deletes nothing before it is proven."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.messages import Message
from bot.services import jumps, posting
from bot.services.chores import Chores
from bot.storage import inbox, outbox, tables
from bot.storage.inbox import Arrived

from .office import ANA, Office


async def both_wait(office: Office, **later: float) -> None:
    """An update and a message to be tried again so much later."""
    due = office.now + timedelta(**later)
    async with office.database.transaction() as db:
        [key] = await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
        claimed = await inbox.claim(db, key, now=office.now)
        assert claimed
        await inbox.retry(db, claimed.seq, attempts=1, due_at=due)
        await posting.to_chat(db, -7, Message("hello"), now=office.now)
        await db.execute(sa.update(tables.outbox).values(due_at=due, attempts=1))


async def due(office: Office) -> tuple[int, int]:
    """How many updates and messages can be taken now."""
    lease = timedelta(seconds=60)
    async with office.database.transaction() as db:
        messages = await outbox.claim(db, worker="w", now=office.now, lease=lease, limit=9)
        return len(await inbox.waiting(db, now=office.now)), len(messages)


async def test_a_clock_set_back_holds_nothing_up(office: Office) -> None:
    await jumps.watch(office.desk)
    await both_wait(office, seconds=30)
    office.later(hours=-3)
    assert await due(office) == (0, 0)
    await jumps.watch(office.desk)
    assert await due(office) == (1, 1)


async def test_a_clock_that_goes_on_hurries_nothing(office: Office) -> None:
    await jumps.watch(office.desk)
    await both_wait(office, minutes=9)
    for seconds in (20, 20, 20, -5, 20):
        office.later(seconds=seconds)
        await jumps.watch(office.desk)
    assert await due(office) == (0, 0)


async def left(office: Office) -> int:
    async with office.database.reading() as db:
        found: int = await db.scalar(sa.select(sa.func.count()).select_from(tables.inbox))
        return found


async def test_a_leap_ahead_deletes_nothing_for_a_day(office: Office) -> None:
    async with office.database.transaction() as db:
        await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
        await db.execute(sa.update(tables.inbox).values(state="done", body=None))
    await jumps.watch(office.desk)
    chores = Chores(office.desk)
    office.later(days=4000)
    await chores.round()
    for _ in range(23):
        await jumps.watch(office.desk)
        await chores.round()
        office.later(hours=1)
    assert await left(office) == 1
    office.later(hours=2)
    await jumps.watch(office.desk)
    await chores.round()
    assert await left(office) == 0


async def test_a_leap_that_was_taken_back_is_forgotten(office: Office) -> None:
    async with office.database.transaction() as db:
        await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
        await db.execute(sa.update(tables.inbox).values(state="done", body=None))
    await jumps.watch(office.desk)
    office.later(days=4000)
    await jumps.watch(office.desk)
    office.later(days=-3999)
    await jumps.watch(office.desk)
    await Chores(office.desk).round()
    assert await left(office) == 1
    for _ in range(8):
        office.later(days=1)
        await jumps.watch(office.desk)
    await Chores(office.desk).round()
    assert await left(office) == 0
