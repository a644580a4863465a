"""Brief transactions: whole or not at all like any other, and the loop never waits in them."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage import facts, tables
from bot.storage.database import Database

from .examples import NOW, on_sqlite


async def test_what_was_written_before_an_error_is_not_stored(database: Database) -> None:
    async def fail() -> None:
        async with database.brief() as db:
            await facts.put(db, "a", "1", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as db:
        assert await facts.get(db, "a") is None


async def test_brief_and_other_transactions_take_turns(database: Database) -> None:
    """Each reads, adds one and writes: none is lost."""
    async with database.transaction() as db:
        await facts.put(db, "a", "0", now=NOW)

    async def add(is_brief: bool) -> None:
        opened = database.brief if is_brief else database.transaction
        async with opened() as db:
            await db.lock(sa.select(tables.facts.c.name).where(tables.facts.c.name == "a"))
            counted = int(await facts.get(db, "a") or 0)
            await asyncio.sleep(0)
            await facts.put(db, "a", str(counted + 1), now=NOW)

    await asyncio.gather(*(add(number % 2 == 0) for number in range(20)))
    async with database.reading() as db:
        assert await facts.get(db, "a") == "20"


async def test_one_cut_off_is_not_stored_and_the_next_goes_on(database: Database) -> None:
    wrote = asyncio.Event()

    async def hang() -> None:
        async with database.brief() as db:
            await facts.put(db, "a", "1", now=NOW)
            wrote.set()
            await asyncio.Event().wait()

    turn = asyncio.create_task(hang())
    await wrote.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    async with database.brief() as db:
        assert await facts.get(db, "a") is None


@on_sqlite
async def test_the_loop_runs_on_while_another_process_holds_the_file(
    database: Database, tmp_path: Path
) -> None:
    async with database.brief() as db:
        [[_, _, path]] = (await db.execute(sa.text("PRAGMA database_list"))).all()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.brief() as db:
            await facts.put(db, "a", "1", now=NOW)

    writing = asyncio.create_task(write())
    for _ in range(20):
        await asyncio.to_thread(lambda: None)  # the loop turns, and the write waits
    assert not writing.done()
    other.execute("COMMIT")
    await asyncio.wait_for(writing, 20)
    other.close()
    async with database.reading() as db:
        assert await facts.get(db, "a") == "1"


@on_sqlite
async def test_statements_stay_in_the_loop_and_the_disk_is_waited_for_elsewhere(
    database: Database,
) -> None:
    where: list[tuple[str, str]] = []
    async with database.brief() as db:
        assert isinstance(db.connection, sa.Connection)
        driver = db.connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(lambda told: where.append((told, thread())))
        await facts.put(db, "a", "1", now=NOW)
    assert {one for told, one in where if not told.startswith("COMMIT")} == {thread()}
    assert {one for told, one in where if told.startswith("COMMIT")}.isdisjoint({thread()})


@on_sqlite
async def test_a_commit_that_fails_says_so_and_stores_nothing(database: Database) -> None:
    async def orphan() -> None:
        async with database.brief() as db:
            await db.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
            await db.execute(
                sa.text(
                    "INSERT INTO conversations (customer_id, version, updated_at)"
                    " VALUES ('nobody', 1, '2026-01-01 00:00:00')"
                )
            )

    with pytest.raises(StorageError):
        await orphan()
    async with database.brief() as db:
        assert await db.scalar(sa.text("SELECT count(*) FROM conversations")) == 0


def thread() -> str:
    return threading.current_thread().name
