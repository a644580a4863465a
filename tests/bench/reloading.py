"""How long answers take while a knowledge base is checked and swapped in, beside the usual."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from bot.answering import load, ready
from bot.answering.answer import Engine
from bot.services import reload

USUAL = 4_000


Asked = list[tuple[str, str | None]]


async def answered(engine: Engine, asked: Asked, done: Callable[[int], bool]) -> list[float]:
    """Seconds of each answer, one after the other, until it is enough."""
    each: list[float] = []
    for question, policy in cycle(asked):
        began = time.perf_counter()
        engine.answer(question, policy)
        await asyncio.sleep(0)
        each.append(time.perf_counter() - began)
        if done(len(each)):
            break
    return each


def late(each: list[float]) -> float:
    """The time that 99 of 100 answers stay under."""
    return sorted(each)[int(len(each) * 0.99)]


async def reloaded(files: dict[str, str]) -> None:
    """As the desk does it: checked in another process, read back in a thread."""
    problems, kept = await reload.examined(files, None)
    if problems or kept is None:
        raise SystemExit(str(problems[:1]))
    if await asyncio.to_thread(ready.read, kept) is None:
        raise SystemExit("what was kept cannot be read")


async def main() -> None:
    files = load.files(Path("knowledge"))
    knowledge, problems = load.parse(files)
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    engine = Engine(knowledge)
    goldens = (q.golden for q in knowledge.questions if q.golden.role == "must")
    asked = [(golden.question, golden.policy) for golden in goldens]
    usual = await answered(engine, asked, lambda count: count == USUAL)
    swap = asyncio.ensure_future(reloaded(files))
    during = await answered(engine, asked, lambda _: swap.done())
    await swap
    ratio = late(during) / late(usual)
    said = f"{ratio:.2f} ({len(during)} and {len(usual)} answers)"
    print(f"99th percentile of answers during a reload / usually: {said}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
