"""Messages leave in order, once, and what became of each is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from services.conftest import on_sqlite
from services.office import GROUP, NOW, Office

from bot.delivery.outcome import (
    Blocked,
    Failed,
    Later,
    NoGroup,
    Outcome,
    Sent,
    ThreadGone,
    Unknown,
)
from bot.delivery.worker import LEASE, LONGEST_BACKOFF, SLOTS
from bot.domain.errors import StorageError
from bot.domain.messages import Message
from bot.services import posting
from bot.storage import outbox, tables
from bot.storage.outbox import Repeat, Sending

from .post import Listener, Post, emptied, worker


async def put(office: Office, *texts: str, chat: int = GROUP, repeat: Repeat = "once") -> None:
    async with office.database.transaction() as db:
        for text in texts:
            payload = posting.body(Message(text))
            await posting.put(db, posting.chat(chat), "send", payload, repeat, now=office.now)


async def rows(office: Office) -> Sequence[sa.Row[tuple[str, int, int | None]]]:
    columns = tables.outbox.c
    query = sa.select(columns.state, columns.attempts, columns.message_id, columns.due_at)
    async with office.database.reading() as db:
        return (await db.execute(query.order_by(columns.seq))).all()


async def states(office: Office) -> list[str]:
    return [row.state for row in await rows(office)]


async def test_what_was_put_is_sent_once_and_forgotten(office: Office) -> None:
    await put(office, "one", "two", "three")
    post, told = Post(), Listener()
    await emptied(worker(office, post, told))
    assert post.texts == ["one", "two", "three"]
    assert [(row.state, row.message_id) for row in await rows(office)] == [
        ("sent", 1001),
        ("sent", 1002),
        ("sent", 1003),
    ]
    assert [outcome for _, outcome in told.outcomes] == [Sent(1001), Sent(1002), Sent(1003)]
    async with office.database.reading() as db:
        assert set((await db.execute(sa.select(tables.outbox.c.payload))).scalars()) == {None}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Blocked(), "blocked"), (Failed("bad_request"), "failed"), (Later(5), "queued")],
)
async def test_each_end_is_recorded(office: Office, outcome: Outcome, state: str) -> None:
    await put(office, "one")
    await emptied(worker(office, Post([outcome])))
    assert await states(office) == [state]


@on_sqlite
@pytest.mark.parametrize(
    ("outcome", "attempts", "wait"),
    [
        (Later(7), 0, 7),
        (Later(1, counts=True), 1, 1),
        (ThreadGone(), 0, 0),
        (NoGroup("forbidden"), 0, 30),
    ],
)
async def test_what_was_not_sent_waits_as_long_as_it_must(
    office: Office, outcome: Outcome, attempts: int, wait: int
) -> None:
    await put(office, "one")
    at_work = worker(office, Post([outcome]))
    await at_work.round()
    await asyncio.wait(at_work.busy)
    [row] = await rows(office)
    assert (row.state, row.attempts) == ("queued", attempts)
    assert row.due_at == NOW + timedelta(seconds=wait)


@on_sqlite
async def test_pauses_grow_to_five_minutes_and_end_only_with_success(office: Office) -> None:
    """Days without a network lose nothing; 2 to the 2000th second would be no pause."""
    await put(office, "one")
    post = Post()
    at_work = worker(office, post)
    waits = []
    for tries in (0, 1, 5, 30, 2000):
        async with office.database.transaction() as db:
            await db.execute(sa.update(tables.outbox).values(attempts=tries))
        post.answers = [Later(1, counts=True)]
        await emptied(at_work)
        [row] = await rows(office)
        waits.append((row.due_at - office.now).total_seconds())
        office.now = row.due_at
    assert waits == [1, 2, 32, LONGEST_BACKOFF, LONGEST_BACKOFF]
    await emptied(at_work)
    assert await states(office) == ["sent"]


@pytest.mark.parametrize(
    ("repeat", "sends", "end"),
    [("safe", 3, "sent"), ("once", 2, "unknown"), ("never", 1, "unknown")],
)
async def test_what_may_have_arrived_is_repeated_only_as_often_as_it_may_be(
    office: Office, repeat: Repeat, sends: int, end: str
) -> None:
    await put(office, "one", repeat=repeat)
    post, told = Post([Unknown(), Unknown()]), Listener()
    at_work = worker(office, post, told)
    for _ in range(4):
        await emptied(at_work)
        office.later(seconds=10)
    assert (len(post.sent), await states(office)) == (sends, [end])
    assert told.outcomes[-1][1] == (Sent(1003) if end == "sent" else Unknown())


async def test_what_a_dead_worker_held_falls_due_again(office: Office) -> None:
    await put(office, "one")
    async with office.database.transaction() as db:
        await outbox.claim(db, worker="dead", now=NOW, lease=LEASE, limit=1)
    post = Post()
    await emptied(worker(office, post))
    assert post.texts == []
    office.later(seconds=LEASE.total_seconds())
    await emptied(worker(office, post))
    assert post.texts == ["one"]


async def test_an_answer_after_the_lease_is_over_changes_nothing(office: Office) -> None:
    """Another worker has it by then; only what was recorded is told."""
    await put(office, "one")
    late, told = Post([Failed("late")], gate=asyncio.Event()), Listener()
    slow = worker(office, late, told)
    await slow.round()
    office.later(seconds=LEASE.total_seconds())
    await emptied(worker(office, Post(), name="w2"))
    assert late.gate is not None
    late.gate.set()
    await asyncio.wait(slow.busy)
    assert await states(office) == ["sent"]
    assert told.outcomes == []


@on_sqlite
async def test_a_chat_keeps_its_order_and_waits_for_nobody_elses(office: Office) -> None:
    await put(office, "a1", "a2", chat=-1)
    await put(office, "b1", chat=-2)
    post = Post(gate=asyncio.Event())
    at_work = worker(office, post)
    assert await at_work.round() == 2
    assert await at_work.round() == 0
    assert post.gate is not None
    post.gate.set()
    await asyncio.wait(at_work.busy)
    await emptied(at_work)
    assert post.texts == ["a1", "b1", "a2"]


@on_sqlite
async def test_no_more_are_on_their_way_than_there_are_hands(office: Office) -> None:
    for chat in range(1, SLOTS + 3):
        await put(office, "x", chat=-chat)
    post = Post(gate=asyncio.Event())
    at_work = worker(office, post)
    assert await at_work.round() == SLOTS
    waiting = asyncio.create_task(at_work.round())
    await asyncio.wait([waiting], timeout=0)
    assert len(post.sent) == SLOTS
    assert post.gate is not None
    post.gate.set()
    await waiting
    await emptied(at_work)
    assert len(post.sent) == SLOTS + 2


@on_sqlite
async def test_stopping_finishes_what_has_begun(office: Office) -> None:
    await put(office, "one")
    post = Post(gate=asyncio.Event())
    at_work = worker(office, post)
    running = asyncio.create_task(at_work.run())
    async with asyncio.timeout(20):
        while not post.sent:
            await asyncio.to_thread(lambda: None)
    at_work.stop()
    assert not running.done()
    assert post.gate is not None
    post.gate.set()
    await running
    assert await states(office) == ["sent"]


@on_sqlite
async def test_a_database_that_fails_stops_nobody(office: Office) -> None:
    """An outcome that cannot be recorded is one nobody knows: the lease deals with it."""
    await put(office, "one", "two")
    failing = [StorageError("gone"), None]

    async def told(*_: object) -> None:
        if failing and (error := failing.pop(0)):
            raise error

    post = Post()
    at_work = worker(office, post, told)
    await emptied(at_work)
    assert await states(office) == ["sending", "queued"]
    office.later(seconds=LEASE.total_seconds())
    await emptied(at_work)
    assert post.texts == ["one", "one", "two"]


@on_sqlite
async def test_a_round_that_fails_is_tried_again(office: Office) -> None:
    await put(office, "one")
    async with office.database.transaction() as db:
        await outbox.claim(db, worker="dead", now=NOW, lease=LEASE, limit=1)
    office.later(seconds=LEASE.total_seconds())
    failing = [StorageError("gone")]

    async def told(*_: object) -> None:
        if failing:
            raise failing.pop()

    post = Post()
    at_work = worker(office, post, told)
    running = asyncio.create_task(at_work.run())
    async with asyncio.timeout(20):
        while not post.sent:
            at_work.wake.set()
            await asyncio.to_thread(lambda: None)
    at_work.stop()
    await running
    assert post.texts == ["one"]


def test_a_row_in_the_lists_of_staff_says_nothing_of_its_words() -> None:
    assert "payload" not in Sending.__slots__
