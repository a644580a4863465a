"""Updates answered a second and the time to each answer, beside the barest bot of the library.

Each runs alone, in turn, at the same loopback Bot API: ours on SQLite and on PostgreSQL, both by
polling and by webhook. Processor time is shown too: it tells more on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from dataclasses import dataclass

from bench.load import BARE, Bot, database, ours, running

PEOPLE, TEXTS = 200, 6
RATE, SECONDS = 100.0, 8.0
"""Of the steady load."""


@dataclass(frozen=True, slots=True)
class Figures:
    rate: float
    processor: float
    """Milliseconds an update."""
    median: float
    late: float
    """Seconds: half of the answers, and 99 of 100, are there by then."""
    resident: float
    start: float


async def measured(bot: Bot, mode: str) -> Figures:
    async with running(bot, mode) as run:
        await run.burst(50, 4)
        before = run.processor
        rate = await run.burst(PEOPLE, TEXTS)
        processor = (run.processor - before) / (PEOPLE * TEXTS) * 1000
        times = await run.steady(RATE, SECONDS, PEOPLE)
        median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        return Figures(rate, processor, median, late, run.resident, run.seconds)


async def compared(kind: str, mode: str, rounds: int) -> None:
    """Bare, ours, bare, ours: what disturbs the machine for a while disturbs both."""
    pairs: list[tuple[Figures, Figures]] = []
    for _ in range(rounds):
        bare = await measured(BARE, mode)
        async with database(kind) as url:
            async with running(ours(url), mode):
                pass  # from then on its knowledge base is known to be sound
            pairs.append((bare, await measured(ours(url), mode)))
    print(f"{kind}, {mode}:")  # noqa: T201
    for name, unit in UNITS.items():
        bares, own = ([getattr(one[place], name) for one in pairs] for place in (0, 1))
        ratio = statistics.median(b / a for a, b in zip(bares, own, strict=True))
        middle = statistics.median(own) * unit[1], statistics.median(bares) * unit[1]
        print(f"  {unit[0]}: {middle[0]:.1f}, bare bot {middle[1]:.1f}: {ratio:.2f}")  # noqa: T201


UNITS = {
    "rate": ("updates answered a second", 1),
    "processor": ("ms of processor an update", 1),
    "median": ("ms to the answer at 100 a second, median", 1000),
    "late": ("the same, 99 of 100", 1000),
    "resident": ("MB resident", 1),
    "start": ("s to ready", 1),
}


async def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    given.add_argument("--mode", action="append", choices=["polling", "webhook"])
    given.add_argument("--rounds", type=int, default=3)
    options = given.parse_args()
    for kind in options.database or ["sqlite", "postgresql"]:
        for mode in options.mode or ["polling", "webhook"]:
            await compared(kind, mode, options.rounds)


if __name__ == "__main__":
    asyncio.run(main())
