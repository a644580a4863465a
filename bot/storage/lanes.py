"""Lanes in which messages wait for an hour of their own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.outbox_statements import IS_QUEUED
from bot.storage.tables import outbox


async def let_go(db: Db, lane: str, *, now: datetime) -> None:
    """What was to leave later from this lane may leave now."""
    waits = sa.update(outbox).where(outbox.c.lane == lane, IS_QUEUED)
    await db.execute(waits.values(due_at=now))
