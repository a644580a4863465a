"""A customer is found by their chat, and their chat is nowhere to be read."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage import customers
from bot.storage.database import Database
from bot.storage.sealing import Keyring

from .examples import ANA, BUDI, LATER, NOW, met, on_postgresql

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


async def test_a_customer_is_met_once_and_then_known(database: Database) -> None:
    async with database.transaction() as db:
        first = await met(db)
        again = await customers.meet(db, ANA, language="id", pseudonym="Owl 3", now=LATER)
        other = await met(db, BUDI)
    assert first == again
    assert (first.language, first.pseudonym, first.met_at) == ("en", "Heron 27", NOW)
    assert first.id != other.id


async def test_everyone_meets_the_same_customer_at_once(database: Database) -> None:
    async def meet() -> str:
        async with database.transaction() as db:
            return (await met(db)).id

    assert len(set(await asyncio.gather(*(meet() for _ in range(8))))) == 1


@on_postgresql
async def test_two_who_meet_a_customer_at_once_meet_the_same(database: Database) -> None:
    async def meet() -> str:
        async with database.transaction() as db:
            return (await met(db)).id

    async with database.transaction() as db:
        first = await met(db)
        second = asyncio.create_task(meet())
        waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not second.done() and not await db.scalar(waits):
            pass  # until the second stands before the first one's row
    assert await second == first.id


async def test_a_chat_opens_for_the_one_who_writes_to_it(database: Database) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        assert await customers.chat_of(db, customer.id) == ANA
    assert str(ANA) not in repr(customer)


async def test_a_customer_is_found_after_a_rotation(database_url: str) -> None:
    before = Database(database_url, Keyring([OLD]))
    async with before.transaction() as db:
        known = await met(db)
    await before.dispose()
    after = Database(database_url, Keyring([NEW, OLD]))
    async with after.transaction() as db:
        assert await met(db) == known
        assert await customers.chat_of(db, known.id) == ANA
    await after.dispose()


async def test_what_changes_is_changed_for_this_customer_only(database: Database) -> None:
    async with database.transaction() as db:
        ana, budi = await met(db), await met(db, BUDI)
        await customers.set_language(db, ana.id, "id")
        await customers.set_policy(db, ana.id, "onee")
        await customers.set_unreachable(db, ana.id, NOW)
        await customers.set_pace(db, ana.id, recent_at=LATER, recent_count=21)
        changed = await customers.get(db, ana.id)
        assert await customers.get(db, budi.id) == budi
        await customers.set_unreachable(db, ana.id, None)
        assert (await customers.get(db, ana.id)).unreachable_at is None
    assert (changed.language, changed.chosen, changed.policy) == ("id", True, "onee")
    assert changed.unreachable_at == NOW
    assert (changed.recent_at, changed.recent_count) == (LATER, 21)


async def test_a_stranger_is_an_error(database: Database) -> None:
    async with database.reading() as db:
        assert await customers.find(db, ANA) is None
        with pytest.raises(StorageError):
            await customers.get(db, "nobody")
        with pytest.raises(StorageError):
            await customers.chat_of(db, "nobody")
