"""Who writes very much is answered later: all of it, in order, and nobody else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from storage.examples import on_sqlite
from telegram import Update

from bot.services import notices
from bot.storage.database import Db
from bot.tg import pace
from bot.tg.pace import AT_ONCE, SECONDS, Pace
from bot.tg.turns import Reply, Turns

from .desk import ANA, BUDI, GROUP, RINA, Home, say
from .inside import Inside, opened

pytestmark = on_sqlite
HELP, SLOWER = say("help").splitlines()[0], say("slower")


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:

        async def told(db: Db, chat: int) -> None:
            await notices.slower(db, made.desk, chat)

        made.turns.pace = Pace(made.clock.seconds, told)
        yield made


def told(inside: Inside, chat: int) -> list[str]:
    return [text.splitlines()[0] for text in inside.api.world.texts(chat)]


async def test_what_is_too_much_at_once_is_answered_later_and_said_so_once(
    inside: Inside,
) -> None:
    for _ in range(AT_ONCE + 15):
        inside.api.text(ANA, "/help")
    inside.api.text(BUDI, "/help")
    await inside.settle()
    assert told(inside, ANA.id) == [*[HELP] * AT_ONCE, SLOWER]
    assert len(told(inside, BUDI.id)) == 1
    for _ in range(SECONDS):
        inside.clock.advance(1)
        await inside.take()
        await inside.deliver()
    assert told(inside, ANA.id) == [*[HELP] * AT_ONCE, SLOWER, *[HELP] * 15]


async def test_twenty_in_ten_seconds_are_not_too_much(inside: Inside) -> None:
    for _ in range(3):
        for _ in range(AT_ONCE):
            inside.api.text(ANA, "/help")
        await inside.settle()
        inside.clock.advance(SECONDS)
    assert told(inside, ANA.id) == [HELP] * 3 * AT_ONCE


async def test_buttons_and_the_staff_group_are_not_slowed(inside: Inside) -> None:
    inside.api.text(ANA, "/language")
    await inside.settle()
    for _ in range(AT_ONCE + 5):
        inside.api.press(ANA, "English")
        inside.api.text(RINA, "/queue", GROUP)
    await inside.settle()
    await inside.settle()
    assert SLOWER not in told(inside, ANA.id)
    assert len(told(inside, GROUP)) == AT_ONCE + 5


async def test_a_chat_that_rests_is_taken_up_by_itself_in_its_order(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SECONDS", 0.02)
    taken: list[str] = []
    done = asyncio.Event()

    async def take(_: Db, update: Update) -> Reply | None:
        assert update.message
        taken.append(update.message.text or "")
        if len(taken) == 60:
            done.set()
        return None

    async def passing(_: Db, __: int) -> None:
        rests.append(0.001)

    rests: list[float] = []
    made = Turns(inside.database, inside.bot, take, inside.turns.park, inside.clock, lambda: None)
    made.pace = Pace(lambda: sum(rests), passing)
    inside.intake.wake = made.wake
    for number in range(60):
        inside.api.text(ANA, str(number))
    running = asyncio.create_task(made.run())
    await inside.store()
    await asyncio.wait_for(done.wait(), 30)
    made.stop()
    await asyncio.wait_for(running, 30)
    assert taken == [str(number) for number in range(60)]
    assert len(rests) == 60 - AT_ONCE
