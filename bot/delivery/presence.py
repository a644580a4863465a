"""Shows that this process is there, and frees what one that is gone had in hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.domain.errors import StorageError
from bot.logs import fault
from bot.storage import outbox, presence
from bot.storage.database import Database

PAUSE = 2.0
LOOKS = 4
"""So many looks in a row must miss a process: one that lost its connection is back before that."""
log = structlog.get_logger()


@dataclass(slots=True)
class Presence:
    """On PostgreSQL; SQLite's desk holds a lock on a file, and who follows it sees that."""

    database: Database
    name: str
    clock: Callable[[], datetime]
    missed: dict[str, int] = field(default_factory=dict)
    shown: asyncio.Event = field(default_factory=asyncio.Event)
    halted: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """A connection that is lost is opened again, as long as the desk runs."""
        while not self.halted.is_set():
            try:
                async with presence.shown(self.database, self.name) as held:
                    self.shown.set()
                    while not self.halted.is_set() and await held.is_alive():
                        await self.look()
                        await self.rest()
            except StorageError as error:
                log.error("presence_unavailable", error=fault(error))
                await self.rest()

    async def look(self) -> None:
        """Nobody waits a minute for the lease of a process that was killed."""
        async with self.database.reading() as db:
            others = await outbox.claimants(db) - {self.name}
            gone = await presence.absent(db, others) if others else set()
        self.missed = {name: self.missed.get(name, 0) + 1 for name in gone}
        for name in (name for name, looks in self.missed.items() if looks >= LOOKS):
            async with self.database.transaction() as db:
                count = await outbox.lapse_all(db, now=self.clock(), worker=name)
            log.warning("taken_over", worker=name, messages=count)

    async def rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.halted.wait(), PAUSE)

    def stop(self) -> None:
        self.halted.set()
