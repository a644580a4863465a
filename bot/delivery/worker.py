"""Takes messages from the outbox, sends them, and records the truth of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.delivery.outcome import (
    Blocked,
    Failed,
    Later,
    NoGroup,
    Outcome,
    Sender,
    Sent,
    ThreadGone,
    Unknown,
)
from bot.domain.errors import Behind, StorageError, Unwritable
from bot.logs import fault
from bot.storage import outbox
from bot.storage.batches import Batches
from bot.storage.database import Database, Db
from bot.storage.outbox import Claimed

LEASE = timedelta(seconds=60)
"""Longer than any call may take; a send whose lease runs out has an unknown end."""
SLOTS = 24
IDLE = 1.0
LONGEST_BACKOFF = 300.0
UNWRITABLE = 1.0
"""Seconds between two tries to write down what became of a message."""
log = structlog.get_logger()

Result = TypeVar("Result")
End = tuple[Claimed, Outcome]
Told = Callable[[Db, Claimed, Outcome], Awaitable[None]]
"""What the desk does about an outcome: reactions for staff, a new topic, an alarm."""


async def inherit(database: Database, now: datetime) -> None:
    """What the desk before this one had in hand need not wait for its lease."""
    async with database.transaction() as db:
        if count := await outbox.lapse_all(db, now=now):
            log.warning("taken_over", messages=count)


@dataclass(slots=True)
class Worker:
    """One process's hands; several processes share one outbox."""

    database: Database
    sender: Sender
    told: Told
    clock: Callable[[], datetime]
    name: str
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    allowed: asyncio.Event | None = None
    """Set when other processes can see that this one is there."""
    stopping: bool = False
    busy: set[asyncio.Task[None]] = field(default_factory=set)
    in_hand: set[str] = field(default_factory=set)
    """What this process is sending is nobody's to end, whatever the clock says."""
    ends: Batches[End] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = Batches(self.end)

    async def run(self) -> None:
        """Until stopped; what is on its way is finished first."""
        if self.allowed is not None:
            await self.allowed.wait()
        while not self.stopping:
            try:
                found = await self.round()
            except StorageError as error:
                log.error("outbox_unavailable", error=fault(error))
                found = 0
            if not found:
                await self.rest()
        if self.busy:
            await asyncio.wait(self.busy)

    async def round(self) -> int:
        """Start sending what is due, as far as hands are free."""
        free = SLOTS - len(self.busy)
        if free <= 0:
            await asyncio.wait(self.busy, return_when=asyncio.FIRST_COMPLETED)
            return 1
        now = self.clock()

        async def claim(db: Db) -> list[Claimed]:
            for row in await outbox.expired(db, now=now, but=self.in_hand):
                await self.told(db, row, Unknown())
            return await outbox.claim(db, worker=self.name, now=now, lease=LEASE, limit=free)

        rows = await self.within(claim)
        for row in rows:
            self.in_hand.add(row.id)
            task = asyncio.create_task(self.deliver(row))
            self.busy.add(task)
            task.add_done_callback(self.busy.discard)
        return len(rows)

    async def rest(self) -> None:
        """Until something is put into the outbox here, or a moment has passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), IDLE)
        self.wake.clear()

    async def deliver(self, row: Claimed) -> None:
        try:
            result = await self.sender.send(row)
            if isinstance(result, Unknown) and row.repeat == "safe" and not result.made:
                result = Later(0, counts=True)  # again, but never in a loop without a pause
            while not await self.kept(row, result):
                pass
        except Exception as error:  # seen, and left to its lease
            log.error("outcome_not_recorded", outbox=row.id, error=fault(error))
        finally:
            self.in_hand.discard(row.id)
        self.wake.set()

    async def kept(self, row: Claimed, result: Outcome) -> bool:
        """False after a pause when the database cannot write: what was sent is not forgotten."""
        try:
            await self.ends.put((row, result))
        except Unwritable as error:
            log.error("outcome_waits", outbox=row.id, error=fault(error))
            if self.stopping:
                raise
            await asyncio.sleep(UNWRITABLE)
            return False
        return True

    async def end(self, together: list[End]) -> None:
        """Ends that come together share a commit; one that cannot be written spoils no other."""
        try:
            await self.write(together)
        except Unwritable:
            raise
        except Exception:
            if len(together) == 1:
                raise
            for one in together:
                try:
                    await self.write([one])
                except Exception as error:  # seen, and left to its lease
                    log.error("outcome_not_recorded", outbox=one[0].id, error=fault(error))

    async def write(self, together: list[End]) -> None:
        async def record(db: Db) -> None:
            for row, result in together:
                if await self.record(db, row, result):
                    await self.told(db, row, result)

        await self.within(record)

    async def within(self, work: Callable[[Db], Awaitable[Result]]) -> Result:
        """In a brief transaction; in another where a drawing needs what takes long to load."""
        try:
            async with self.database.brief() as db:
                return await work(db)
        except Behind:
            async with self.database.transaction() as db:
                return await work(db)

    async def record(self, db: Db, row: Claimed, result: Outcome) -> bool:
        """Write what became of it, fenced by our claim; false when that is no longer ours."""
        now, claim = self.clock(), row.claim or ""
        match result:
            case Sent(message_id):
                return await outbox.sent(db, row.id, claim=claim, message_id=message_id, now=now)
            case Blocked():
                return await outbox.blocked(db, row.id, claim=claim, now=now)
            case Failed():
                log.warning("not_delivered", outbox=row.id, kind=row.kind, code=result.code)
                return await outbox.failed(db, row.id, claim=claim, now=now, error=result.code)
            case Unknown():
                once = row.repeat == "safe"  # what it made is doubled once, and then no more
                return await outbox.lapse(db, row.id, claim=claim, now=now, once=once)
            case Later() | ThreadGone() | NoGroup():
                counted = isinstance(result, Later) and result.counts
                attempts = row.attempts + 1 if counted else row.attempts
                due = now + timedelta(seconds=self.pause(result, row))
                return await outbox.later(db, row.id, claim=claim, due_at=due, attempts=attempts)

    def pause(self, result: Later | ThreadGone | NoGroup, row: Claimed) -> float:
        if isinstance(result, ThreadGone):
            return 0.0
        if isinstance(result, NoGroup):
            return 30.0
        backoff = min(LONGEST_BACKOFF, 2.0 ** min(row.attempts, 10)) if result.counts else 0.0
        return max(result.seconds, backoff)

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()
        if self.allowed is not None:
            self.allowed.set()
