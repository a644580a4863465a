"""A record of what was deleted: which rule, when, how much; whose it was is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import retention


@dataclass(frozen=True, slots=True)
class Taken:
    at: datetime
    rule: str
    reference: str | None
    count: int


async def note(
    db: Db, rule: str, count: int, *, at: datetime, reference: str | None = None
) -> None:
    row = {"at": at, "rule": rule, "reference": reference, "count": count}
    await db.execute(sa.insert(retention).values(row))


async def of_all(db: Db) -> list[Taken]:
    """Oldest first."""
    columns = (retention.c.at, retention.c.rule, retention.c.reference, retention.c.count)
    rows = await db.execute(sa.select(*columns).order_by(retention.c.seq))
    return [Taken(*row) for row in rows]


async def sweep(db: Db, *, before: datetime) -> int:
    """The record itself has an end."""
    return (await db.execute(sa.delete(retention).where(retention.c.at < before))).rowcount
