"""Takes stored updates, each in one transaction, and sees to those that fail."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.domain.errors import Behind, SealBroken, StorageError, Unwritable
from bot.logs import fault
from bot.storage import inbox
from bot.storage.database import Database, Db
from bot.storage.inbox import Stored
from bot.tg.pace import Pace

WORKERS = 8
PAUSES = (1, 5, 30)
"""Seconds before a failed turn is tried again; after the last it is parked."""
SWEEP = 1.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reply:
    """The word on a pressed button: goes straight out, after the turn is stored."""

    query_id: str
    text: str = ""
    alert: bool = False


Take = Callable[[Db, Update], Awaitable[Reply | None]]
Transaction = Callable[[], AbstractAsyncContextManager[Db]]
Park = Callable[[Db, int, Update | None], Awaitable[None]]
"""Given the update's number, and the update itself where it can be read."""


@dataclass(slots=True)
class Turns:
    """Chats in parallel, updates of one chat in the order they were stored.

    Every chat has one place in the queue and gives up its turn after one update, so a busy chat
    never holds the others up.
    """

    database: Database
    bot: Bot
    take: Take
    park: Park
    clock: Callable[[], datetime]
    stored: Callable[[], None]
    ahead: Callable[[], Awaitable[None]] | None = None
    """What takes long and must be at hand before a turn begins."""
    pace: Pace | None = None
    """Who writes very much is answered later; without one nobody is."""
    resting: set[bytes] = field(default_factory=set)
    queue: deque[bytes] = field(default_factory=deque)
    queued: set[bytes] = field(default_factory=set)
    taking: set[bytes] = field(default_factory=set)
    again: set[bytes] = field(default_factory=set)
    """Of those, in which something came meanwhile."""
    ready: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    answers: set[asyncio.Task[None]] = field(default_factory=set)
    stopping: bool = False
    halted: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self, keys: list[bytes]) -> None:
        """Chats in which something waits."""
        for key in keys:
            if key in self.taking:
                self.again.add(key)
            elif key not in self.queued and key not in self.resting:
                self.queued.add(key)
                self.queue.append(key)
                self.ready.release()

    async def run(self) -> None:
        """Until stopped; a turn that has begun is finished."""
        workers = [asyncio.create_task(self.work()) for _ in range(WORKERS)]
        while not self.stopping:
            await self.sweep()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.halted.wait(), SWEEP)
        for _ in workers:
            self.ready.release()
        await asyncio.gather(*workers)
        if self.answers:
            await asyncio.wait(self.answers)

    async def sweep(self) -> None:
        """What another process left, what a crash left, and what is due again."""
        try:
            async with self.database.reading() as db:
                self.wake(await inbox.waiting(db, now=self.clock()))
        except StorageError as error:
            log.error("inbox_unavailable", error=fault(error))

    async def work(self) -> None:
        while True:
            await self.ready.acquire()
            if self.stopping or not self.queue:
                return
            key = self.queue.popleft()
            self.queued.discard(key)
            self.taking.add(key)
            more = False
            try:
                more = await self.one(key)
            except Exception as error:  # whatever it was, these hands are needed for the others
                log.error("turn_not_stored", error=fault(error))
            finally:
                self.taking.discard(key)
            if more or key in self.again:
                self.again.discard(key)
                self.wake([key])

    async def one(self, key: bytes) -> bool:
        """The chat's next update, whole or not at all; whether more waited then."""
        try:
            return await self.turn(key, self.database.brief)
        except Behind:
            if self.ahead is not None:
                await self.ahead()
            return await self.turn(key, self.database.transaction)

    async def turn(self, key: bytes, transaction: Transaction) -> bool:
        claimed: Stored | None = None
        try:
            async with transaction() as db:
                claimed = await inbox.claim(db, key, now=self.clock())
                if claimed is None:
                    return False
                update = self.parse(claimed)
                wait = await self.pace.wait(db, update) if self.pace else 0.0
                if wait <= 0:
                    reply = await self.take(db, update)
                    await inbox.done(db, claimed.seq)
        except Behind:
            raise
        except Exception as error:  # any fault of a turn must be seen, kept and tried again
            if claimed is None or isinstance(error, Unwritable):
                raise  # no fault of this turn's: it is tried again, and that is not counted
            log.error("turn_failed", update=claimed.update_id, error=fault(error))
            await self.failed(claimed)
            return False
        self.stored()
        if wait > 0:
            self.rest(key, wait)
        elif reply is not None:
            self.answer(reply)
        return wait <= 0 and claimed.more

    def rest(self, key: bytes, seconds: float) -> None:
        """This chat is looked at again after so long, and not before."""
        self.resting.add(key)
        asyncio.get_running_loop().call_later(seconds, self.rested, key)

    def rested(self, key: bytes) -> None:
        self.resting.discard(key)
        self.wake([key])

    def parse(self, stored: Stored) -> Update:
        if stored.body is None:
            raise SealBroken("an update does not open")
        return Update.de_json(json.loads(stored.body), self.bot)

    async def failed(self, claimed: Stored) -> None:
        """Again after a pause; after the last, set aside, and the customer and admins told."""
        if claimed.body is not None and claimed.attempts < len(PAUSES):
            due = self.clock() + timedelta(seconds=PAUSES[claimed.attempts])
            async with self.database.transaction() as db:
                await inbox.retry(db, claimed.seq, attempts=claimed.attempts + 1, due_at=due)
            return
        try:
            async with self.database.transaction() as db:
                await inbox.park(db, claimed.seq)
                await self.park(db, claimed.update_id, self.parse(claimed))
        except Exception as error:  # one that cannot even be read must not stop its chat
            if isinstance(error, StorageError) and not isinstance(error, SealBroken):
                raise
            log.error("parked_untold", update=claimed.update_id, error=fault(error))
            async with self.database.transaction() as db:
                await inbox.park(db, claimed.seq)
                await self.park(db, claimed.update_id, None)
        log.error("update_parked", update=claimed.update_id)
        self.stored()

    def answer(self, reply: Reply) -> None:
        task = asyncio.create_task(self.say(reply))
        self.answers.add(task)
        task.add_done_callback(self.answers.discard)

    async def say(self, reply: Reply) -> None:
        """An answer that comes too late, or not at all, harms nobody."""
        try:
            await self.bot.answer_callback_query(
                reply.query_id, reply.text or None, show_alert=reply.alert
            )
        except TelegramError as error:
            log.info("press_not_answered", error=fault(error))

    def idle(self) -> bool:
        return not (self.queue or self.taking)

    def stop(self) -> None:
        self.stopping = True
        self.halted.set()
