"""What is done when the clock of the machine jumps: nothing waits for it, nothing goes by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.services import retention
from bot.services.desk import Desk
from bot.storage import facts, inbox, outbox
from bot.storage.database import Db

SEEN, LEAPT = "clock", "clock_leapt"
STEP = timedelta(minutes=1)
"""How often the time is noted, and how far back counts as a jump."""
LEAP, PROVEN = timedelta(days=2), timedelta(days=1)
"""So much since the desk last ran may be a wrong clock; after so long it is believed."""
log = structlog.get_logger()


async def watch(desk: Desk) -> None:
    now = desk.clock()
    async with desk.database.reading() as db:
        seen = await noted(db, SEEN)
    if seen is not None and -STEP <= now - seen < STEP:
        return
    async with desk.database.transaction() as db:
        await facts.put(db, SEEN, now.isoformat(), now=now)
        if seen is not None and now < seen:
            await went_back(db, seen, now)
        elif seen is not None and now - seen > LEAP:
            log.warning("clock_leapt", days=(now - seen).days)
            await facts.put(db, LEAPT, now.isoformat(), now=now)


async def went_back(db: Db, seen: datetime, now: datetime) -> None:
    """What was to be tried again at a time that is far away now is tried at once."""
    log.error("clock_went_back", seconds=int((seen - now).total_seconds()))
    await outbox.hurry(db, now=now)
    await inbox.hurry(db, now=now)
    await facts.take(db, LEAPT)


async def retain(desk: Desk) -> None:
    """Nothing goes by a clock that may be wrong; a desk that was off for long waits a day."""
    now = desk.clock()
    async with desk.database.reading() as db:
        seen, leapt = await noted(db, SEEN), await noted(db, LEAPT)
    if (seen and now - seen > LEAP) or (leapt and now - leapt < PROVEN):
        log.info("retention_waits")
        return
    await retention.sweep(desk)


async def noted(db: Db, name: str) -> datetime | None:
    found = await facts.get(db, name)
    return datetime.fromisoformat(found) if found else None
