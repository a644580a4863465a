"""One process leads; when it leaves or dies, another does."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.storage import leader
from bot.storage.database import Database
from bot.storage.leader import leading
from bot.storage.sealing import Keyring

from .examples import on_postgresql, on_sqlite


@on_postgresql
async def test_another_leads_only_when_the_first_has_left(
    database_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader, "PAUSE", 0)
    first, second = Database(database_url, keyring), Database(database_url, keyring)
    order: list[str] = []

    async def stand_by() -> None:
        async with leading(second):
            order.append("second leads")

    async with leading(first):
        waiting = asyncio.create_task(stand_by())
        for _ in range(20):  # it asks, and asks again
            async with second.reading():
                order.append("first leads")
    await asyncio.wait_for(waiting, 10)
    assert order == ["first leads"] * 20 + ["second leads"]
    for database in (first, second):
        await database.dispose()


async def test_an_error_of_the_one_who_leads_stays_its_own(database: Database) -> None:
    async def stumble() -> None:
        async with leading(database):
            raise UnicodeError

    with pytest.raises(UnicodeError):
        await stumble()
    async with asyncio.timeout(10), leading(database):
        pass


@on_postgresql
async def test_a_leader_whose_connection_died_notices_and_another_leads(
    database_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader, "PAUSE", 0)
    first, second = Database(database_url, keyring), Database(database_url, keyring)
    cut = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database"
        " ON pg_database.oid = database WHERE locktype = 'advisory' AND granted"
        " AND datname = current_database()"
    )
    async with asyncio.timeout(20):
        async with leading(first) as lead:
            noticed = asyncio.create_task(lead.lost())
            async with second.transaction() as db:
                await db.execute(cut)
            await noticed
            async with leading(second) as other:
                assert await other.is_alive()
    for database in (first, second):
        await database.dispose()


@on_sqlite
async def test_where_nobody_else_can_lead_the_lead_is_never_lost(database: Database) -> None:
    async with leading(database) as lead:
        waiting = asyncio.create_task(lead.lost())
        async with database.reading():
            assert not waiting.done()
        waiting.cancel()
