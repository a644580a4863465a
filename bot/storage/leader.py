"""One process polls, others stand by: held as long as the connection that holds it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StorageError
from bot.storage.database import Database
from bot.storage.translation import translated

LOCK = 0x706F6C6C
PAUSE = 2.0
ANSWER = 5.0
"""Seconds the server may take to say that it is still there."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead as long as its connection lives: the server gives it away when that is gone."""

    connection: AsyncConnection | None

    async def lost(self) -> None:
        """Returns when the lead may be somebody else's; where nobody else is, never."""
        if self.connection is None:
            await asyncio.Event().wait()
        while await self.is_alive():  # noqa: ASYNC110 - nothing tells of a lost connection
            await asyncio.sleep(PAUSE)

    async def is_alive(self) -> bool:
        """One that does not answer in time counts as gone: it cannot be told from that."""
        assert self.connection is not None  # noqa: S101 - asked only where there is one
        try:
            with translated():
                async with asyncio.timeout(ANSWER):
                    await self.connection.scalar(sa.select(1))
        except (StorageError, TimeoutError):
            return False
        return True


@asynccontextmanager
async def leading(database: Database) -> AsyncIterator[Lead]:
    """Entered by one process at a time; SQLite has only one to begin with."""
    if database.dialect == "sqlite":
        yield Lead(None)
        return
    async with database.session() as connection:
        while not await _took(connection):  # noqa: ASYNC110 - another process has it
            await asyncio.sleep(PAUSE)
        yield Lead(connection)


async def _took(connection: AsyncConnection) -> bool:
    with translated():
        return bool(await connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK))))
