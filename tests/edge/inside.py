"""The desk's parts in this process, moved by hand: no loop runs, the clock is set by the test."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from botapi.server import TOKEN, BotApi
from pydantic import SecretStr
from telegram import Bot

from bot import settings, wiring
from bot.delivery.limits import Limits
from bot.delivery.shared import Shared
from bot.delivery.truth import Truth
from bot.delivery.worker import Worker
from bot.services.desk import Desk
from bot.services.library import Library
from bot.storage import cases, inbox, tables
from bot.storage.cases import Case
from bot.storage.database import Database
from bot.tg import connect
from bot.tg.app import Routes
from bot.tg.intake import Intake, arrived
from bot.tg.places import Places
from bot.tg.sender import TelegramSender
from bot.tg.turns import Turns
from bot.tg.wire import Wire

from . import ground
from .desk import ANA, GROUP, RECORDED, SARI, TONO, Home, label

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
IMPATIENT = 0.5
"""Seconds until an answer that is held back counts as none."""


@dataclass(slots=True)
class Clock:
    """The one clock of all parts; it moves when a test says so."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(slots=True)
class Inside:
    api: BotApi
    desk: Desk
    bot: Bot
    clock: Clock
    routes: Routes
    intake: Intake
    turns: Turns
    worker: Worker

    @property
    def database(self) -> Database:
        return self.desk.database

    async def store(self) -> None:
        """What people have done so far reaches the inbox."""
        waiting = [arrived(one) for one in self.api.updates.values()]
        self.api.confirm(*self.api.updates)
        await self.intake.store(waiting)

    async def take(self) -> None:
        """Every turn that is due."""
        async with self.database.reading() as db:
            keys = await inbox.waiting(db, now=self.clock())
        for key in keys:
            while await self.turns.one(key):
                pass
        if self.turns.answers:  # presses are answered beside the turns
            await asyncio.wait(self.turns.answers)

    async def deliver(self) -> None:
        """Everything that may be sent now, and what follows from it."""
        while await self.worker.round():
            if self.worker.busy:
                await asyncio.wait(self.worker.busy)

    async def settle(self) -> None:
        """What people did, all that follows, to the end."""
        await self.store()
        await self.take()
        await self.deliver()

    async def case(self) -> Case:
        """The only case there is."""
        async with self.database.reading() as db:
            reference = await db.scalar(sa.select(tables.cases.c.reference))
            found = await cases.by_reference(db, str(reference))
        assert found
        return found

    async def states(self, kind: str = "send") -> list[tuple[str, str]]:
        """Place and state of every message of a kind, oldest first."""
        out = tables.outbox.c
        query = sa.select(out.place, out.state).where(out.kind == kind).order_by(out.seq)
        async with self.database.reading() as db:
            return [(row.place, row.state) for row in await db.execute(query)]

    async def file_one(self) -> Case:
        """Ana stops the marketing; her case has a card."""
        self.api.text(ANA, "/start mailcamp")
        self.api.text(ANA, "Stop the promo e-mails")
        await self.settle()
        self.api.press(ANA, label("quick_opt_out_marketing"))
        await self.settle()
        self.api.text(ANA, "skip")
        await self.settle()
        assert any(RECORDED in text for text in self.api.world.texts(ANA.id))
        return await self.case()


@asynccontextmanager
async def opened(home: Home, *, paced: bool = False, **changes: Any) -> AsyncIterator[Inside]:
    shelf = Library()
    shelf.loaded = replace(ground.loaded(), version=1)
    chosen = settings.bare(
        token=SecretStr(TOKEN),
        staff_chat=GROUP,
        leads=frozenset({SARI.id}),
        admins=frozenset({TONO.id}),
        **changes,
    )
    clock, database = Clock(), home.database()
    chance = random.Random(7).getrandbits  # noqa: S311 - the same in every run
    team, notice = wiring.team(chosen), wiring.notice(chosen)
    desk = Desk(database, shelf, team, notice, clock, chance)
    request = Wire(home.api.url, connections=32, read_timeout=IMPATIENT)
    bot = connect.make_bot(TOKEN, home.api.url, request)
    await bot.initialize()
    routes = Routes(desk, bot.username)
    limits = Shared(database, Limits(chosen.send_limits if paced else None, clock.seconds), clock)
    sender = TelegramSender(bot, Places(desk, clock), limits)
    worker = Worker(database, sender, Truth(desk), clock, "w")
    turns = Turns(database, bot, routes.take, routes.park, clock, worker.wake.set)
    intake = Intake(database, bot.id, clock, turns.wake)
    yield Inside(home.api, desk, bot, clock, routes, intake, turns, worker)
    await bot.shutdown()
    await database.dispose()
