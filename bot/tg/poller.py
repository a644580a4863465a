"""Polls while nobody else does: one process of a database leads, the others stand by."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from telegram import Bot

from bot.domain.errors import StorageError
from bot.logs import fault
from bot.storage import leader
from bot.storage.database import Database
from bot.storage.leader import Lead, leading
from bot.tg.intake import Intake, Polling

log = structlog.get_logger()


@dataclass(slots=True)
class Poller:
    """Who loses the lead stops polling and stands by again."""

    database: Database
    bot: Bot
    intake: Intake
    leads: bool = False
    stopping: bool = False
    polling: Polling | None = None

    async def run(self) -> None:
        while not self.stopping:
            try:
                async with leading(self.database) as lead:
                    self.leads = True
                    await self.poll(lead)
            except StorageError as error:
                log.error("lead_unavailable", error=fault(error))
                await asyncio.sleep(leader.PAUSE)
            finally:
                self.leads = False

    async def poll(self, lead: Lead) -> None:
        """A batch on its way into the inbox is stored, whoever leads then: repeats are known."""
        self.polling = Polling(self.bot, self.intake)
        running = asyncio.create_task(self.polling.run())
        watching = asyncio.create_task(lead.lost())
        await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            log.error("lead_lost")
            self.polling.stop()
        watching.cancel()
        await running

    def stop(self) -> None:
        self.stopping = True
        if self.polling is not None:
            self.polling.stop()
