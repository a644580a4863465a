"""How many messages may still go to whom, and where Telegram asked for a pause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import paces

LABEL = "paces.key"


@dataclass(frozen=True, slots=True)
class Spare:
    """So many could still go at that moment."""

    count: float
    at: datetime


def _key(db: Db, name: str) -> bytes:
    """A keyed digest: which customer's chat it is nobody can read here."""
    return db.keyring.index(LABEL, name)


async def spare(db: Db, names: Iterable[str]) -> dict[str, Spare]:
    """Of those that are known; nobody else changes them until this transaction ends."""
    keys = {_key(db, name): name for name in names}
    query = sa.select(paces.c.key, paces.c.spare, paces.c.at).where(paces.c.key.in_(keys))
    query = query.where(paces.c.spare.is_not(None)).order_by(paces.c.key)
    rows = await db.execute(query.with_for_update())
    return {keys[row.key]: Spare(row.spare, row.at) for row in rows}


async def put(db: Db, found: Mapping[str, Spare]) -> None:
    """In one order everywhere, so that two processes never wait for each other."""
    rows = [
        {"key": _key(db, name), "spare": one.count, "at": one.at} for name, one in found.items()
    ]
    statement = db.insert(paces)
    new = {"spare": statement.excluded.spare, "at": statement.excluded.at}
    changed = statement.on_conflict_do_update(index_elements=[paces.c.key], set_=new)
    await db.execute(changed, sorted(rows, key=lambda row: bytes(row["key"])))


async def hold(db: Db, name: str, *, now: datetime, until: datetime) -> None:
    held = {"held_at": now, "held_until": until}
    statement = db.insert(paces).values(key=_key(db, name), at=now, **held)
    await db.execute(statement.on_conflict_do_update(index_elements=[paces.c.key], set_=held))


async def rest(db: Db, name: str, *, now: datetime) -> timedelta:
    """How much of a pause is left; never more than was asked for, whatever the clock did."""
    columns = paces.c.held_at, paces.c.held_until
    found = sa.select(*columns).where(paces.c.key == _key(db, name), paces.c.held_until > now)
    row = (await db.execute(found)).one_or_none()
    return min(row.held_until - row.held_at, row.held_until - now) if row else timedelta(0)


async def sweep(db: Db, *, before: datetime) -> int:
    """What was full again long ago; how many went."""
    over = sa.or_(paces.c.held_until.is_(None), paces.c.held_until < before)
    return (await db.execute(sa.delete(paces).where(paces.c.at < before, over))).rowcount
