"""What has to be done now and then, beside the turns: housekeeping, and watching the clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.logs import fault
from bot.services import ages, asking, board, digest, drafts, handback, jumps, reminders
from bot.services.desk import Desk

Chore = Callable[[Desk], Awaitable[object]]
PAUSE, WATCH = 600.0, 20.0
"""Between two rounds of housekeeping, and two looks at the clocks."""
log = structlog.get_logger()


async def wipe(desk: Desk) -> None:
    """Deleted text leaves SQLite's log, too."""
    await desk.database.truncate_wal()


HOUSEKEEPING: tuple[Chore, ...] = (drafts.settle, jumps.retain, wipe)
"""Drafts filed or forgotten, old rows removed, deleted text wiped."""
CLOCKS: tuple[Chore, ...] = (
    *(jumps.watch, ages.watch, reminders.remind, asking.remind, handback.end),
    *(digest.say, board.draw_all),
)
"""What staff, admins, and who keeps them waiting are told because time has passed."""


@dataclass(slots=True)
class Chores:
    """One after the other, again and again; a failure is logged and tried again the next time."""

    desk: Desk
    chores: tuple[Chore, ...] = HOUSEKEEPING
    pause: float = PAUSE
    rest_first: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False

    async def run(self) -> None:
        if self.rest_first:
            await self.rest()
        while not self.stopping:
            for chore in self.chores:
                try:
                    await chore(self.desk)
                except Exception as error:  # the next round tries again
                    log.error("chore_failed", error=fault(error))
            await self.rest()

    async def round(self) -> None:
        """All of them once."""
        for chore in self.chores:
            await chore(self.desk)

    async def rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), self.pause)
        self.wake.clear()

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()


def watch(desk: Desk) -> Chores:
    """The clocks, looked at when the desk has come to itself, then every few seconds."""
    return Chores(desk, CLOCKS, WATCH, rest_first=True)
