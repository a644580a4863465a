"""Opens the database and hands out transactions; no error of a driver gets past this door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import Unwritable
from bot.storage import engines
from bot.storage.sealing import Keyring
from bot.storage.translation import translated

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Dialect = Literal["sqlite", "postgresql"]
Rows: TypeAlias = sa.CursorResult[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Db:
    """One open transaction, and the keys for what is sealed in it."""

    connection: AsyncConnection | sa.Connection
    keyring: Keyring
    dialect: Dialect
    writing: bool
    brief: bool = False
    """Nothing that takes long may be done in it."""

    async def execute(self, statement: sa.Executable, many: Any = None) -> Rows:
        with translated():
            if isinstance(self.connection, sa.Connection):
                return self.connection.execute(statement, many)
            return await self.connection.execute(statement, many)

    async def scalar(self, statement: sa.Executable, given: Any = None) -> Any:
        return (await self.execute(statement, given)).scalar()

    async def lock(self, row: sa.Select[Any], given: Any = None) -> None:
        """Hold a row to the end; it may still be pointed at. SQLite's writers queue anyhow."""
        if self.dialect == "postgresql" and self.writing:
            await self.execute(row.with_for_update(key_share=True), given)

    def insert(self, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
        """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return insert_into(self.dialect, table)

    @overload
    def seal(self, column: sa.Column[Any], row: str, text: str) -> bytes: ...
    @overload
    def seal(self, column: sa.Column[Any], row: str, text: None) -> None: ...
    @overload
    def seal(self, column: sa.Column[Any], row: str, text: str | None) -> bytes | None: ...
    def seal(self, column: sa.Column[Any], row: str, text: str | None) -> bytes | None:
        return None if text is None else self.keyring.seal(*_names(column), row, text)

    def open(self, column: sa.Column[Any], row: str, blob: bytes | None) -> Any:
        """The text, or None where there is none."""
        return None if blob is None else self.keyring.open(*_names(column), row, blob)


class Database:
    def __init__(self, url: str, keyring: Keyring) -> None:
        self.url = url
        self.keyring = keyring
        self.trouble: str | None = None
        """Why nothing could be written the last time, until something is."""
        self._writer: AsyncEngine = engines.writer(url)
        self._reader: AsyncEngine = engines.reader(url, self._writer)
        self._swift = engines.swift(url)
        # Writers of an embedded database queue here, where waiting is fair, not at the file.
        self._queue = asyncio.Lock() if self._swift else None
        self.dialect: Dialect = "sqlite" if self._writer.dialect.name == "sqlite" else "postgresql"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Db]:
        """All that is written inside is stored together at the end, or not at all."""
        with self._watched():
            async with self._in_turn(), self._opened(self._writer) as (db, connection):
                yield db
                with translated():
                    await connection.commit()

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[Db]:
        """The same for a few quick statements: on SQLite the loop itself carries them out."""
        if self._swift is None:
            async with self.transaction() as db:
                yield replace(db, brief=True)
            return
        async with AsyncExitStack() as stack:
            stack.enter_context(self._watched())
            await stack.enter_async_context(self._in_turn())
            with translated():
                connection = await stack.enter_async_context(self._swift.transaction())
            yield Db(connection, self.keyring, self.dialect, True, True)
            with translated():
                await self._swift.commit(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Db]:
        """One consistent view, in which nothing can be written; keep it short."""
        async with self._opened(self._reader) as (db, _):
            yield db

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncConnection]:
        """A connection of its own, for what lasts longer than a transaction; closed at the end."""
        async with AsyncExitStack() as stack:
            with translated():
                connection = await stack.enter_async_context(self._writer.connect())
                await connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                yield connection
            finally:
                # Back in the pool it would keep the locks of its session.
                await connection.invalidate()

    async def truncate_wal(self) -> bool:
        """Empty SQLite's log, where deleted text lingers; False when a reader was in the way."""
        if self.dialect == "postgresql":
            return True
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._in_turn())
            with translated():
                connection = await stack.enter_async_context(self._writer.connect())
                return await engines.truncate(connection)

    async def dispose(self) -> None:
        if self._swift is not None:
            await self._swift.dispose()
        await self._reader.dispose()
        await self._writer.dispose()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Remembers whether the last transaction found the database able to write."""
        try:
            yield
        except Unwritable as error:
            self.trouble = str(error)
            raise
        self.trouble = None

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._queue is None:
            yield
            return
        with translated():
            async with asyncio.timeout(engines.PATIENCE):
                await self._queue.acquire()
        try:
            yield
        finally:
            self._queue.release()

    @asynccontextmanager
    async def _opened(self, engine: AsyncEngine) -> AsyncIterator[tuple[Db, AsyncConnection]]:
        """Closing rolls back whatever was not committed."""
        async with AsyncExitStack() as stack:
            with translated():
                connection = await stack.enter_async_context(engine.connect())
                await connection.begin()
            db = Db(connection, self.keyring, self.dialect, engine is self._writer)
            yield db, connection


def _names(column: sa.Column[Any]) -> tuple[str, str]:
    return column.table.name, column.name


def insert_into(dialect: Dialect, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Each dialect is loaded only where it is in use."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
