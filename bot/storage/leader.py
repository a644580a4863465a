"""One process polls, others stand by: held as long as the connection that holds it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.translation import translated

LOCK = 0x706F6C6C
PAUSE = 2.0


@asynccontextmanager
async def leading(database: Database) -> AsyncIterator[None]:
    """Entered by one process at a time; SQLite has only one to begin with."""
    if database.dialect == "sqlite":
        yield
        return
    async with database.session() as connection:
        while not await _took(connection):  # noqa: ASYNC110 - another process has it
            await asyncio.sleep(PAUSE)
        yield


async def _took(connection: AsyncConnection) -> bool:
    with translated():
        return bool(await connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK))))
