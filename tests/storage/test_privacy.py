"""A thief of the file reads no words, and what was deleted is not in it any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.storage import (
    conversations,
    details,
    edits,
    facts,
    history,
    inbox,
    keys,
    messages,
    outbox,
    people,
    requests,
    sheets,
    tables,
    tasks,
)
from bot.storage.columns import Sealed
from bot.storage.database import Database, Db
from bot.storage.history import Step
from bot.storage.ids import new_id
from bot.storage.inbox import Arrived
from bot.storage.messages import Message
from bot.storage.outbox import Outgoing
from bot.storage.tables import METADATA, ROW_NAMES

from .examples import ANA, MARK, NOW, on_sqlite, opened
from .test_answers import shown
from .test_requests import received

SECRETS = (MARK.encode(), str(ANA).encode())


async def tell_everything(db: Db) -> None:
    """Every sealed column holds the mark, or a customer's chat."""
    await keys.prove(db)
    case = await opened(db, holder_name=MARK)
    await inbox.store(db, 7, [Arrived(1, ANA, MARK)], now=NOW)
    await conversations.save(db, case.customer_id, MARK, version=0, now=NOW)
    await requests.add(db, received(case.id, proposed_words=MARK))
    await details.put(db, case.id, "email", MARK)
    step = Step(case_id=case.id, at=NOW, actor_kind="customer", move="file", words=MARK)
    await history.append(db, step)
    said = Message(id=new_id(), case_id=case.id, author="customer", words=MARK, at=NOW)
    await messages.add(db, said)
    await edits.change(db, said, MARK, now=NOW)
    told = Outgoing(
        lane=case.customer_id,
        place="customer",
        kind="text",
        payload={"text": MARK},
        repeat="once",
        created_at=NOW,
        customer_id=case.customer_id,
    )
    await outbox.put(db, told)
    await people.met(db, -7, 1, MARK, MARK, now=NOW)
    await facts.put_secret(db, "webhook", MARK, now=NOW)
    await sheets.put(db, case.id, 1, MARK, now=NOW)
    await tasks.add(db, tasks.Task(new_id(), case.id, MARK, 1, NOW, words=MARK))
    await shown(db, words=MARK)


async def cells(db: Db) -> list[tuple[str, Any]]:
    """Every value as it is stored, past the column types."""
    found = []
    for table in METADATA.tables:
        for row in (await db.execute(sa.text(f"SELECT * FROM {table}"))).mappings():  # noqa: S608
            found += [(f"{table}.{name}", value) for name, value in row.items()]
    return found


def sealed_columns() -> Iterator[str]:
    for table in METADATA.tables.values():
        yield from (f"{table}.{c.name}" for c in table.c if isinstance(c.type, Sealed))


def file_of(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")


def everything_in(database_url: str) -> bytes:
    """The database with its log and its shared memory."""
    path = file_of(database_url)
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(path.name + "*")))


async def test_no_cell_of_the_database_holds_a_word_or_a_chat(database: Database) -> None:
    async with database.transaction() as db:
        await tell_everything(db)
    async with database.reading() as db:
        found = await cells(db)
    filled = {name for name, value in found if value is not None}
    assert set(sealed_columns()) <= filled, "a sealed column this test does not fill"
    for name, value in found:
        raw = value if isinstance(value, bytes) else str(value).encode()
        assert not any(secret in raw for secret in SECRETS), name


async def test_every_sealed_value_opens_at_the_place_its_row_names(database: Database) -> None:
    """So that a pass over the whole database can check each, or seal it anew."""
    opened = set()
    async with database.transaction() as db:
        await tell_everything(db)
        for table in METADATA.tables.values():
            for row in (await db.execute(sa.select(table))).mappings():
                names = [str(row[name]) for name in ROW_NAMES.get(table.name, ("id",))]
                for column in (c for c in table.c if isinstance(c.type, Sealed)):
                    if db.open(column, ":".join(names), row[column.name]) is not None:
                        opened.add(column)
    sealed = {c for t in METADATA.tables.values() for c in t.c if isinstance(c.type, Sealed)}
    assert {str(column) for column in sealed - opened} == set()


@on_sqlite
async def test_neither_the_file_nor_its_log_holds_a_word(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as db:
        await tell_everything(db)
    for _ in range(2):
        stored = everything_in(database_url)
        assert b"mailcamp" in stored, "the search would find nothing anywhere"
        assert MARK.encode() not in stored
        assert await database.truncate_wal()


@on_sqlite
async def test_the_sealed_text_of_a_done_update_is_gone_after_a_truncate(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as db:
        await inbox.store(db, 7, [Arrived(n, ANA, MARK * n) for n in range(1, 200)], now=NOW)
        bodies = list((await db.execute(sa.select(tables.inbox.c.body))).scalars())
    assert await database.truncate_wal()
    assert all(body[:60] in everything_in(database_url) for body in bodies)
    async with database.transaction() as db:
        for seq in range(1, 200):
            await inbox.done(db, seq)
    assert await database.truncate_wal()
    stored = everything_in(database_url)
    assert not any(body[17:60] in stored for body in bodies)


@on_sqlite
async def test_a_truncate_with_a_reader_in_the_way_says_so(database: Database) -> None:
    async with database.transaction() as db:
        await facts.put(db, "a", "1", now=NOW)
    async with database.reading() as reader:
        await facts.get(reader, "a")
        async with database.transaction() as db:
            await facts.put(db, "a", "2", now=NOW)
        assert not await database.truncate_wal()
    assert await database.truncate_wal()
