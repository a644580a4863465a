"""A conversation is written by one turn at a time, and no turn is lost in another."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import StorageError
from bot.storage import conversations
from bot.storage.conversations import Conversation
from bot.storage.database import Database
from bot.storage.sealing import Keyring

from .examples import ANA, BUDI, LATER, MARK, NOW, SOON, met


async def test_a_new_conversation_stands_nowhere(database: Database) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        assert await conversations.load(db, customer.id) == Conversation(None, 0, None)


async def test_what_was_saved_is_loaded(database: Database) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        await conversations.save(db, customer.id, MARK, version=0, now=NOW)
        await conversations.save(db, customer.id, None, version=1, now=SOON)
        assert await conversations.load(db, customer.id) == Conversation(None, 2, SOON)
        await conversations.save(db, customer.id, MARK, version=2, now=LATER)
        loaded = await conversations.load(db, customer.id)
    assert loaded == Conversation(MARK, 3, LATER)
    assert MARK not in repr(loaded)


@pytest.mark.parametrize("version", [0, 1, 3])
async def test_a_turn_on_another_version_is_refused(database: Database, version: int) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        for known in (0, 1):
            await conversations.save(db, customer.id, "x", version=known, now=NOW)
        with pytest.raises(StorageError):
            await conversations.save(db, customer.id, "y", version=version, now=NOW)


async def test_no_increment_is_lost(database_url: str, keyring: Keyring) -> None:
    """Two processes, two hundred times read, add one, write; also when there is nothing yet."""
    databases = [Database(database_url, keyring) for _ in range(2)]
    async with databases[0].transaction() as db:
        customer = await met(db)

    async def count(database: Database) -> None:
        for _ in range(50):
            async with database.transaction() as db:
                found = await conversations.load(db, customer.id)
                number = str(int(found.state or 0) + 1)
                await conversations.save(db, customer.id, number, version=found.version, now=NOW)

    await asyncio.gather(*(count(database) for database in databases for _ in range(2)))
    async with databases[0].reading() as db:
        assert (await conversations.load(db, customer.id)).state == "200"
    for database in databases:
        await database.dispose()


async def test_only_unmoved_conversations_that_stand_somewhere_are_stale(
    database: Database,
) -> None:
    async with database.transaction() as db:
        ana, budi, third = await met(db, ANA), await met(db, BUDI), await met(db, 1)
        await conversations.save(db, budi.id, "x", version=0, now=SOON)
        await conversations.save(db, ana.id, "x", version=0, now=NOW)
        await conversations.save(db, third.id, None, version=0, now=NOW)
        assert await conversations.stale(db, before=NOW, limit=9) == []
        assert await conversations.stale(db, before=LATER, limit=9) == [ana.id, budi.id]
        assert await conversations.stale(db, before=LATER, limit=1) == [ana.id]


async def test_a_forgotten_conversation_begins_again(database: Database) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        await conversations.save(db, customer.id, "x", version=0, now=NOW)
        await conversations.forget(db, customer.id)
        assert (await conversations.load(db, customer.id)).version == 0
