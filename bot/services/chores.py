"""What has to be done now and then, beside the turns: drafts, sweeping, emptying the log."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.logs import fault
from bot.services import drafts, retention
from bot.services.desk import Desk

PAUSE = 600.0
log = structlog.get_logger()


@dataclass(slots=True)
class Chores:
    """Every few minutes; a failure is logged and tried again the next time."""

    desk: Desk
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False

    async def run(self) -> None:
        while not self.stopping:
            try:
                await self.round()
            except Exception as error:  # the next round tries again
                log.error("chores_failed", error=fault(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), PAUSE)
            self.wake.clear()

    async def round(self) -> None:
        """Drafts filed or forgotten, old rows removed, deleted text wiped from SQLite's log."""
        await drafts.settle(self.desk)
        await retention.sweep(self.desk)
        await self.desk.database.truncate_wal()

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()
