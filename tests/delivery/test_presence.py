"""What a killed process was sending is free in moments; what a living one sends stays its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from storage.examples import GROUP, NOW, on_postgresql

from bot.delivery import presence as watching
from bot.delivery.presence import LOOKS, Presence
from bot.domain.messages import Message
from bot.services import posting
from bot.storage import outbox, presence
from bot.storage.database import Database
from bot.storage.outbox import Claimed
from bot.storage.sealing import Keyring

pytestmark = on_postgresql
LEASE = timedelta(seconds=60)
CUT = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database"
    " ON pg_database.oid = database WHERE locktype = 'advisory' AND granted"
    " AND datname = current_database()"
)


async def take(database: Database, worker: str) -> None:
    """This worker has a message in hand."""
    async with database.transaction() as db:
        await posting.to_chat(db, GROUP, Message("hello"), now=NOW)
        assert await outbox.claim(db, worker=worker, now=NOW, lease=LEASE, limit=1)


async def over(database: Database) -> list[Claimed]:
    async with database.transaction() as db:
        return await outbox.expired(db, now=NOW)


async def until_gone(database: Database, name: str) -> None:
    """The server needs a moment to see that a connection is closed."""
    async with asyncio.timeout(20):
        found: set[str] = set()
        while not found:
            async with database.reading() as db:
                found = await presence.absent(db, [name])


async def test_what_a_process_held_is_free_when_it_is_gone_and_not_before(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    other, looker = Database(database_url, keyring), Presence(database, "w1", lambda: NOW)
    async with presence.shown(other, "w2"):
        await take(other, "w2")
        for _ in range(LOOKS + 1):
            await looker.look()
        assert await over(database) == []
    await other.dispose()
    await until_gone(database, "w2")
    for _ in range(LOOKS - 1):
        await looker.look()
    assert await over(database) == []
    await looker.look()
    assert len(await over(database)) == 1


async def test_one_that_comes_back_in_time_keeps_what_it_has(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    other, looker = Database(database_url, keyring), Presence(database, "w1", lambda: NOW)
    await take(other, "w2")
    for _ in range(LOOKS - 1):
        await looker.look()
    async with presence.shown(other, "w2"):
        await looker.look()
    await until_gone(database, "w2")
    await looker.look()
    assert await over(database) == []
    await other.dispose()


async def test_a_process_whose_connection_was_cut_shows_itself_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.001)
    shown = Presence(database, "w1", lambda: NOW)
    running = asyncio.create_task(shown.run())
    await asyncio.wait_for(shown.shown.wait(), 20)
    async with database.transaction() as db:
        assert await presence.absent(db, ["w1", "w2"]) == {"w2"}
        await db.execute(CUT)
    gone = {"w1"}
    async with asyncio.timeout(20):
        while gone:
            async with database.reading() as db:
                gone = await presence.absent(db, ["w1"])
    shown.stop()
    await asyncio.wait_for(running, 20)
