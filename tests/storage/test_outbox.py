"""Messages leave in order, one of a lane at a time, and staff can see the truth about each."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import outbox, tables
from bot.storage.database import Database, Db
from bot.storage.outbox import Claimed, Outgoing, Repeat
from bot.storage.sealing import Keyring

from .examples import GROUP, LATER, MARK, NOW, SOON, met, opened

LEASE = timedelta(seconds=90)
OVER = NOW + LEASE


def message(text: str, **changes: Any) -> Outgoing:
    first = {"lane": "ana", "place": "group", "kind": "text", "repeat": "never", "chat_id": GROUP}
    return Outgoing(**{**first, "payload": {"text": text}, "created_at": NOW, **changes})


async def claim(db: Db, *, now: datetime = NOW, limit: int = 10) -> list[Claimed]:
    return await outbox.claim(db, worker="w", now=now, lease=LEASE, limit=limit)


async def claimed_one(db: Db, **changes: Any) -> Claimed:
    await outbox.put(db, message("Halo", **changes))
    [claimed] = await claim(db)
    return claimed


async def state(db: Db, outbox_id: str) -> str:
    return (await outbox.states(db, [outbox_id]))[outbox_id]


async def payload(db: Db, outbox_id: str) -> bytes | None:
    query = sa.select(tables.outbox.c.payload).where(tables.outbox.c.id == outbox_id)
    found: bytes | None = (await db.execute(query)).scalar_one()
    return found


def texts(claimed: list[Claimed]) -> list[str]:
    return [one.payload["text"] for one in claimed]


async def test_what_is_claimed_is_what_was_put(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        put = await outbox.put(
            db,
            message(
                MARK, place="customer", chat_id=None, case_id=case.id, customer_id=case.customer_id
            ),
        )
        [claimed] = await claim(db)
    assert (claimed.id, claimed.payload) == (put, {"text": MARK})
    assert (claimed.case_id, claimed.customer_id) == (case.id, case.customer_id)
    assert (claimed.place, claimed.chat_id, claimed.state) == ("customer", None, "sending")
    assert (claimed.created_at, claimed.claimed_until) == (NOW, OVER)
    assert MARK not in repr(claimed) + repr(message(MARK))


async def test_a_lane_keeps_its_order_and_has_one_message_on_the_way(database: Database) -> None:
    async with database.transaction() as db:
        for text in ("1", "2", "3"):
            await outbox.put(db, message(text))
        for expected in ("1", "2", "3"):
            [claimed] = await claim(db)
            assert claimed.payload["text"] == expected
            assert await claim(db) == []
            assert claimed.claim
            await outbox.sent(db, claimed.id, claim=claimed.claim, message_id=9, now=NOW)
        assert await claim(db) == []


async def test_lanes_do_not_wait_for_each_other(database: Database) -> None:
    async with database.transaction() as db:
        await outbox.put(db, message("not yet", due_at=LATER))
        await outbox.put(db, message("behind it"))
        await outbox.put(db, message("budi", lane="budi"))
        assert texts(await claim(db)) == ["budi"]
        assert await claim(db, now=SOON) == []
        assert texts(await claim(db, now=LATER)) == ["not yet"]


async def test_the_most_urgent_go_first_and_no_more_than_asked_for(database: Database) -> None:
    async with database.transaction() as db:
        for lane, rank in (("a", 2), ("b", 0), ("c", 1), ("d", 0)):
            await outbox.put(db, message(lane, lane=lane, rank=rank))
        assert texts(await claim(db, limit=3)) == ["b", "d", "c"]


async def test_one_that_is_later_keeps_its_place(database: Database) -> None:
    async with database.transaction() as db:
        claimed = await claimed_one(db)
        await outbox.put(db, message("behind it"))
        assert claimed.claim
        assert await outbox.later(db, claimed.id, claim=claimed.claim, due_at=LATER, attempts=1)
        assert await claim(db, now=SOON) == []
        assert await outbox.next_due(db) == LATER
        [again] = await claim(db, now=LATER)
    assert (again.id, again.attempts) == (claimed.id, 1)


async def test_folded_messages_are_sent_once_with_the_last_word(database: Database) -> None:
    async with database.transaction() as db:
        first = await outbox.put(db, message("board 1", fold="board"))
        assert await outbox.put(db, message("board 2", fold="board")) == first
        assert await outbox.put(db, message("board 2", fold="board", lane="other")) != first
        assert await outbox.put(db, message("board 2", fold="card")) != first
        assert sorted(texts(await claim(db))) == ["board 2", "board 2"]
        assert await outbox.put(db, message("board 3", fold="board")) != first  # it has left


@pytest.mark.parametrize("end", ["sent", "failed", "blocked", "dropped"])
async def test_what_is_over_keeps_its_state_and_not_its_text(database: Database, end: str) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        claimed = await claimed_one(db, case_id=case.id)
        extra = {"message_id": 77} if end == "sent" else {"error": "code"}
        close = getattr(outbox, end)
        assert await close(db, claimed.id, claim=claimed.claim, now=SOON, **extra)
        [shown] = await outbox.of_case(db, case.id)
        assert await payload(db, claimed.id) is None
    assert (shown.state, shown.closed_at) == (end, SOON)
    assert (shown.message_id, shown.error) == ((77, None) if end == "sent" else (None, "code"))


async def test_an_unknown_one_keeps_its_text_and_can_be_sent_again(database: Database) -> None:
    async with database.transaction() as db:
        claimed = await claimed_one(db)
        assert claimed.claim
        assert await outbox.unknown(db, claimed.id, claim=claimed.claim)
        assert await state(db, claimed.id) == "unknown"
        assert await claim(db) == []
        assert await outbox.send_again(db, claimed.id)
        assert not await outbox.send_again(db, claimed.id)
        assert texts(await claim(db)) == ["Halo"]


async def test_an_unknown_one_does_not_hold_up_its_lane(database: Database) -> None:
    async with database.transaction() as db:
        first = await claimed_one(db)
        await outbox.put(db, message("next"))
        assert first.claim
        await outbox.unknown(db, first.id, claim=first.claim)
        [second] = await claim(db)
        assert second.payload["text"] == "next"
        await outbox.send_again(db, first.id)
        assert await claim(db) == [], "two of one lane would be on their way"


@pytest.mark.parametrize(
    ("repeat", "after", "then"),
    [("safe", "queued", "safe"), ("once", "queued", "never"), ("never", "unknown", "never")],
)
async def test_when_a_lease_is_over_the_message_is_repeated_only_if_it_may_be(
    database: Database, repeat: Repeat, after: str, then: Repeat
) -> None:
    async with database.transaction() as db:
        claimed = await claimed_one(db, repeat=repeat)
        assert await outbox.expired(db, now=OVER - timedelta(seconds=1)) == []
        [lost] = await outbox.expired(db, now=OVER)
        assert (lost.id, lost.state, lost.repeat) == (claimed.id, after, then)
        assert lost.payload == {"text": "Halo"}
        assert await state(db, claimed.id) == after
        assert await outbox.expired(db, now=OVER) == []
        assert [one.repeat for one in await claim(db)] == ([then] if after == "queued" else [])


async def test_what_a_desk_known_to_be_gone_held_need_not_wait_for_its_lease(
    database: Database,
) -> None:
    async with database.transaction() as db:
        claimed = await claimed_one(db, repeat="once")
        assert await outbox.expired(db, now=NOW) == []
        assert [await outbox.lapse_all(db, now=NOW) for _ in range(2)] == [1, 0]
        assert [one.id for one in await outbox.expired(db, now=NOW)] == [claimed.id]


async def test_a_receipt_is_repeated_once_and_not_twice(database: Database) -> None:
    async with database.transaction() as db:
        await claimed_one(db, repeat="once")
        await outbox.expired(db, now=OVER)
        await claim(db, now=OVER)
        [lost] = await outbox.expired(db, now=OVER + LEASE)
    assert lost.state == "unknown"


async def test_a_late_answer_of_a_lost_claim_writes_nothing(database: Database) -> None:
    async with database.transaction() as db:
        first = await claimed_one(db, repeat="safe")
        await outbox.expired(db, now=OVER)
        [second] = await claim(db, now=OVER)  # by a worker of the same name
        for result in (
            outbox.sent(db, first.id, claim=str(first.claim), message_id=1, now=OVER),
            outbox.failed(db, first.id, claim=str(first.claim), now=OVER, error="x"),
            outbox.blocked(db, first.id, claim=str(first.claim), now=OVER),
            outbox.later(db, first.id, claim=str(first.claim), due_at=LATER, attempts=2),
            outbox.unknown(db, first.id, claim=str(first.claim)),
        ):
            assert not await result
        assert await state(db, first.id) == "sending"
        assert await outbox.sent(db, first.id, claim=str(second.claim), message_id=2, now=OVER)


async def test_only_what_is_not_on_its_way_can_be_dropped(database: Database) -> None:
    async with database.transaction() as db:
        waiting = await outbox.put(db, message("1", lane="other", due_at=LATER))
        sending = await claimed_one(db)
        assert await outbox.drop(db, waiting, now=NOW)
        assert not await outbox.drop(db, sending.id, now=NOW)
        assert await state(db, waiting) == "dropped"
        assert await payload(db, waiting) is None


async def test_the_counts_say_how_many_and_since_when(database: Database) -> None:
    async with database.transaction() as db:
        assert await outbox.counts(db) == outbox.OutboxCounts({}, None)
        assert await outbox.next_due(db) is None
        await outbox.put(db, message("1"))
        await outbox.put(db, message("2", created_at=SOON))
        await claim(db)
        await outbox.put(db, message("3", lane="budi", created_at=LATER))
        counts = await outbox.counts(db)
        assert await outbox.next_due(db) == LATER
    assert counts == outbox.OutboxCounts({"queued": 2, "sending": 1}, SOON)


async def test_only_what_is_over_is_swept(database: Database) -> None:
    async with database.transaction() as db:
        over = await claimed_one(db)
        assert over.claim
        await outbox.sent(db, over.id, claim=over.claim, message_id=1, now=NOW)
        kept = await outbox.put(db, message("2"))
        assert await outbox.sweep(db, before=NOW) == 0
        assert await outbox.sweep(db, before=SOON) == 1
        assert await outbox.states(db, [over.id, kept]) == {kept: "queued"}


async def test_two_processes_claim_two_thousand_messages_and_none_twice(
    database_url: str, keyring: Keyring
) -> None:
    databases = [Database(database_url, keyring) for _ in range(2)]
    async with databases[0].transaction() as db:
        for number in range(2000):
            await outbox.put(db, message(str(number), lane=f"lane {number % 500}"))
    taken: list[str] = []

    async def work(database: Database) -> None:
        while True:
            async with database.transaction() as db:
                batch = await claim(db, limit=40)
            if not batch:
                return
            assert len({one.lane for one in batch}) == len(batch)
            taken.extend(texts(batch))
            async with database.transaction() as db:
                for one in batch:
                    await outbox.sent(db, one.id, claim=str(one.claim), message_id=1, now=NOW)

    await asyncio.gather(*(work(database) for database in databases for _ in range(2)))
    await asyncio.gather(*(work(database) for database in databases))
    assert sorted(taken, key=int) == [str(number) for number in range(2000)]
    for lane in range(500):
        assert [n for n in taken if int(n) % 500 == lane] == [
            str(lane + 500 * k) for k in range(4)
        ]
    for database in databases:
        await database.dispose()


async def test_a_message_of_a_customer_needs_no_chat_in_clear(database: Database) -> None:
    async with database.transaction() as db:
        customer = await met(db)
        await outbox.put(
            db, message("Halo", place="customer", chat_id=None, customer_id=customer.id)
        )
        rows = (await db.execute(sa.select(tables.outbox))).all()
    assert [row.chat_id for row in rows] == [None]


async def test_a_claim_given_up_is_over_at_once(database: Database) -> None:
    async with database.transaction() as db:
        claimed = await claimed_one(db, repeat="never")
        assert not await outbox.lapse(db, claimed.id, claim="not mine", now=NOW)
        assert await outbox.expired(db, now=NOW) == []
        assert await outbox.lapse(db, claimed.id, claim=str(claimed.claim), now=NOW)
        assert [one.state for one in await outbox.expired(db, now=NOW)] == ["unknown"]
