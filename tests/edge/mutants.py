"""Desks with a fault planted in them: a harness that does not find them proves nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import wiring
from bot.storage import inbox, outbox, tables
from bot.storage.database import Db
from bot.storage.inbox import Arrived
from bot.storage.outbox import Outgoing
from bot.tg import poller
from bot.tg.intake import Polling, arrived
from bot.tg.turns import Turns


def put(module: object, name: str, value: object) -> None:
    """Another part in the place where the wiring looks for it."""
    setattr(module, name, value)


class ConfirmsFirst(Polling):
    """It confirms what it has not stored."""

    async def round(self) -> None:
        updates = await self.bot.get_updates(offset=self.offset, timeout=10)
        if updates:
            self.offset = updates[-1].update_id + 1
            await self.bot.get_updates(offset=self.offset, timeout=0)
            await self.intake.store([arrived(one.to_dict()) for one in updates])


LATER: ContextVar[list[Outgoing] | None] = ContextVar("later", default=None)
PUT, STORE, EXPIRED = outbox.put, inbox.store, outbox.expired


class TwoTransactions(Turns):
    """What a turn wants sent is stored when the turn is stored already."""

    async def one(self, key: bytes) -> bool:
        waiting: list[Outgoing] = []
        LATER.set(waiting)
        more = await super().one(key)
        LATER.set(None)
        if waiting:
            async with self.database.transaction() as db:
                for outgoing in waiting:
                    await PUT(db, outgoing)
            self.stored()
        return more


async def put_later(db: Db, outgoing: Outgoing) -> str:
    waiting = LATER.get()
    if waiting is None:
        return await PUT(db, outgoing)
    waiting.append(outgoing)
    return outgoing.id


def two_transactions() -> None:
    put(outbox, "put", put_later)
    put(wiring, "Turns", TwoTransactions)


async def again_and_again(db: Db, **given: Any) -> list[outbox.Claimed]:
    """What was on the wire is sent again, however often that was done before."""
    lost = await EXPIRED(db, **given)
    for row in lost:
        again = tables.outbox.update().where(tables.outbox.c.id == row.id)
        await db.execute(again.values(state="queued", repeat="once"))
    return []


NUMBERS = itertools.count(1)


async def store_any(db: Db, bot_id: int, found: list[Arrived], *, now: datetime) -> list[bytes]:
    """No two updates have one number, so none is known again."""
    salt = int(now.timestamp() * 1000) * 1000
    each = [replace(one, update_id=one.update_id + salt + next(NUMBERS)) for one in found]
    return await STORE(db, bot_id, each, now=now)


PLANTED: dict[str, Callable[[], None]] = {
    "confirms first": lambda: put(poller, "Polling", ConfirmsFirst),
    "two transactions": two_transactions,
    "sends again": lambda: put(outbox, "expired", again_and_again),
    "knows no repeats": lambda: put(inbox, "store", store_any),
}
