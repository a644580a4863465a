"""Limits of sending hold for all processes of a database together, and after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.limits import BURST, Limits
from bot.delivery.shared import Shared
from bot.storage import paces, tables
from bot.storage.database import Database
from bot.storage.sealing import Keyring

RATES = (30.0, 1.0, 20.0)
ANA, BUDI, GROUP = 5_000_000_042, 5_000_000_043, -1_001_234_567_890
AT_ONCE = int(BURST)


class Clock:
    """Both of a process: one that only goes on, and one that can be set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
        self.passed = 100.0

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.passed

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.passed += seconds


class Processes:
    """As many as are asked for, at one database."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.url, self.keyring, self.clock = url, keyring, Clock()
        self.opened: list[Database] = []

    def one(self, rates: tuple[float, float, float] | None = RATES) -> Shared:
        self.opened.append(Database(self.url, self.keyring))
        return Shared(self.opened[-1], Limits(rates, self.clock.seconds), self.clock)


@pytest.fixture
async def processes(database_url: str, keyring: Keyring) -> AsyncIterator[Processes]:
    made = Processes(database_url, keyring)
    yield made
    for database in made.opened:
        await database.dispose()


async def count(chat: int, *by: Shared, tries: int = 12) -> int:
    """How many go out of so many tries, by turns."""
    return sum([await by[n % len(by)].reserve(chat) == 0 for n in range(tries)])


async def test_two_processes_together_keep_one_limit(processes: Processes) -> None:
    first, second = processes.one(), processes.one()
    assert await count(ANA, first, second) == AT_ONCE
    assert await second.reserve(BUDI) == 0
    processes.clock.later(2)
    assert await count(ANA, first, second) == 2


async def test_a_group_s_minute_is_shared_too(processes: Processes) -> None:
    by = [processes.one() for _ in range(4)]
    sent = 0
    for _ in range(60):
        sent += await count(GROUP, *by, tries=4)
        processes.clock.later(1)
    assert sent <= 16 + 20


async def test_a_restart_gives_nothing_extra(processes: Processes) -> None:
    assert await count(ANA, processes.one()) == AT_ONCE
    assert await count(ANA, processes.one()) == 0


async def test_a_pause_of_a_group_holds_everybody_and_survives_a_restart(
    processes: Processes,
) -> None:
    """Also where no limits are kept, and for calls that are not counted."""
    first, second = processes.one(None), processes.one(None)
    await first.hold(GROUP, 7)
    for other in (second, processes.one(None), processes.one()):
        assert await other.reserve(GROUP) == pytest.approx(7)
        assert await other.rest_of_hold(GROUP) == pytest.approx(7)
    assert await second.reserve(-1) == 0
    processes.clock.later(7)
    assert await second.reserve(GROUP) == 0
    assert await first.reserve(GROUP) == 0


async def test_a_clock_set_back_holds_nothing_up(processes: Processes) -> None:
    first = processes.one()
    assert await count(ANA, first) == AT_ONCE
    await first.hold(GROUP, 7)
    processes.clock.at -= timedelta(hours=1)
    assert await processes.one().reserve(GROUP) == pytest.approx(7)
    assert await first.reserve(ANA) == pytest.approx(1)
    processes.clock.later(1)
    assert await count(ANA, first) == 1


async def test_nobody_s_chat_can_be_read_there_and_it_is_gone_after_a_day(
    processes: Processes,
) -> None:
    await processes.one().reserve(ANA)
    database = processes.opened[0]
    async with database.transaction() as db:
        rows = (await db.execute(sa.select(tables.paces.c.key))).all()
        assert len(rows) == 2
        assert not any(str(ANA).encode() in row.key for row in rows)
        later = processes.clock() + timedelta(seconds=1)
        assert await paces.sweep(db, before=later) == 2
