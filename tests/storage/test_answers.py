"""Every answer can be traced to its version; the question is kept sealed, and not for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage import answers, tables
from bot.storage.answers import KEPT, WORDS_KEPT, Shown, Votes
from bot.storage.database import Database, Db
from bot.storage.outbox import Outgoing, put

from .examples import ANA, BUDI, NOW, met


async def shown(db: Db, chat: int = ANA, **changes: Any) -> Shown:
    customer = await met(db, chat)
    made = Shown(
        customer_id=customer.id,
        outbox_id="0" * 32,
        at=NOW,
        screen="answer",
        version=3,
        policy="mailcamp",
        articles=("mailcamp.retention", "mailcamp.security"),
        language="en",
        words="how long",
    )
    made = replace(made, **changes)
    await answers.add(db, made)
    return made


async def test_an_answer_is_traced_from_its_message_to_version_and_article(
    database: Database,
) -> None:
    async with database.transaction() as db:
        ana = await met(db)
        sent = Outgoing(
            lane="c", place="customer", kind="send", payload={}, repeat="once",
            created_at=NOW, customer_id=ana.id,
        )  # fmt: skip
        made = await shown(db, outbox_id=await put(db, sent))
        await db.execute(sa.update(tables.outbox).values(message_id=77))
        found = await answers.shown_in(db, 77, customer_id=ana.id)
        assert found == made
        assert await answers.shown_in(db, 78, customer_id=ana.id) is None


async def test_anothers_answer_is_as_unknown_as_none(database: Database) -> None:
    async with database.transaction() as db:
        made, budi = await shown(db), await met(db, BUDI)
        assert await answers.get(db, made.id, customer_id=made.customer_id) == made
        assert await answers.get(db, made.id, customer_id=budi.id) is None


async def test_what_waits_for_admins_comes_oldest_first_until_it_is_dismissed(
    database: Database,
) -> None:
    async with database.transaction() as db:
        for words, why in (("one", "unknown"), ("two", None), ("three", "none"), (None, "vote")):
            await shown(db, words=words, why=why)
        waiting = await answers.waiting(db, limit=9)
        assert [one.words for one in waiting] == ["one", "three"]
        assert [one.words for one in await answers.waiting(db, limit=1)] == ["three"]
        await answers.dismiss(db, [waiting[0].seq])
        assert [one.words for one in await answers.waiting(db, limit=9)] == ["three"]


async def test_votes_are_counted_for_each_policy_and_the_last_one_counts(
    database: Database,
) -> None:
    async with database.transaction() as db:
        one, two = await shown(db), await shown(db, policy="crm")
        await shown(db)
        await answers.vote(db, one.id, "up", why=None, reason=None, now=NOW)
        await answers.vote(db, two.id, "up", why=None, reason=None, now=NOW)
        await answers.vote(db, two.id, "down", why="vote", reason="wrong", now=NOW)
        assert await answers.votes(db) == {"mailcamp": Votes(up=1), "crm": Votes(down=1)}
        [waiting] = await answers.waiting(db, limit=9)
        assert (waiting.why, waiting.reason, waiting.version) == ("vote", "wrong", 3)


async def test_questions_go_first_then_what_waits_and_the_answers(database: Database) -> None:
    async with database.transaction() as db:
        plain, open_ = await shown(db), await shown(db, why="none")

        async def words(one: Shown) -> str | None:
            found = await answers.get(db, one.id, customer_id=one.customer_id)
            assert found is not None
            return found.words

        await answers.sweep(db, now=NOW + WORDS_KEPT)
        assert await words(plain) == "how long"
        await answers.sweep(db, now=NOW + WORDS_KEPT + timedelta(seconds=1))
        assert (await words(plain), await words(open_)) == (None, "how long")
        await answers.sweep(db, now=NOW + KEPT + timedelta(seconds=1))
        assert await answers.get(db, plain.id, customer_id=plain.customer_id) is None
        assert await answers.waiting(db, limit=9) == []


async def test_who_is_forgotten_takes_their_answers_along(database: Database) -> None:
    async with database.transaction() as db:
        made, other = await shown(db), await shown(db, BUDI)
        mine = tables.customers.c.id == made.customer_id
        await db.execute(sa.delete(tables.customers).where(mine))
        left = (await db.execute(sa.select(tables.answers.c.id))).scalars().all()
        assert left == [other.id]
