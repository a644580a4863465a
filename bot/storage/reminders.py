"""What staff were reminded of: each step of each date of a request once, whoever is first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.reminders import Step
from bot.storage.database import Db
from bot.storage.requests import Request
from bot.storage.tables import reminders, requests

Said = tuple[str, str, datetime, Step]
"""A request, the rule and the date that was meant, and what was said of it."""


async def of_open(db: Db) -> set[Said]:
    """All that was said of requests that are open."""
    query = sa.select(reminders).join(requests).where(requests.c.closed_at.is_(None))
    rows = await db.execute(query)
    return {(row.request_id, row.rule, row.due_at, Step(row.step)) for row in rows}


async def claim(db: Db, request: Request, steps: Iterable[Step], *, now: datetime) -> list[Step]:
    """Ours to say: those that nobody has said or is saying."""
    mine = []
    for step in steps:
        row = {
            "request_id": request.id,
            "rule": request.rule_id,
            "due_at": request.due_at,
            "step": step,
            "at": now,
        }
        statement = db.insert(reminders).values(row).on_conflict_do_nothing()
        if (await db.execute(statement)).rowcount == 1:
            mine.append(step)
    return mine


async def said_at(db: Db, request: Request, step: Step) -> datetime | None:
    """When this step of this date was said; None where it was not."""
    which = {"request_id": request.id, "rule": request.rule_id, "due_at": request.due_at}
    here = [reminders.c[name] == value for name, value in which.items()]
    found: datetime | None = await db.scalar(
        sa.select(reminders.c.at).where(*here, reminders.c.step == step)
    )
    return found
