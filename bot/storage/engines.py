"""Engines for both databases, set so that a commit survives a power cut and a deletion deletes."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from bot.domain.errors import SettingsError, StorageError
from bot.storage.swift import Swift

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
REFUSED = (
    "BOT_DATABASE_URL cannot be used; "
    "expected sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/name"
)

# In this order: the first lets the others wait their turn. secure_delete belongs to a connection
# and not to the file, so one connection without it would leave deleted text behind.
PRAGMAS: dict[str, tuple[str | int, str | int]] = {
    "busy_timeout": (10_000, 10_000),
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "temp_store": ("MEMORY", 2),
}
# At DEBUG it logs every statement together with its values.
logging.getLogger("aiosqlite").setLevel(logging.INFO)
PATIENCE = 60.0  # seconds a transaction waits for its turn at the one writer
BUSY_TRIES, BUSY_PAUSE = 200, 0.05  # as long in all as busy_timeout
CHECKPOINT_PATIENCE = 250  # milliseconds: nobody can write while it waits for readers


def parsed(url: str) -> URL:
    """The address with its driver named; one in memory cannot be shared, so it is refused."""
    try:
        given = make_url(url)
    except ArgumentError:
        raise SettingsError(REFUSED) from None
    named = given.set(drivername=DRIVERS.get(given.drivername, given.drivername))
    on_file = named.database and named.database != ":memory:" and "mode=memory" not in url
    if named.drivername not in DRIVERS.values() or not on_file:
        raise SettingsError(REFUSED)
    return named


def writer(url: str) -> AsyncEngine:
    """On SQLite a pool of one: writers queue where waiting is fair, not at the file."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, begin="BEGIN IMMEDIATE", pool_size=1)
    return _postgresql(address)


def reader(url: str, writing: AsyncEngine) -> AsyncEngine:
    if writing.dialect.name == "sqlite":
        return _sqlite(parsed(url), begin="BEGIN", pool_size=4, query_only=(1, 1))
    # The same pool, in transactions that see one moment and refuse to write.
    return writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def swift(url: str) -> Swift | None:
    """A second connection beside the writer's, for what is brief; the server needs none."""
    address = parsed(url)
    if address.get_backend_name() != "sqlite":
        return None
    engine = sa.create_engine(
        address.set(drivername="sqlite"),
        hide_parameters=True,
        poolclass=sa.StaticPool,
        # Used by the loop and by one thread, never by both at once.
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    def prepare(opened: Any, _: Any) -> None:
        _prepare(opened, PRAGMAS, time.sleep)
        opened.execute("PRAGMA busy_timeout=0")

    sa.event.listen(engine, "connect", prepare)
    return Swift(engine, int(PRAGMAS["busy_timeout"][0]))


def migrator(url: str) -> AsyncEngine:
    """Rebuilding a table on SQLite needs its foreign keys switched off, outside a transaction."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, begin="BEGIN IMMEDIATE", pool_size=1, foreign_keys=(0, 0))
    return _postgresql(address)


async def truncate(connection: AsyncConnection) -> bool:
    """The answer must be read: a busy checkpoint is no error, and leaves everything in place."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - a fresh connection has one
    await driver.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE}")
    try:
        [[busy, _, _]] = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await driver.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout'][0]}")
    return not busy


def _sqlite(
    address: URL, *, begin: str, pool_size: int, **more: tuple[str | int, str | int]
) -> AsyncEngine:
    engine = create_async_engine(
        address,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=PATIENCE,
        # Only our own BEGIN counts: the driver's comes with the first write, after the reads.
        connect_args={"isolation_level": None},
    )
    pragmas = PRAGMAS | more
    prepare = partial(_prepare, pragmas=pragmas, pause=_pause)
    sa.event.listen(engine.sync_engine, "connect", lambda opened, _: prepare(opened))
    sa.event.listen(engine.sync_engine, "begin", lambda opened: opened.exec_driver_sql(begin))
    return engine


def _pause(seconds: float) -> None:
    await_only(asyncio.sleep(seconds))


def _prepare(
    connection: Any,
    pragmas: dict[str, tuple[str | int, str | int]],
    pause: Callable[[float], None],
) -> None:
    """Set each and read it back: SQLite ignores a PRAGMA it does not know or cannot obey."""
    cursor = connection.cursor()
    for name, (value, answer) in pragmas.items():
        _in_turn(cursor, f"PRAGMA {name}={value}", pause)
        cursor.execute(f"PRAGMA {name}")
        if cursor.fetchone() != (answer,):
            raise StorageError(f"SQLite does not take {name}={value}")
    cursor.close()


def _in_turn(cursor: Any, statement: str, pause: Callable[[float], None]) -> None:
    """Two that turn a new file to WAL at once: SQLite refuses one without its busy_timeout."""
    for _ in range(BUSY_TRIES):
        try:
            cursor.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            pause(BUSY_PAUSE)
        else:
            return
    cursor.execute(statement)


def _postgresql(address: URL) -> AsyncEngine:
    engine = create_async_engine(
        address, hide_parameters=True, pool_size=10, max_overflow=10, pool_pre_ping=True
    )
    sa.event.listen(engine.sync_engine, "connect", _insist_on_durability)
    return engine


def _insist_on_durability(connection: Any, _: Any) -> None:
    """A stronger setting than `on` stays; `off` would give up acknowledged commits."""
    cursor = connection.cursor()
    cursor.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    cursor.close()
    connection.commit()
