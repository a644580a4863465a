"""How many cases came and went, and what did not reach its customer: counts by policy."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import cases, outbox


async def received(db: Db, since: datetime, until: datetime) -> Counter[str]:
    return await _by_policy(db, cases.c.received_at >= since, cases.c.received_at < until)


async def closed(db: Db, since: datetime, until: datetime) -> Counter[str]:
    return await _by_policy(db, cases.c.closed_at >= since, cases.c.closed_at < until)


async def unsent(db: Db) -> Counter[str]:
    """Messages to customers whose fate nobody has decided."""
    lost = outbox.c.state == "unknown", outbox.c.place == "customer"
    query = sa.select(cases.c.policy, sa.func.count()).join(outbox).where(*lost)
    return _counted(await db.execute(query.group_by(cases.c.policy)))


async def _by_policy(db: Db, *where: sa.ColumnElement[bool]) -> Counter[str]:
    query = sa.select(cases.c.policy, sa.func.count()).where(*where)
    return _counted(await db.execute(query.group_by(cases.c.policy)))


def _counted(rows: sa.Result[Any]) -> Counter[str]:
    found: Counter[str] = Counter()
    for policy, count in (tuple(row) for row in rows):
        found[policy] = count
    return found
