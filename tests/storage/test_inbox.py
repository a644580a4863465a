"""Updates are stored once, taken in order, and forgotten when they are done."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from itertools import chain

import sqlalchemy as sa

from bot.storage import inbox, tables
from bot.storage.database import Database
from bot.storage.inbox import Arrived
from bot.storage.sealing import Keyring

from .examples import ANA, BUDI, LATER, MARK, NOW, SOON, on_postgresql

BOT = 7


async def store(database: Database, *arrived: Arrived) -> list[bytes]:
    async with database.transaction() as db:
        return await inbox.store(db, BOT, arrived, now=NOW)


async def test_an_update_is_stored_once_however_often_it_comes(database: Database) -> None:
    first = await store(database, Arrived(1, ANA, "a"), Arrived(1, ANA, "a"))
    second = await store(database, Arrived(1, ANA, "a"))
    async with database.reading() as db:
        assert (await inbox.counts(db)).waiting == 1
    assert first == [inbox.chat_key(database.keyring, ANA)]
    assert second == []


async def test_a_done_update_that_comes_again_stays_done(database: Database) -> None:
    [key] = await store(database, Arrived(1, ANA, "a"))
    async with database.transaction() as db:
        await inbox.done(db, 1)
    assert await store(database, Arrived(1, ANA, "a")) == []
    async with database.transaction() as db:
        assert await inbox.claim(db, key, now=LATER) is None


async def test_the_same_number_of_another_bot_is_another_update(database: Database) -> None:
    async with database.transaction() as db:
        assert await inbox.store(db, 1, [Arrived(1, ANA, "a")], now=NOW)
        assert await inbox.store(db, 2, [Arrived(1, ANA, "a")], now=NOW)


async def test_nothing_arrived_is_nothing_stored(database: Database) -> None:
    assert await store(database) == []


async def test_a_batch_keeps_its_order_in_each_chat(database: Database) -> None:
    batch = [Arrived(n, ANA if n % 2 else BUDI, str(n)) for n in range(1, 101)]
    keys = await store(database, *batch)
    assert len(keys) == 2
    for key, expected in zip(keys, (range(1, 101, 2), range(2, 101, 2)), strict=True):
        taken = []
        async with database.transaction() as db:
            while stored := await inbox.claim(db, key, now=NOW):
                taken.append(int(stored.body or ""))
                await inbox.done(db, stored.seq)
        assert taken == list(expected)


async def test_what_comes_back_is_what_came(database: Database) -> None:
    body = '{"text": "Halo \ud83d", "n": 1}'  # half a pair is legal JSON
    [key] = await store(database, Arrived(2**40, -(2**52), body))
    async with database.transaction() as db:
        stored = await inbox.claim(db, key, now=NOW)
    assert stored is not None
    assert (stored.update_id, stored.bot_id, stored.body) == (2**40, BOT, body)
    assert stored.stored_at == NOW
    assert MARK not in repr(Arrived(1, ANA, MARK)) + repr(stored)


async def test_a_chat_waits_for_its_first_update_and_the_others_go_on(database: Database) -> None:
    ana, budi = await store(
        database, Arrived(1, ANA, "1"), Arrived(2, BUDI, "2"), Arrived(3, ANA, "3")
    )
    async with database.transaction() as db:
        await inbox.retry(db, 1, attempts=1, due_at=LATER)
        assert await inbox.waiting(db, now=SOON) == [budi]
        assert await inbox.claim(db, ana, now=SOON) is None
        assert await inbox.waiting(db, now=LATER) == [ana, budi]
        again = await inbox.claim(db, ana, now=LATER)
    assert again is not None
    assert (again.update_id, again.attempts) == (1, 1)


async def test_a_parked_update_lets_the_chat_go_on_and_keeps_its_text(database: Database) -> None:
    [key] = await store(database, Arrived(1, ANA, "1"), Arrived(2, ANA, "2"))
    async with database.transaction() as db:
        await inbox.park(db, 1)
        following = await inbox.claim(db, key, now=NOW)
        counts = await inbox.counts(db)
    assert following is not None
    assert following.update_id == 2
    assert (counts.waiting, counts.parked, counts.oldest_waiting_at) == (1, 1, NOW)


async def test_a_parked_update_is_taken_up_again_or_dropped_once(database: Database) -> None:
    [key] = await store(database, Arrived(1, ANA, "1"), Arrived(2, ANA, "2"))
    async with database.transaction() as db:
        await inbox.retry(db, 1, attempts=3, due_at=LATER)
        for seq in (1, 2):
            await inbox.park(db, seq)
        shown = [
            (one.seq, one.update_id, one.stored_at) for one in await inbox.parked(db, limit=9)
        ]
        assert shown == [(1, 1, NOW), (2, 2, NOW)]
        assert [await inbox.take_up(db, 1, now=NOW) for _ in range(2)] == [True, False]
        assert [await inbox.drop(db, 2) for _ in range(2)] == [True, False]
        assert await inbox.parked(db, limit=9) == []
        again = await inbox.claim(db, key, now=NOW)
        left = (
            await db.execute(sa.select(tables.inbox.c.body).where(tables.inbox.c.seq == 2))
        ).one()
    assert again is not None
    assert (again.seq, again.attempts, again.body) == (1, 0, "1")
    assert left.body is None


async def test_an_update_that_does_not_open_is_claimed_without_its_text(
    database: Database,
) -> None:
    [key] = await store(database, Arrived(1, ANA, "1"), Arrived(2, ANA, "2"))
    first = tables.inbox.c.seq == 1
    async with database.reading() as db:
        body = await db.scalar(sa.select(tables.inbox.c.body).where(first))
    for broken in (body[:-1] + bytes([body[-1] ^ 1]), body[:1] + bytes(64)):
        async with database.transaction() as db:
            await db.execute(sa.update(tables.inbox).where(first).values(body=broken))
            claimed = await inbox.claim(db, key, now=NOW)
        assert claimed is not None
        assert (claimed.seq, claimed.body) == (1, None)


async def test_the_next_due_is_that_of_a_first_update(database: Database) -> None:
    await store(database, Arrived(1, ANA, "1"), Arrived(2, ANA, "2"))
    async with database.transaction() as db:
        await inbox.retry(db, 1, attempts=1, due_at=LATER)
        assert await inbox.next_due(db) == LATER
        await inbox.done(db, 1)
        await inbox.done(db, 2)
        assert await inbox.next_due(db) is None
        assert await inbox.counts(db) == inbox.InboxCounts(0, 0, None)


async def test_updates_without_a_chat_are_taken_too(database: Database) -> None:
    assert await store(database, Arrived(1, None, "poll")) == [b""]
    async with database.transaction() as db:
        stored = await inbox.claim(db, b"", now=NOW)
    assert stored is not None
    assert stored.body == "poll"


async def test_only_old_done_updates_are_swept(database: Database) -> None:
    await store(database, *(Arrived(n, ANA, "x") for n in (1, 2, 3)))
    async with database.transaction() as db:
        await inbox.done(db, 1)
        await inbox.park(db, 2)
        assert await inbox.sweep(db, before=NOW) == 0
        assert await inbox.sweep(db, before=LATER) == 1
        counts = await inbox.counts(db)
    assert (counts.waiting, counts.parked) == (1, 1)


async def test_a_rotation_does_not_split_a_chat_that_waits(database_url: str) -> None:
    old, new = bytes(32), bytes(31) + b"1"
    before = Database(database_url, Keyring([old]))
    [lane] = await store(before, Arrived(1, ANA, "1"))
    await before.dispose()
    after = Database(database_url, Keyring([new, old]))
    assert await store(after, Arrived(2, ANA, "2")) == [lane]
    async with after.transaction() as db:
        await inbox.done(db, 1)
        await inbox.done(db, 2)
    [fresh] = await store(after, Arrived(3, ANA, "3"))
    assert fresh == inbox.chat_key(after.keyring, ANA) != lane
    await after.dispose()


@on_postgresql
async def test_a_chat_that_is_being_worked_on_is_left_alone(database: Database) -> None:
    ana, budi = await store(database, Arrived(1, ANA, "1"), Arrived(2, BUDI, "2"))
    async with database.transaction() as first:
        assert await inbox.claim(first, ana, now=NOW)
        async with database.transaction() as second:
            assert await inbox.claim(second, ana, now=NOW) is None
            assert await inbox.claim(second, budi, now=NOW)
    async with database.transaction() as third:
        assert await inbox.claim(third, ana, now=NOW)


async def test_two_processes_take_each_update_once_and_each_chat_in_order(
    database_url: str, keyring: Keyring
) -> None:
    databases = [Database(database_url, keyring) for _ in range(2)]
    chance = random.Random(7)  # noqa: S311 - which chat comes next, not a secret
    batch = [Arrived(n, chance.randrange(12), str(n)) for n in range(1, 241)]
    keys = await store(databases[0], *batch)
    taken: dict[bytes, list[int]] = defaultdict(list)

    async def work(database: Database, lanes: list[bytes]) -> None:
        while lanes:
            key = lanes[-1]
            async with database.transaction() as db:
                if stored := await inbox.claim(db, key, now=NOW):
                    taken[key].append(stored.update_id)
                    await inbox.done(db, stored.seq)
            async with database.reading() as db:
                lanes[:] = await inbox.waiting(db, now=NOW)
                chance.shuffle(lanes)

    await asyncio.gather(*(work(database, keys[:]) for database in databases for _ in range(3)))
    assert sorted(chain.from_iterable(taken.values())) == list(range(1, 241))
    assert all(lane == sorted(lane) for lane in taken.values())
    for database in databases:
        await database.dispose()
