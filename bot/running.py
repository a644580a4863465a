"""A running desk: its parts begin together, and a stop lets each finish what it began."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.delivery.presence import Presence
from bot.delivery.worker import Worker
from bot.logs import fault
from bot.services.chores import Chores
from bot.services.desk import Desk
from bot.services.keeping import Keeper
from bot.settings import Settings
from bot.tg.connect import Bot
from bot.tg.intake import Intake
from bot.tg.poller import Poller
from bot.tg.turns import Turns
from bot.tg.web import Web

log = structlog.get_logger()


@dataclass(slots=True)
class Service:
    """Every moving part of a running desk."""

    settings: Settings
    desk: Desk
    bot: Bot
    turns: Turns
    worker: Worker
    intake: Intake
    polling: Poller | None
    presence: Presence | None
    web: Web
    keeper: Keeper
    chores: Chores
    watch: Chores
    is_played: bool = False
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self) -> None:
        """Everything that runs beside the port."""
        parts: list[Coroutine[Any, Any, None]] = [
            self.turns.run(),
            self.worker.run(),
            self.keeper.run(),
            self.chores.run(),
        ]
        if not self.is_played:  # on a stage time passes when somebody says so
            parts.append(self.watch.run())
        if self.presence is not None:
            parts.append(self.presence.run())
        if self.polling is not None:
            parts.append(self.polling.run())
        self.tasks = [asyncio.create_task(part) for part in parts]
        for task in self.tasks:
            task.add_done_callback(self.ended)

    def ended(self, task: asyncio.Task[None]) -> None:
        """A part that ends by a fault ends the desk: a supervisor starts it whole again."""
        if not task.cancelled() and (error := task.exception()) is not None:
            log.critical("part_failed", error=fault(error))
            self.stopped.set()

    async def drain(self) -> None:
        """Nothing new; what has begun is finished, within the time allowed."""
        if self.polling is not None:
            self.polling.stop()
            if not self.polling.leads:  # standing by: there is nothing to finish
                self.tasks[-1].cancel()
        await self.web.stop()
        self.turns.stop()
        self.worker.stop()
        self.keeper.stop()
        self.chores.stop()
        self.watch.stop()
        if self.presence is not None:
            self.presence.stop()
        _, late = await asyncio.wait(self.tasks, timeout=self.settings.drain_seconds)
        if late:
            log.warning("drain_cut_short", parts=len(late))

    async def idle(self) -> bool:
        return self.turns.idle() and not self.worker.busy and not self.keeper.working


async def wait(service: Service, serving: Callable[[Service], Awaitable[None]] | None) -> bool:
    """Until told to stop; True when a part of the desk failed."""
    if serving is not None:
        await serving(service)
    else:
        await service.stopped.wait()
    return any(task.done() and not task.cancelled() and task.exception() for task in service.tasks)
