"""The door for updates: stored first, confirmed to Telegram only then."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.domain.errors import StorageError
from bot.logs import fault
from bot.storage import inbox
from bot.storage.batches import Batches
from bot.storage.database import Database
from bot.storage.inbox import Arrived

WANTED = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "chat_member",
)
POLL_SECONDS = 10
BATCH = 100
log = structlog.get_logger()


def arrived(update: Mapping[str, Any]) -> Arrived:
    """A raw update as the inbox keeps it; one without a chat has a lane of its own."""
    number = update["update_id"]
    if type(number) is not int or not 0 <= number < 2**63:  # true is an int, but no number
        raise ValueError("no number of an update")
    return Arrived(number, chat_of(update), json.dumps(update))


def chat_of(update: Mapping[str, Any]) -> int | None:
    """The chat whose order an update belongs to."""
    for name in WANTED:
        part = update.get(name)
        if isinstance(part, Mapping):
            holder = part.get("message") if name == "callback_query" else part
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            number = chat.get("id") if isinstance(chat, Mapping) else None
            return number if isinstance(number, int) else None
    return None


@dataclass(slots=True)
class Intake:
    """Stores batches of updates in one commit; what came while one ran goes with the next."""

    database: Database
    bot_id: int
    clock: Callable[[], datetime]
    wake: Callable[[list[bytes]], None]
    together: Batches[Arrived] | None = None

    async def store(self, updates: Sequence[Arrived]) -> None:
        """Returns when every update is safe on disk."""
        async with self.database.brief() as db:
            keys = await inbox.store(db, self.bot_id, updates, now=self.clock())
        self.wake(keys)

    async def take(self, update: Arrived) -> None:
        """One update by webhook: shares a commit with those that arrive meanwhile."""
        if self.together is None:
            self.together = Batches(self.try_to_store)
        await self.together.put(update)

    async def try_to_store(self, batch: list[Arrived]) -> None:
        try:
            await self.store(batch)
        except Exception as error:
            log.error("batch_not_stored", error=fault(error))
            raise StorageError("the batch was not stored") from None


@dataclass(slots=True)
class Polling:
    """Long polling; the next offset is asked for only after the batch is stored."""

    bot: Bot
    intake: Intake
    stopping: bool = False
    offset: int | None = None
    pause: float = 1.0
    asking: asyncio.Task[list[dict[str, Any]]] | None = None
    halted: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        while not self.stopping:
            try:
                await self.round()
                self.pause = 1.0
            except (InvalidToken, EndPointNotFound):  # so a refused token looks to a known bot
                raise
            except (TelegramError, StorageError) as error:
                log.warning("polling_failed", error=fault(error))
                await self.rest(self.wait(error))

    async def round(self) -> None:
        self.asking = asyncio.create_task(self.ask())
        try:
            updates = await self.asking
        except asyncio.CancelledError:
            if self.stopping:
                return
            raise
        finally:
            self.asking = None
        if updates:
            batch = [arrived(one) for one in updates]
            await self.intake.store(batch)
            self.offset = batch[-1].update_id + 1

    async def ask(self) -> list[dict[str, Any]]:
        """As they came: one update the library cannot read must not keep the others away."""
        given = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": WANTED}
        if self.offset is not None:
            given["offset"] = self.offset
        # Its method of that name reads them; two underscores keep it from saying so each time.
        found = await self.bot.do_api_request(
            "get__updates", api_kwargs=given, read_timeout=POLL_SECONDS + 10
        )
        return list(found)

    async def rest(self, seconds: float) -> None:
        """A pause that a stop ends at once."""
        try:
            await asyncio.wait_for(self.halted.wait(), seconds)
        except TimeoutError:
            return

    def wait(self, error: Exception) -> float:
        """Longer each time; another poller of the same bot is given way to."""
        if isinstance(error, RetryAfter):
            after = error.retry_after
            return after if isinstance(after, int | float) else after.total_seconds()
        self.pause = min(30.0, self.pause * (4 if isinstance(error, Conflict) else 2))
        return self.pause

    def stop(self) -> None:
        """Only a question to Telegram is cut off, never a batch that is being stored."""
        self.stopping = True
        self.halted.set()
        if self.asking is not None:
            self.asking.cancel()
