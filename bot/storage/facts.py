"""Small truths of the desk that it learns while running; the secrets among them sealed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import facts


async def get(db: Db, name: str) -> str | None:
    found: str | None = await db.scalar(sa.select(facts.c.value).where(facts.c.name == name))
    return found


async def put(db: Db, name: str, value: str | None, *, now: datetime) -> None:
    await _put(db, {"name": name, "value": value, "sealed": None, "at": now})


async def change(db: Db, name: str, value: str, *, now: datetime) -> bool:
    """True for the one who changed it, of several who try to make it say the same."""
    row = {"name": name, "value": value, "sealed": None, "at": now}
    changed = {"value": value, "at": now}
    statement = (
        db.insert(facts)
        .values(row)
        .on_conflict_do_update(
            index_elements=[facts.c.name],
            set_=changed,
            where=facts.c.value.is_distinct_from(value),
        )
    )
    return (await db.execute(statement)).rowcount == 1


async def take(db: Db, name: str) -> bool:
    """Remove it; true for the one who did, of several who try."""
    return (await db.execute(sa.delete(facts).where(facts.c.name == name))).rowcount == 1


async def keep_secret(db: Db, name: str, value: str, *, now: datetime) -> str:
    """The secret of this name: the one that is there, else this one, the same for everybody."""
    row = {"name": name, "value": None, "at": now, "sealed": db.seal(facts.c.sealed, name, value)}
    await db.execute(db.insert(facts).values(row).on_conflict_do_nothing())
    return await get_secret(db, name) or value


async def get_secret(db: Db, name: str) -> str | None:
    blob = await db.scalar(sa.select(facts.c.sealed).where(facts.c.name == name))
    secret: str | None = db.open(facts.c.sealed, name, blob)
    return secret


async def put_secret(db: Db, name: str, value: str | None, *, now: datetime) -> None:
    sealed = db.seal(facts.c.sealed, name, value)
    await _put(db, {"name": name, "value": None, "sealed": sealed, "at": now})


async def _put(db: Db, row: dict[str, object]) -> None:
    statement = db.insert(facts).values(row)
    changed = {name: value for name, value in row.items() if name != "name"}
    key = [facts.c.name]
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))
