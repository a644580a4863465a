"""A burst and a steady stream at the real desk: everything answered, in order, memory flat.

One person writes far more than the others; the others' answers are timed beside theirs.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import defaultdict

from botapi.server import TOKEN, BotApi
from botapi.world import Person

from bench.memory import resident

EACH, RATE = 10, 30
PEOPLE = int(os.environ.get("PRIVASI_LOAD_PEOPLE", "500"))
SECONDS = int(os.environ.get("PRIVASI_LOAD_SECONDS", "60"))
WORDS = ("/help", "/cancel", "/language")
CHATTY = Person(9_999, "Budi")
WAIT = 900.0


def answered(api: BotApi) -> dict[int, list[str]]:
    """The first word of each answer, by chat; what tells of a delay is none."""
    told: dict[int, list[str]] = defaultdict(list)
    for one in api.world.messages:
        if one.by_bot and not one.text.startswith("That was a lot"):
            told[one.chat].append(one.text.split()[0])
    return told


async def burst(api: BotApi) -> float:
    """5,000 updates of 500 people at once, and 300 of one; seconds until the 500 are answered."""
    people = [Person(1_000 + number, "Ana") for number in range(PEOPLE)]
    for number in range(300):
        api.text(CHATTY, WORDS[number % 3])
    for turn in range(EACH):
        for person in people:
            api.text(person, WORDS[turn % 3])
    began = time.monotonic()
    told: dict[int, list[str]] = {}
    for _ in range(int(WAIT)):
        told = answered(api)
        if all(len(told[person.id]) >= EACH for person in people):
            break
        await asyncio.sleep(1)
    for person in people:
        firsts = told[person.id]
        assert len(firsts) == EACH, "somebody was not answered, or twice"
        assert firsts == [firsts[turn % 3] for turn in range(EACH)], "out of order"
    return time.monotonic() - began


async def steady(api: BotApi) -> list[float]:
    """So many a second, each by somebody else; how long each answer took."""
    waits: list[asyncio.Task[float]] = []

    async def one(number: int) -> float:
        person, began = Person(20_000 + number, "Ana"), time.monotonic()
        api.text(person, "/help")
        while person.id not in told:
            await api.next_change(WAIT)
            look()
        return time.monotonic() - began

    told: set[int] = set()
    seen = 0

    def look() -> None:
        """Only what is new since the last look."""
        nonlocal seen
        new, seen = api.world.messages[seen:], len(api.world.messages)
        told.update(one.chat for one in new if one.by_bot)

    for number in range(SECONDS * RATE):
        waits.append(asyncio.create_task(one(number)))
        await asyncio.sleep(1 / RATE)
    return sorted(await asyncio.gather(*waits))


async def main() -> None:
    async with BotApi() as api:
        with tempfile.TemporaryDirectory() as folder:
            settings = {"BOT_SEND_LIMITS": "off", "BOT_STAFF_CHAT": "-1001", "PORT": "0"}
            settings |= {"BOT_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/load.db"}
            settings |= {"BOT_TOKEN": TOKEN, "BOT_API_URL": api.url}
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env={**os.environ, **settings},
                stderr=asyncio.subprocess.DEVNULL,
            )
            api.text(Person(1, "Ana"), "/help")
            await api.until(lambda: bool(api.world.texts(1)), "the desk", WAIT)
            await report(api, process.pid)
            process.terminate()
            await process.wait()


async def report(api: BotApi, pid: int) -> None:
    seconds, before = await burst(api), resident(pid)
    told = len(answered(api)[CHATTY.id])
    say(f"burst: {PEOPLE * EACH} of {PEOPLE} people answered in {seconds:.0f} s, in order")
    say(f"the one who wrote 300 had {told} answers then; {before:.0f} MB")
    waits = await steady(api)
    median, late = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    say(f"steady {RATE}/s for {SECONDS} s: median {median:.0f} ms, 99th percentile {late:.0f} ms")
    say(f"memory after it: {resident(pid):.0f} MB, {resident(pid) / before:.2f} times")
    await api.until(lambda: len(answered(api)[CHATTY.id]) == 300, "all of the 300", WAIT)
    say("the one who wrote 300 has all answers")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
