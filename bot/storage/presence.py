"""Which processes are there: each holds a lock of its own, which dies with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import sqlalchemy as sa

from bot.storage.database import Database, Db
from bot.storage.leader import Lead
from bot.storage.translation import translated

LOCK = 0x70726573
LOCKS = sa.table(
    "pg_locks",
    *(sa.column(name) for name in ("locktype", "database", "classid", "objid", "granted")),
)
DATABASES = sa.table("pg_database", sa.column("oid"), sa.column("datname"))


def number(name: str) -> int:
    """31 bits of it: a lock has a signed number, and the list of locks shows an unsigned one."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


@asynccontextmanager
async def shown(database: Database, name: str) -> AsyncIterator[Lead]:
    """Until it is left, or its connection ends, whatever ends that."""
    async with database.session() as connection:
        with translated():
            await connection.execute(sa.select(sa.func.pg_advisory_lock(LOCK, number(name))))
        yield Lead(connection)


async def absent(db: Db, names: Iterable[str]) -> set[str]:
    """Those of these nobody is."""
    here = sa.select(DATABASES.c.oid).where(DATABASES.c.datname == sa.func.current_database())
    held = LOCKS.c.locktype == "advisory", LOCKS.c.database == here.scalar_subquery()
    query = sa.select(sa.cast(LOCKS.c.objid, sa.BigInteger)).where(
        *held, sa.cast(LOCKS.c.classid, sa.BigInteger) == LOCK, LOCKS.c.granted
    )
    there = set((await db.execute(query)).scalars())
    return {name for name in names if number(name) not in there}
