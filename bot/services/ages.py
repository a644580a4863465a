"""Whether updates wait to be taken, or messages to be sent, for longer than they should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.services import notices
from bot.services.desk import Desk
from bot.storage import facts, inbox, outbox
from bot.storage.database import Db

LATE, WELL = timedelta(minutes=5), timedelta(minutes=1)
"""An incident begins when the oldest has waited so long, and is over when none waits so long."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ages:
    """How long the oldest has waited that nothing but the desk keeps waiting."""

    inbox: timedelta
    outbox: timedelta


async def read(db: Db, now: datetime) -> Ages:
    stored = (await inbox.counts(db)).oldest_waiting_at
    due = await outbox.oldest_due(db, now=now)
    return Ages(age(stored, now), age(due, now))


def age(since: datetime | None, now: datetime) -> timedelta:
    return timedelta(0) if since is None else max(timedelta(0), now - since)


async def watch(desk: Desk) -> None:
    """Admins hear of an incident once, and once that it is over."""
    now = desk.clock()
    async with desk.database.reading() as db:
        found = await read(db, now)
        known = {name: await facts.get(db, f"late:{name}") for name in ("inbox", "outbox")}
    for name, waited in (("inbox", found.inbox), ("outbox", found.outbox)):
        if known[name] is None and waited >= LATE:
            await began(desk, name, waited, now)
        elif known[name] is not None and waited < WELL:
            await ended(desk, name)


async def began(desk: Desk, name: str, waited: timedelta, now: datetime) -> None:
    minutes = int(waited / timedelta(minutes=1))
    async with desk.database.transaction() as db:
        if await facts.change(db, f"late:{name}", "on", now=now):
            log.error("late", queue=name, minutes=minutes)
            await notices.to_admins(db, desk, f"admin.late.{name}", minutes=minutes)


async def ended(desk: Desk, name: str) -> None:
    async with desk.database.transaction() as db:
        if await facts.take(db, f"late:{name}"):
            log.info("late_no_more", queue=name)
            await notices.to_admins(db, desk, f"admin.late.{name}_over")
