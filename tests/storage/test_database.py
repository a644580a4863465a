"""A transaction is whole or not at all, readers cannot write, and errors quote nobody."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.errors import SettingsError, StorageError
from bot.storage import durability, facts, people
from bot.storage.database import Database, Db
from bot.storage.engines import PRAGMAS
from bot.storage.sealing import Keyring
from bot.storage.tables import cases

from .examples import MARK, NOW, on_postgresql, on_sqlite, opened


async def answer(db: Db, question: str) -> object:
    return await db.scalar(sa.text(question))


async def test_what_was_written_before_an_error_is_not_stored(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await facts.put(db, "a", "1", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as db:
        assert await facts.get(db, "a") is None


async def test_a_turn_cut_off_is_not_stored_and_leaves_no_broken_connection(
    database: Database,
) -> None:
    wrote = asyncio.Event()

    async def hang() -> None:
        async with database.transaction() as db:
            await facts.put(db, "a", "1", now=NOW)
            wrote.set()
            await asyncio.Event().wait()

    turn = asyncio.create_task(hang())
    await wrote.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    async with database.transaction() as db:
        assert await facts.get(db, "a") is None
        await facts.put(db, "a", "2", now=NOW)
    async with database.reading() as db:
        assert await facts.get(db, "a") == "2"


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.reading() as db:
        with pytest.raises(StorageError):
            await facts.put(db, "a", "1", now=NOW)


async def test_a_reader_sees_one_moment_and_holds_nobody_up(database: Database) -> None:
    async with database.reading() as reader:
        assert await facts.get(reader, "a") is None
        async with database.transaction() as writer:
            await facts.put(writer, "a", "1", now=NOW)
        assert await facts.get(reader, "a") is None
    async with database.reading() as reader:
        assert await facts.get(reader, "a") == "1"


async def test_a_writer_after_a_reader_can_write_and_sees_what_others_stored(
    database: Database,
) -> None:
    """On PostgreSQL both come from one pool: what a reader had set must not stay."""
    async with database.reading() as db:
        await facts.get(db, "a")
    async with database.transaction() as first:
        await facts.put(first, "a", "1", now=NOW)
        if database.dialect == "postgresql":
            assert await answer(first, "SHOW transaction_isolation") == "read committed"


@on_sqlite
async def test_every_connection_of_sqlite_is_set_to_keep_and_to_delete(database: Database) -> None:
    async with AsyncExitStack() as stack:
        writer = await stack.enter_async_context(database.transaction())
        readers = [await stack.enter_async_context(database.reading()) for _ in range(4)]
        for db in (writer, *readers):
            found = {name: await answer(db, f"PRAGMA {name}") for name in PRAGMAS}
            assert found == {
                "busy_timeout": 10_000,
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "secure_delete": 1,
                "trusted_schema": 0,
                "temp_store": 2,
            }


async def test_many_that_open_a_new_file_at_once_all_get_it(
    tmp_path: Path, keyring: Keyring
) -> None:
    async def open_it(name: int) -> object:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/{name}.db", keyring)
        async with database.transaction() as db:
            mode = await answer(db, "PRAGMA journal_mode")
        await database.dispose()
        return mode

    for name in range(20):
        assert await asyncio.gather(*(open_it(name) for _ in range(6))) == ["wal"] * 6


@on_postgresql
async def test_postgresql_is_asked_to_keep_what_it_acknowledged(
    database_url: str, keyring: Keyring
) -> None:
    careless = Database(database_url, keyring)
    async with careless.transaction() as db:
        name = await answer(db, "SELECT current_database()")
        await db.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    await careless.dispose()
    careful = Database(database_url, keyring)
    async with careful.transaction() as db:
        assert await answer(db, "SHOW synchronous_commit") == "on"
    await careful.dispose()


async def test_a_server_that_may_forget_is_reported(database: Database) -> None:
    """The server of these tests is set to be fast, so PostgreSQL has something to report."""
    async with database.reading() as db:
        found = await durability.weaknesses(db)
    unsafe = ["fsync is off", "full_page_writes is off"]
    assert found == (unsafe if database.dialect == "postgresql" else [])


async def test_an_error_names_the_rule_and_not_the_value(database: Database) -> None:
    async def clash() -> None:
        async with database.transaction() as db:
            await opened(db, reference=MARK)
            await opened(db, reference=MARK)

    with pytest.raises(
        StorageError, match=r"SQLITE_CONSTRAINT_UNIQUE|uq_cases_reference"
    ) as clashed:
        await clash()
    assert MARK not in "".join(traceback.format_exception(clashed.value))


async def test_a_value_that_cannot_be_stored_is_not_quoted(database: Database) -> None:
    async with database.transaction() as db:
        with pytest.raises(StorageError) as refused:
            await people.set_language(db, 1, MARK + "\ud83d")
    assert MARK not in "".join(traceback.format_exception(refused.value))


async def test_a_number_too_large_is_an_error_of_ours(database: Database) -> None:
    async with database.transaction() as db:
        with pytest.raises(StorageError):
            await people.set_language(db, 2**70, "en")


async def test_the_log_of_the_database_shows_no_values(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy"):
        async with database.transaction() as db:
            await people.set_language(db, 1, MARK)
    assert "INSERT" in caplog.text
    assert MARK not in caplog.text


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001 - that is the point
    async with database.transaction() as db:
        with pytest.raises(StorageError, match="without a zone"):
            await facts.put(db, "a", "1", now=naive)


async def test_a_sealed_column_takes_nothing_unsealed(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        unsealed = sa.update(cases).where(cases.c.id == case.id)
        with pytest.raises(StorageError, match="not sealed"):
            await db.execute(unsealed.values(holder_name=MARK.encode()))


async def test_a_database_that_is_not_there_is_an_error_of_ours(keyring: Keyring) -> None:
    for url in (
        "sqlite+aiosqlite:////nowhere/at/all.db",
        "postgresql://ana:hunter2@127.0.0.1:1/none",
    ):
        database = Database(url, keyring)
        with pytest.raises(StorageError) as refused:
            async with database.transaction():
                pass
        assert "hunter2" not in "".join(traceback.format_exception(refused.value))
        await database.dispose()
    # The driver's thread of a file that did not open has a last word for this loop.
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hunter2",
        "mysql://ana:hunter2@host/name",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:x?mode=memory&uri=true",
        "postgresql+psycopg://ana:hunter2@host/name",
    ],
)
def test_an_address_that_cannot_serve_is_refused_and_not_quoted(
    url: str, keyring: Keyring
) -> None:
    with pytest.raises(SettingsError, match="expected sqlite") as refused:
        Database(url, keyring)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_the_usual_spellings_of_an_address_are_understood(scheme: str, keyring: Keyring) -> None:
    assert Database(f"{scheme}://ana@host/name", keyring).dialect == "postgresql"
