"""What has to be done for a case, system by system; names and words are sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import cases, tasks

LOOKED_AT = 60
"""So many earlier tasks of a company are looked at for the names of its systems."""


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    case_id: str
    system: str = field(repr=False)
    place: int
    made_at: datetime
    state: str = "open"
    words: str | None = field(default=None, repr=False)
    by: int | None = None
    at: datetime | None = None


async def add(db: Db, task: Task) -> None:
    values = {name: getattr(task, name) for name in Task.__slots__}
    values["system"] = db.seal(tasks.c.system, task.id, task.system)
    values["words"] = db.seal(tasks.c.words, task.id, task.words)
    await db.execute(sa.insert(tasks).values(values))


async def of_case(db: Db, case_id: str) -> list[Task]:
    """In the order they were added."""
    query = sa.select(tasks).where(tasks.c.case_id == case_id)
    rows = await db.execute(query.order_by(tasks.c.place))
    return [_read(db, row) for row in rows]


async def settle(
    db: Db, task: Task, state: str, *, by: int, now: datetime, words: str | None = None
) -> None:
    sealed = db.seal(tasks.c.words, task.id, words)
    values = {"state": state, "words": sealed, "by": by, "at": now}
    await db.execute(sa.update(tasks).where(tasks.c.id == task.id).values(values))


async def remove(db: Db, task: Task) -> None:
    await db.execute(sa.delete(tasks).where(tasks.c.id == task.id))


async def used_before(db: Db, policy: str, *, but: str) -> list[Task]:
    """Of other cases of this company, each system once, the latest first."""
    query = sa.select(tasks).join(cases).where(cases.c.policy == policy, cases.c.id != but)
    rows = await db.execute(query.order_by(tasks.c.made_at.desc(), tasks.c.place).limit(LOOKED_AT))
    found: dict[str, Task] = {}
    for row in rows:
        one = _read(db, row)
        found.setdefault(one.system.casefold(), one)
    return list(found.values())


def _read(db: Db, row: sa.Row[Any]) -> Task:
    system = db.open(tasks.c.system, row.id, row.system)
    words = db.open(tasks.c.words, row.id, row.words)
    return Task(**{**row._asdict(), "system": system, "words": words})
