"""Turns: chats beside each other, each in its order; one that fails is kept, then set aside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from telegram import Update

from bot.domain.errors import Behind
from bot.storage import facts, inbox, tables
from bot.storage.database import Db
from bot.storage.inbox import Arrived
from bot.tg import turns
from bot.tg.turns import Reply, Turns

from .desk import ANA, BUDI, TONO, Home, say
from .inside import Inside, opened


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def box(inside: Inside) -> list[tuple[int, str, int]]:
    column = tables.inbox.c
    query = sa.select(column.update_id, column.state, column.attempts).order_by(column.seq)
    async with inside.database.reading() as db:
        return [(row.update_id, row.state, row.attempts) for row in await db.execute(query)]


def failing(inside: Inside, mark: str) -> list[str]:
    """From now on a turn about this text fails, after it has written something."""
    tried: list[str] = []
    take = inside.routes.take

    async def taking(db: Db, update: Update) -> Reply | None:
        if update.message and update.message.text and mark in update.message.text:
            tried.append(update.message.text)
            await facts.put(db, "half", "done", now=inside.clock())
            raise ZeroDivisionError(update.message.text)
        return await take(db, update)

    inside.turns.take = taking
    return tried


async def test_a_failed_turn_is_tried_again_after_its_pauses_then_set_aside(
    inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.api.text(ANA, "/help")
    await inside.settle()
    tried = failing(inside, "rabbit")
    inside.api.text(ANA, "the rabbit hides")
    inside.api.text(ANA, "/status")
    await inside.store()
    for attempt, pause in enumerate((1, 5, 30), 1):
        await inside.take()
        assert await box(inside) == [
            (1, "done", 0),
            (2, "waiting", attempt),
            (3, "waiting", 0),
        ]
        inside.clock.advance(pause - 0.1)
        await inside.take()
        assert len(tried) == attempt
        inside.clock.advance(0.1)
    await inside.take()
    await inside.settle()
    assert await box(inside) == [(1, "done", 0), (2, "parked", 3), (3, "done", 0)]
    assert say("fault") in inside.api.world.texts(ANA.id)
    assert say("staff.parked", update=2) in inside.api.world.texts(TONO.id)
    assert "rabbit" not in capsys.readouterr().err
    async with inside.database.reading() as db:
        assert await facts.get(db, "half") is None


async def test_an_update_the_library_cannot_read_is_set_aside_and_the_chat_goes_on(
    inside: Inside,
) -> None:
    bad = '{"update_id": 9, "message": {"message_id": 1}}'
    await inside.intake.store([Arrived(9, ANA.id, bad), Arrived(10, BUDI.id, bad)])
    for pause in (1, 5, 30, 0):
        await inside.take()
        inside.clock.advance(pause)
    assert await box(inside) == [(9, "parked", 3), (10, "parked", 3)]
    inside.api.text(ANA, "/help")
    await inside.settle()
    assert inside.api.world.texts(ANA.id)


async def test_an_update_whose_seal_is_broken_is_set_aside_at_once(inside: Inside) -> None:
    inside.api.text(ANA, "the rabbit hides")
    inside.api.text(ANA, "/help")
    await inside.store()
    async with inside.database.transaction() as db:
        first = tables.inbox.c.update_id == 1
        await db.execute(sa.update(tables.inbox).where(first).values(body=b"\x01" + bytes(64)))
    await inside.take()
    await inside.settle()
    assert await box(inside) == [(1, "parked", 0), (2, "done", 0)]
    assert say("help").splitlines()[0] in inside.api.world.texts(ANA.id)[0]
    assert say("staff.parked", update=1) in inside.api.world.texts(TONO.id)


@pytest.mark.parametrize(("choice", "ends"), [("again", "done"), ("drop", "done")])
async def test_admins_decide_what_becomes_of_an_update_set_aside(
    inside: Inside, choice: str, ends: str
) -> None:
    take = inside.turns.take
    failing(inside, "/help")
    inside.api.text(ANA, "/help")
    await inside.store()
    for pause in (1, 5, 30, 0):
        await inside.take()
        inside.clock.advance(pause)
    assert await box(inside) == [(1, "parked", 3)]
    inside.turns.take = take
    inside.api.text(TONO, "/parked")
    await inside.settle()
    assert any("Update 1, stored" in text for text in inside.api.world.texts(TONO.id))
    inside.api.press(TONO, say(f"parked.button.{choice}"))
    await inside.settle()
    await inside.settle()
    assert (await box(inside))[0][1] == ends
    assert bool(inside.api.world.texts(ANA.id)) == (choice == "again")
    inside.api.text(TONO, "/parked")
    await inside.settle()
    assert inside.api.world.texts(TONO.id)[-1] == say("parked.none")


async def test_a_worker_survives_a_turn_that_cannot_even_be_set_aside(inside: Inside) -> None:
    """Whatever happens to one update, the hands of the desk stay at work."""
    seen = asyncio.Event()

    async def take(_: Db, update: Update) -> Reply | None:
        if update.message is None:
            raise ZeroDivisionError
        seen.set()
        return None

    async def park(_: Db, __: int, ___: Update | None) -> None:
        raise ZeroDivisionError

    made = Turns(inside.database, inside.bot, take, park, inside.clock, lambda: None)
    inside.intake.wake = made.wake
    worker = asyncio.create_task(made.work())
    async with inside.database.transaction() as db:
        bad = [Arrived(number, None, f'{{"update_id": {number}}}') for number in (50, 51)]
        keys = await inbox.store(db, inside.bot.id, bad, now=inside.clock())
        for row in (1, 2):
            await inbox.retry(db, row, attempts=3, due_at=inside.clock())
    made.wake(keys)
    inside.api.text(ANA, "/help")
    await inside.store()
    await asyncio.wait_for(seen.wait(), 30)
    assert not worker.done()
    made.stop()
    made.ready.release()
    await asyncio.wait_for(worker, 30)


async def test_a_busy_chat_does_not_hold_the_others_up(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one pair of hands: then it is the queue that is fair, and not the speed of a server."""
    monkeypatch.setattr(turns, "WORKERS", 1)
    taken: list[int] = []
    answered = asyncio.Event()

    async def take(_: Db, update: Update) -> Reply | None:
        chat = update.effective_chat
        assert chat
        taken.append(chat.id)
        if chat.id == BUDI.id:
            answered.set()
        return None

    made = Turns(inside.database, inside.bot, take, inside.turns.park, inside.clock, lambda: None)
    inside.intake.wake = made.wake
    for number in range(200):
        inside.api.text(ANA, str(number))
    inside.api.text(BUDI, "/help")
    await inside.store()
    running = asyncio.create_task(made.run())
    await asyncio.wait_for(answered.wait(), 30)
    made.stop()
    await asyncio.wait_for(running, 30)
    assert taken.index(BUDI.id) == 1


async def test_the_updates_of_a_chat_are_taken_in_their_order(inside: Inside) -> None:
    told: dict[int, list[str]] = {ANA.id: [], BUDI.id: []}
    done = asyncio.Event()

    async def take(_: Db, update: Update) -> Reply | None:
        assert update.message
        assert update.message.text
        told[update.message.chat_id].append(update.message.text)
        if sum(map(len, told.values())) == 60:
            done.set()
        return None

    made = Turns(inside.database, inside.bot, take, inside.turns.park, inside.clock, lambda: None)
    inside.intake.wake = made.wake
    running = asyncio.create_task(made.run())
    for number in range(30):
        inside.api.text(ANA, str(number))
        inside.api.text(BUDI, str(number))
        await inside.store()
    await asyncio.wait_for(done.wait(), 30)
    made.stop()
    await asyncio.wait_for(running, 30)
    assert told == {chat: [str(one) for one in range(30)] for chat in (ANA.id, BUDI.id)}


async def test_what_takes_long_is_at_hand_before_the_turn_holds_the_writer(
    inside: Inside,
) -> None:
    order: list[str] = []

    async def ahead() -> None:
        async with inside.database.transaction():  # nobody holds it yet
            order.append("ahead")

    async def take(db: Db, __: Update) -> Reply | None:
        if not order:
            assert db.brief
            order.append("behind")
            raise Behind("not loaded yet")
        order.append("turn")
        return None

    made = Turns(
        inside.database, inside.bot, take, inside.turns.park, inside.clock, lambda: None, ahead
    )
    keys: list[bytes] = []
    inside.intake.wake = keys.extend
    inside.api.text(ANA, "/help")
    await inside.store()
    await asyncio.wait_for(made.one(keys[0]), 30)
    assert order == ["behind", "ahead", "turn"]
