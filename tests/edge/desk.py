"""Desks as processes: started, killed, started again, and what must hold afterwards."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import sqlalchemy as sa
from botapi.server import PATIENCE, TOKEN, BotApi
from botapi.world import Person
from forks import FORKS

from bot.language.catalogue import catalogue
from bot.storage import outbox, tables
from bot.storage.database import Database
from bot.storage.inbox import counts
from bot.storage.sealing import Keyring

from . import stopping

ROOT = bytes(range(32))
KEYS = base64.urlsafe_b64encode(ROOT).decode()
HERE = Path(__file__).parents[2]
GROUP = -1_001_000_000_042
ANA, BUDI = Person(101, "Ana"), Person(102, "Budi", "id")
RINA, SARI, TONO = Person(201, "Rina"), Person(301, "Sari"), Person(401, "Tono")
say = catalogue("en")
RECORDED = say("recorded", reference="").strip()


@dataclass(slots=True)
class Child:
    """A desk in a process of its own."""

    process: ForkServerProcess

    async def gone(self) -> int:
        async with asyncio.timeout(PATIENCE):
            await asyncio.to_thread(self.process.join, PATIENCE)
        assert self.process.exitcode is not None, "the desk does not stop"
        return self.process.exitcode

    def kill(self) -> None:
        self.process.kill()

    async def stop(self) -> int:
        """SIGTERM, and all that has begun is finished."""
        self.process.terminate()
        return await self.gone()


@dataclass(slots=True)
class Home:
    """What outlives a process: its database, its keys, its Telegram."""

    api: BotApi
    url: str
    folder: Path
    knowledge: Path
    children: list[Child] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(HERE),
            "BOT_API_URL": self.api.url,
            "BOT_TOKEN": TOKEN,
            "BOT_DATABASE_URL": self.url.replace("postgresql:", "postgresql+asyncpg:"),
            "BOT_SECRET_KEYS": KEYS,
            "BOT_KNOWLEDGE": str(self.knowledge),
            "BOT_STAFF_CHAT": str(GROUP),
            "BOT_LEADS": f"{SARI.id}",
            "BOT_ADMINS": f"{TONO.id}",
            "BOT_SEND_LIMITS": "off",
            "BOT_LOG_FORMAT": "json",
            "PORT": "0",
            **more,
        }

    def start(
        self,
        seam: str = "",
        nth: int = 1,
        more: Mapping[str, str] | None = None,
        words: Sequence[str] = ("run",),
    ) -> Child:
        """The real command in a forked process, which ends itself at the seam."""
        given = seam, nth, self.environment(**(more or {})), self.folder, words
        child = Child(FORKS.Process(target=stopping.run, args=given, daemon=True))
        child.process.start()
        self.children.append(child)
        return child

    async def command(self, **more: str) -> Process:
        """`python -m bot run`, as an operator starts it."""
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self.environment(**more),
                cwd=self.folder,
                stdin=DEVNULL,
                stderr=log,
            )
        self.processes.append(process)
        return process

    async def leave(self) -> None:
        for child in self.children:
            child.kill()
            await child.gone()
        for process in self.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def database(self) -> Database:
        return Database(self.url, Keyring([ROOT]))

    async def quiet(self) -> None:
        """Until nothing waits to be taken or sent."""
        database = self.database()
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE
        try:
            while (left := await unfinished(database)) and clock() < until:
                await self.api.next_change(0.05)
            assert not left, f"unfinished: {left}; {(self.folder / 'log').read_text()[-2000:]}"
        finally:
            await database.dispose()

    async def problems(self, *, requests: int = 1) -> list[str]:
        """Everything that does not hold and must, whenever and wherever a desk was killed."""
        database = self.database()
        try:
            return await found_wrong(database, self.api, requests)
        finally:
            await database.dispose()


async def unfinished(database: Database) -> dict[str, int]:
    async with database.reading() as db:
        states = (await outbox.counts(db)).states
        waiting = (await counts(db)).waiting
    left = {"waiting": waiting}
    left |= {state: states.get(state, 0) for state in ("queued", "sending")}
    return {name: count for name, count in left.items() if count}


async def found_wrong(database: Database, api: BotApi, requests: int) -> list[str]:
    box, out = tables.inbox, tables.outbox
    async with database.reading() as db:
        taken = (await db.execute(sa.select(box.c.update_id, box.c.state, box.c.body))).all()
        filed = await db.scalar(sa.select(sa.func.count()).select_from(tables.requests))
        sent = (await db.execute(sa.select(out.c.state, out.c.message_id, out.c.kind))).all()
        sound = "ok"
        if database.dialect == "sqlite":
            sound = await db.scalar(sa.text("PRAGMA integrity_check"))
    stored = {row.update_id for row in taken}
    odd = [(row.update_id, row.state) for row in taken if row.state != "done"]
    left = [row.state for row in sent if row.state in ("queued", "sending", "failed")]
    untrue = [
        row for row in sent if (row.state, row.kind, row.message_id) == ("sent", "send", None)
    ]
    found = {
        f"the database is broken: {sound}": sound != "ok",
        f"confirmed and not stored: {sorted(api.confirmed - stored)}": api.confirmed - stored,
        "stored twice": len(stored) != len(taken),
        f"not handled: {odd}": odd,
        "handled, and its text still there": [one for one in taken if one.body is not None],
        f"filed {filed} requests": filed != requests,
        f"not sent: {left}": left,
        "called sent, without an answer": untrue,
    }
    return [what for what, is_so in found.items() if is_so]


def label(key: str) -> str:
    """A button as the customer reads it."""
    return say(f"button.{key}")


async def ask_to_stop(api: BotApi) -> None:
    """Ana asks that the marketing stops: three inputs, one request, one receipt."""
    api.text(ANA, "/start mailcamp")
    await api.until_said(ANA.id, say("start_company", name="Mailcamp").splitlines()[0])
    api.text(ANA, "Stop the promo e-mails")
    await api.until_said(ANA.id, say("quick.opt_out_marketing", name="Mailcamp"))
    api.press(ANA, label("quick_opt_out_marketing"))
    await api.until_said(ANA.id, RECORDED)


def receipts(api: BotApi, chat: int = ANA.id) -> list[str]:
    return [text for text in api.world.texts(chat) if RECORDED in text]


KILLED = -signal.SIGKILL
