"""A desk with a wrong or missing key does not start, and does not hide it behind a new one."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.domain.errors import KeyMissing
from bot.storage import keys, tables
from bot.storage.database import Database
from bot.storage.keyfile import beside
from bot.storage.sealing import Keyring

from .examples import on_sqlite

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


async def prove(url: str, ring: Keyring) -> None:
    database = Database(url, ring)
    try:
        async with database.transaction() as db:
            await keys.prove(db)
    finally:
        await database.dispose()


async def test_the_same_key_is_proved_at_every_start(database_url: str) -> None:
    for _ in range(2):
        await prove(database_url, Keyring([OLD]))
    with pytest.raises(KeyMissing):
        await prove(database_url, Keyring([NEW]))


async def test_another_key_is_refused_and_the_missing_one_named(database_url: str) -> None:
    await prove(database_url, Keyring([OLD]))
    with pytest.raises(KeyMissing, match=Keyring([OLD]).ids[0]):
        await prove(database_url, Keyring([NEW]))
    await prove(database_url, Keyring([OLD]))  # and the refused one left no trace


async def test_a_key_is_added_in_front_and_the_old_one_stays_needed(database_url: str) -> None:
    await prove(database_url, Keyring([OLD]))
    await prove(database_url, Keyring([NEW, OLD]))
    with pytest.raises(KeyMissing, match=Keyring([OLD]).ids[0]):
        await prove(database_url, Keyring([NEW]))


async def test_a_key_that_only_has_the_right_id_is_refused(database: Database) -> None:
    async with database.transaction() as db:
        await keys.prove(db)
        proof = (await db.execute(sa.select(tables.keys.c.proof))).scalar_one()
        await db.execute(sa.update(tables.keys).values(proof=proof[:-1] + bytes([proof[-1] ^ 1])))
        with pytest.raises(KeyMissing, match=database.keyring.ids[0]):
            await keys.prove(db)


@on_sqlite
async def test_a_lost_key_file_is_not_replaced(database_url: str) -> None:
    path = Path(make_url(database_url).database or "")
    ring = Keyring.made_beside(path)  # migrated, and nothing sealed in it yet
    await prove(database_url, ring)
    beside(path).unlink()
    with pytest.raises(KeyMissing, match=ring.ids[0]):
        Keyring.made_beside(path)
    assert not beside(path).exists()


def test_a_database_before_its_first_migration_gets_a_key(tmp_path: Path) -> None:
    path = tmp_path / "privasi.db"
    path.touch()
    assert Keyring.made_beside(path).ids
