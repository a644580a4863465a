"""Brief transactions on SQLite, without a hop to another thread for every statement.

A statement of a turn touches a few pages, nearly always in memory, and is over sooner than a hop
would be. Only what may have to wait goes to a thread: for another process, or for the disk.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

Result = TypeVar("Result")


class Swift:
    """The one connection for brief transactions of an embedded database, one at a time."""

    def __init__(self, engine: sa.Engine, patience: int) -> None:
        self.engine = engine
        self.patience = patience
        self.thread = ThreadPoolExecutor(1, "swift")
        self.is_open = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[sa.Connection]:
        """Whoever wants it stored commits; at the end whatever was not is rolled back."""
        connection = self.engine.connect() if self.is_open else await self.hop(self.engine.connect)
        self.is_open = True
        with connection:
            await self.begin(connection)
            yield connection

    async def begin(self, connection: sa.Connection) -> None:
        """Here, where nobody else has the file; else in the thread, as long as it takes."""
        connection.begin()
        driver = driver_of(connection)
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await self.hop(partial(begin_in_turn, driver, self.patience))

    async def commit(self, connection: sa.Connection) -> None:
        await self.hop(partial(commit_or_not, connection))

    async def hop(self, work: Callable[[], Result]) -> Result:
        """In the thread; who is cancelled meanwhile still waits for its end."""
        running = asyncio.get_running_loop().run_in_executor(self.thread, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait({running})
            raise

    async def dispose(self) -> None:
        self.engine.dispose()
        self.thread.shutdown(wait=False)


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - of which the engine is made
    return driver


def commit_or_not(connection: sa.Connection) -> None:
    """A commit that SQLite refuses leaves its transaction open, and the next could not begin."""
    try:
        connection.commit()
    except Exception:
        driver_of(connection).rollback()
        raise


def begin_in_turn(driver: sqlite3.Connection, patience: int) -> None:
    """The loop must never wait for another process, so it has no patience of its own."""
    driver.execute(f"PRAGMA busy_timeout={patience}")
    try:
        driver.execute("BEGIN IMMEDIATE")
    finally:
        driver.execute("PRAGMA busy_timeout=0")
