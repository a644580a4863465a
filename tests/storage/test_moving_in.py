"""From an embedded database to a server's: every row, still sealed, and the work goes on there."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.errors import KeyMissing, StorageError
from bot.storage import copies, inbox, moving_in, tables
from bot.storage.database import Database
from bot.storage.inbox import Arrived
from bot.storage.migrate import migrate
from bot.storage.sealing import Keyring
from bot.storage.tables import METADATA

from .examples import ANA, MARK, NOW
from .test_privacy import tell_everything

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def copy(tmp_path: Path, keyring: Keyring, sqlite_template: Path) -> Path:
    """Of an embedded database in which something stands everywhere."""
    path = tmp_path / "old.db"
    await asyncio.to_thread(shutil.copyfile, sqlite_template, path)
    database = Database(f"sqlite+aiosqlite:///{path}", keyring)
    async with database.transaction() as db:
        await tell_everything(db)
        await inbox.store(db, 7, [Arrived(n, ANA, MARK) for n in range(2, 600)], now=NOW)
    await database.dispose()
    copies.back_up(path, tmp_path / "copy")
    return tmp_path / "copy"


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    found = {}
    async with database.reading() as db:
        for table in METADATA.sorted_tables:
            query = sa.select(table).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row) for row in (await db.execute(query)).mappings()]
    return found


async def test_every_row_arrives_as_it_was(
    copy: Path, database: Database, keyring: Keyring
) -> None:
    assert moving_in.is_embedded(copy)
    count = await moving_in.move(copy, database)
    old = Database(f"sqlite+aiosqlite:///{copy}", keyring)
    before, after = await rows(old), await rows(database)
    await old.dispose()
    assert after == before
    assert count == sum(map(len, before.values())) > 600


async def test_what_comes_later_is_counted_on(copy: Path, database: Database) -> None:
    await moving_in.move(copy, database)
    async with database.transaction() as db:
        await inbox.store(db, 7, [Arrived(10_000, ANA, MARK)], now=NOW)
        seqs = list((await db.execute(sa.select(tables.inbox.c.seq))).scalars())
    assert len(set(seqs)) == len(seqs) == 600


async def test_a_database_in_use_is_left_alone(copy: Path, database: Database) -> None:
    async with database.transaction() as db:
        await inbox.store(db, 7, [Arrived(1, ANA, MARK)], now=NOW)
    before = await rows(database)
    with pytest.raises(StorageError, match="in use"):
        await moving_in.move(copy, database)
    assert await rows(database) == before


async def test_with_other_keys_nothing_moves(copy: Path, database_url: str) -> None:
    await migrate(database_url)
    database = Database(database_url, Keyring([bytes(32)]))
    with pytest.raises(KeyMissing):
        await moving_in.move(copy, database)
    assert not any((await rows(database)).values())
    await database.dispose()
