"""The limits of sending, the same for every process of a database and after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.limits import Limits
from bot.storage import paces
from bot.storage.database import Database, Db
from bot.storage.paces import Spare


@dataclass(frozen=True, slots=True)
class Shared:
    """`limits` counts; what it counts is read before and stored after, in one transaction."""

    database: Database
    limits: Limits
    clock: Callable[[], datetime]

    async def reserve(self, chat: int) -> float:
        """0 when it may go now (and is counted), else the seconds to wait."""
        if (still := await self.rest_of_hold(chat)) > 0 or self.limits.rates is None:
            return still
        async with self.database.transaction() as db:
            await self.load(db, chat)
            wait = self.limits.reserve(chat)
            await self.save(db, chat)
        return wait

    async def rest_of_hold(self, chat: int) -> float:
        """Seconds until Telegram wants to hear of this chat again.

        A customer's messages stand in one lane, whose first is due when the pause is over: only a
        group is written to in many.
        """
        known = self.limits.rest_of_hold(chat)
        if known > 0 or chat > 0:
            return known
        async with self.database.reading() as db:
            return (await paces.rest(db, named(chat), now=self.clock())).total_seconds()

    async def hold(self, chat: int, seconds: float) -> None:
        """Telegram said when to come back for this chat."""
        self.limits.hold(chat, seconds)
        now = self.clock()
        async with self.database.transaction() as db:
            await paces.hold(db, named(chat), now=now, until=now + timedelta(seconds=seconds))

    async def load(self, db: Db, chat: int) -> None:
        """What other processes left. A clock that went back makes nothing older than it is."""
        drawn = {str(key): (key, rate, size) for key, rate, size in self.limits.of(chat)}
        now, wall = self.limits.clock(), self.clock()
        for name, found in (await paces.spare(db, drawn)).items():
            key, rate, size = drawn[name]
            bucket = self.limits.bucket(key, rate, size, now)
            bucket.left = min(found.count, size)
            bucket.at = now - max(0.0, (wall - found.at).total_seconds())

    async def save(self, db: Db, chat: int) -> None:
        now, wall = self.limits.clock(), self.clock()
        buckets = {str(key): self.limits.buckets[key] for key, _, _ in self.limits.of(chat)}
        ages = {name: timedelta(seconds=now - one.at) for name, one in buckets.items()}
        found = {name: Spare(one.left, wall - ages[name]) for name, one in buckets.items()}
        await paces.put(db, found)


def named(chat: int) -> str:
    return str(("hold", chat))
