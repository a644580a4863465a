"""Resident memory of `run` with the whole knowledge base beside that of a bare echo bot."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from botapi.server import TOKEN, BotApi
from botapi.world import Person

ASKED = 50
WAIT = 120.0


def resident(process: int) -> float:
    """Megabytes, as the kernel counts them."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def measure(*command: str, **settings: str) -> float:
    """The memory of a bot that has answered fifty questions."""
    async with BotApi() as api:
        environment = {**os.environ, **settings, "BOT_TOKEN": TOKEN, "BOT_API_URL": api.url}
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            for number in range(ASKED):
                asking = Person(1001 + number, "Ana")  # one alone would be answered more slowly
                api.text(asking, f"mailcamp: how long do you keep my data {number}")
            await api.until(lambda: len(api.of("sendMessage")) >= ASKED, patience=WAIT)
            return resident(process.pid)
        finally:
            process.terminate()
            await process.wait()


async def main() -> None:
    bare = await measure(sys.executable, "tests/bench/echo.py")
    with tempfile.TemporaryDirectory() as folder:
        ours = await measure(
            sys.executable,
            "-m",
            "bot",
            "run",
            BOT_DATABASE_URL=f"sqlite+aiosqlite:///{folder}/bench.db",
            BOT_SEND_LIMITS="off",
            BOT_KNOWLEDGE=os.environ.get("BOT_KNOWLEDGE", "knowledge"),
            BOT_STAFF_CHAT="-1001",
            PORT="0",
        )
    print(f"run {ours:.0f} MB, bare bot {bare:.0f} MB: {ours / bare:.2f} times")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
