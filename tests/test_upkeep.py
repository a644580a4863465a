"""Backup, restore and a change of keys: what was acknowledged is there, and nobody else's."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from commands import Command
from pydantic import SecretStr

from bot import settings, upkeep
from bot.domain.errors import BotError, SettingsError
from bot.services import forgetting
from bot.settings import Settings
from bot.storage import alone, customers, facts, keys, tables
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sealing import Keyring, key_id
from bot.wiring import desk

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ANA, BUDI = 5_000_000_042, 5_000_000_043
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def written(*roots: bytes) -> str:
    return ",".join(base64.urlsafe_b64encode(one).decode() for one in roots)


def chosen(url: str, *roots: bytes) -> Settings:
    return settings.bare(
        database_url=SecretStr(url.replace("postgresql:", "postgresql+asyncpg:")),
        secret_keys=SecretStr(written(*roots)) if roots else None,
    )


async def meet(url: str, *chats: int, roots: tuple[bytes, ...] = (OLD,)) -> None:
    database = Database(url, Keyring(roots))
    async with database.transaction() as db:
        await keys.prove(db)
        for chat in chats:
            await customers.meet(db, chat, language="en", pseudonym="Heron 27", now=NOW)
    await database.dispose()


async def known(url: str, *chats: int, roots: tuple[bytes, ...] = (OLD,)) -> list[bool]:
    """Who is found, and whether their chat opens."""
    found = []
    async with upkeep.opened(url, Keyring(roots)) as database, database.reading() as db:
        for chat in chats:
            one = await customers.find(db, chat)
            found.append(one is not None and await customers.chat_of(db, one.id) == chat)
    return found


@only_sqlite
async def test_a_backup_made_while_the_desk_writes_holds_all_that_was_acknowledged(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url, Keyring([OLD]))
    acknowledged: list[int] = []
    copied = asyncio.Event()

    async def write() -> None:
        while not copied.is_set():
            async with database.transaction() as db:
                await facts.put(db, f"number {len(acknowledged)}", "x", now=NOW)
            acknowledged.append(len(acknowledged))

    writing = asyncio.create_task(write())
    while len(acknowledged) < 20:
        await asyncio.to_thread(lambda: None)
    before = len(acknowledged)
    to = tmp_path / "copy"
    await asyncio.to_thread(upkeep.back_up, chosen(database_url, OLD), to)
    copied.set()
    await writing
    await database.dispose()
    with sqlite3.connect(to) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
        [[count]] = file.execute("select count(*) from facts").fetchall()
    assert count >= before
    assert to.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BotError, match="there already"):
        upkeep.back_up(chosen(database_url, OLD), to)


@only_sqlite
async def test_a_restore_brings_back_everybody_but_the_forgotten(
    database_url: str, tmp_path: Path
) -> None:
    used = chosen(database_url, OLD)
    await meet(database_url, ANA, BUDI)
    upkeep.back_up(used, tmp_path / "copy")
    made = desk(used, Database(database_url, Keyring([OLD])))
    async with made.database.transaction() as db:
        budi = await customers.find(db, BUDI)
        assert budi
        await forgetting.forget(db, made, budi, now=datetime.now(UTC))
    await made.database.dispose()
    await meet(database_url, 77)
    before, count = await upkeep.restore(used, tmp_path / "copy")
    assert count == 1
    found = Database(database_url, Keyring([OLD]))
    async with found.reading() as db:
        ana, budi = await customers.find(db, ANA), await customers.find(db, BUDI)
        assert await customers.find(db, 77) is None
    await found.dispose()
    assert ana is not None
    assert ana.forgotten_at is None
    assert budi is None or budi.forgotten_at is not None
    assert before is not None
    assert before.exists()
    with pytest.raises(BotError, match="take it away first"):
        await upkeep.restore(used, tmp_path / "copy")


@only_sqlite
async def test_a_restore_refuses_what_would_harm_and_changes_nothing(
    database_url: str, tmp_path: Path
) -> None:
    used = chosen(database_url, OLD)
    await meet(database_url, ANA)
    good, newer, damaged = (tmp_path / name for name in ("good", "newer", "damaged"))
    for copy in (good, newer):
        upkeep.back_up(used, copy)
    with sqlite3.connect(newer) as file:
        file.execute("update alembic_version set version_num = '9999'")
    damaged.write_bytes(good.read_bytes()[:4096] + b"x" * 4096)
    for copy in (newer, damaged, tmp_path / "nothing"):
        with pytest.raises(BotError):
            await upkeep.restore(used, copy)
    with alone.held(database_url), pytest.raises(BotError, match="a desk is running"):
        await upkeep.restore(used, good)
    assert await known(database_url, ANA) == [True]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_copy_of_an_embedded_database_is_restored_to_a_new_server(
    database_url: str, tmp_path: Path
) -> None:
    """As an operator types it: only the address has changed. Who was forgotten stays so."""
    old = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    await migrate(old)
    await meet(old, ANA, BUDI)
    upkeep.back_up(chosen(old, OLD), tmp_path / "copy")
    before, count = await upkeep.restore(chosen(database_url, OLD), tmp_path / "copy")
    assert (before, count) == (None, 0)
    assert await known(database_url, ANA, BUDI, 77) == [True, True, False]
    with pytest.raises(BotError, match="in use"):
        await upkeep.restore(chosen(database_url, OLD), tmp_path / "copy")


def test_on_a_server_its_own_tools_are_named_without_the_password(tmp_path: Path) -> None:
    used = chosen("postgresql://desk:hunter2@db.example.org/privasi", OLD)
    with pytest.raises(SettingsError) as refused:
        upkeep.back_up(used, tmp_path / "copy")
    assert "pg_dump --format=custom" in str(refused.value)
    assert "--host=db.example.org" in str(refused.value)
    assert "hunter2" not in str(refused.value)


async def test_after_a_rekey_the_new_key_alone_opens_everything(database_url: str) -> None:
    await meet(database_url, ANA, *range(1000, 1250))
    done = await upkeep.rekey(chosen(database_url, NEW, OLD))
    assert (done.values, done.broken) == (251, 0)
    assert await known(database_url, ANA, 1249, roots=(NEW,)) == [True, True]
    again = await upkeep.rekey(chosen(database_url, NEW, OLD))
    assert (again.values, again.broken) == (0, 0)


async def test_while_something_does_not_open_the_older_key_stays(database_url: str) -> None:
    await meet(database_url, ANA, BUDI)
    database = Database(database_url, Keyring([OLD]))
    column = tables.customers.c
    async with database.transaction() as db:
        row = (await db.execute(sa.select(column.id, column.chat).limit(1))).one()
        broken = row.chat[:-1] + bytes([row.chat[-1] ^ 1])
        await db.execute(
            sa.update(tables.customers).where(column.id == row.id).values(chat=broken)
        )
    await database.dispose()
    done = await upkeep.rekey(chosen(database_url, NEW, OLD))
    assert (done.values, done.broken) == (1, 1)
    with pytest.raises(BotError, match="is needed"):
        await known(database_url, ANA, roots=(NEW,))


@only_sqlite
async def test_one_key_is_not_enough_for_a_rekey(database_url: str) -> None:
    with pytest.raises(SettingsError, match="put a new one before it"):
        await upkeep.rekey(chosen(database_url, OLD))


def test_the_key_beside_a_database_is_replaced_and_a_copy_restored(tmp_path: Path) -> None:
    """As an operator types it, one after the other."""
    privasi = Command(tmp_path)
    assert privasi("migrate")[0] == 0
    path, sealed = tmp_path / "privasi.db", "select sealed from facts where name = 'x'"
    ring = Keyring.for_url(f"sqlite+aiosqlite:///{path}")
    asyncio.run(keep_secret(path, ring))
    code, out, _ = privasi("rekey")
    assert (code, out) == (0, "sealed again: 1; could not be opened: 0\nthe older keys can go\n")
    newest = Keyring.for_url(f"sqlite+aiosqlite:///{path}")
    assert newest.ids != ring.ids
    assert len(newest.ids) == 1
    with sqlite3.connect(path) as file:
        [[blob]] = file.execute(sealed).fetchall()
    assert key_id(blob) == newest.ids[0]
    assert privasi("backup", "copy")[0] == 0
    code, out, _ = privasi("restore", "copy")
    assert code == 0
    assert out.startswith("restored; forgotten again: 0\nthe database of before is ")
    with sqlite3.connect(path) as file:
        assert file.execute(sealed).fetchall() == [(blob,)]


async def keep_secret(path: Path, ring: Keyring) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}", ring)
    async with database.transaction() as db:
        await keys.prove(db)
        await facts.put_secret(db, "x", "the rabbit hides", now=NOW)
    await database.dispose()
