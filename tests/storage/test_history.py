"""Nothing in a history can be altered, added or taken out unseen; its words can go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import history, tables
from bot.storage.database import Database, Db
from bot.storage.history import Entry, Step

from .examples import LATER, MARK, NOW, SOON, opened


async def told(db: Db) -> list[Entry]:
    case = await opened(db)
    steps = [
        Step(case_id=case.id, at=NOW, actor_kind="customer", move="file", words=MARK),
        Step(case_id=case.id, at=SOON, actor_kind="staff", actor_id=2**40, move="take"),
        Step(
            case_id=case.id,
            request_id="r",
            at=LATER,
            actor_kind="lead",
            actor_id=8,
            move="refuse",
            from_status="proposed",
            to_status="refused",
            words="",
        ),
    ]
    return [await history.append(db, step) for step in steps]


async def test_a_history_comes_back_whole_and_in_order(database: Database) -> None:
    async with database.transaction() as db:
        entries = await told(db)
        found = await history.of_case(db, entries[0].case_id)
        assert await history.head(db, entries[0].case_id) == entries[-1].chain
    assert found == entries
    assert [entry.seq for entry in found] == [1, 2, 3]
    assert history.broken(found) is None
    assert MARK not in repr(found)


async def test_a_history_without_words_still_verifies(database: Database) -> None:
    async with database.transaction() as db:
        entries = await told(db)
        await history.forget_words(db, entries[0].case_id)
        found = await history.of_case(db, entries[0].case_id)
    assert [(entry.words, entry.salt) for entry in found] == [(None, None)] * 3
    assert history.broken(found) is None
    assert found[-1].chain == entries[-1].chain


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "something else"},
        {"salt": "00"},
        {"digest": "00"},
        {"chain": "00"},
        {"at": LATER},
        {"actor_kind": "lead"},
        {"actor_id": 9},
        {"move": "close"},
        {"request_id": "other"},
        {"from_status": "x"},
        {"to_status": "x"},
        {"id": "other"},
        {"seq": 4},
        {"case_id": "other"},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_an_altered_entry_is_found(database: Database, changes: dict[str, Any]) -> None:
    async with database.transaction() as db:
        entries = await told(db)
    for place in range(3):
        if "words" in changes or "salt" in changes:
            place = 0
        altered = [*entries]
        altered[place] = replace(altered[place], **changes)
        if altered != entries:
            assert history.broken(altered) == place + 1


async def test_a_missing_moved_or_foreign_entry_is_found(database: Database) -> None:
    async with database.transaction() as db:
        first, second, third = await told(db)
        foreign = (await told(db))[1]
    assert history.broken([second, third]) == 1
    assert history.broken([first, third]) == 2
    assert history.broken([first, third, second]) == 2
    assert history.broken([first, foreign, third]) == 2


async def test_equal_words_have_unequal_digests(database: Database) -> None:
    """Or whoever sees two digests knows that two people said the same."""
    async with database.transaction() as db:
        assert (await told(db))[0].digest != (await told(db))[0].digest


async def test_the_salt_is_no_help_to_who_guesses(database: Database) -> None:
    async with database.transaction() as db:
        entries = await told(db)
        rows = (await db.execute(sa.select(tables.history))).all()
    assert not any(str(entries[0].salt).encode() in row.salt for row in rows if row.salt)


async def test_steps_at_the_same_moment_make_one_chain(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)

    async def append() -> None:
        async with database.transaction() as db:
            step = Step(case_id=case.id, at=NOW, actor_kind="staff", move="note", words="x")
            await history.append(db, step)

    await asyncio.gather(*(append() for _ in range(10)))
    async with database.reading() as db:
        found = await history.of_case(db, case.id)
    assert len(found) == 10
    assert history.broken(found) is None


async def test_a_case_without_history_has_a_head_too(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        assert await history.head(db, case.id) == history.GENESIS
        assert history.broken([]) is None
