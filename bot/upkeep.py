"""What an operator has done to the database by a command of its own, beside a running desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.domain.errors import SettingsError, StorageError
from bot.services import forgetting, retention
from bot.settings import Settings
from bot.storage import alone, copies, keyfile, keys, resealing, schema
from bot.storage import forgetting as marks
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.resealing import Resealed
from bot.storage.sealing import Keyring
from bot.wiring import desk, keyring, now

Forgotten = dict[bytes, datetime]
RUNNING = "a desk is running at this database: stop it first"


async def retain(settings: Settings, *, dry: bool) -> dict[str, int]:
    """What retention takes, by rule; a dry run takes nothing."""
    url = settings.database_url.get_secret_value()
    if not await schema.is_newest(url):
        raise StorageError("the schema is not the newest; run migrate first")
    async with opened(url, keyring(settings)) as database:
        return await retention.sweep(desk(settings, database), dry=dry)


@asynccontextmanager
async def opened(url: str, ring: Keyring) -> AsyncIterator[Database]:
    """With the right keys; at the end nothing that was deleted is left in SQLite's log."""
    database = Database(url, ring)
    try:
        async with database.transaction() as db:
            await keys.prove(db)
        yield database
        await database.truncate_wal()
    finally:
        await database.dispose()


def back_up(settings: Settings, to: Path) -> None:
    """A copy while the desk runs; a server has tools of its own."""
    database = embedded(settings, f"pg_dump --format=custom --file={to}")
    copies.back_up(database, to)


async def restore(settings: Settings, copy: Path) -> tuple[Path | None, int]:
    """The copy in the database's place; who was forgotten since it was made is forgotten again.

    Where the database of before lies now, and how many were forgotten.
    """
    database = embedded(settings, f"pg_restore --clean --if-exists {copy}")
    url = settings.database_url.get_secret_value()
    copies.check(copy)
    with alone.held(url) as only:
        if database.exists() and not only:
            raise StorageError(RUNNING)
        ring = keyring(settings)
        key, found = await forgotten(url, ring) if database.exists() else (None, {})
        before = copies.put_back(copy, database)
        await migrate(url)
        async with opened(url, ring) as restored:
            if key is not None:
                async with restored.transaction() as db:
                    await marks.carry(db, key, found, now=now())
            count = await forgetting.again(desk(settings, restored))
    return before, count


async def rekey(settings: Settings) -> Resealed:
    """Everything sealed under the newest key; beside an embedded database the key is made here."""
    url = settings.database_url.get_secret_value()
    if not await schema.is_newest(url):
        raise StorageError("the schema is not the newest; run migrate first")
    if settings.secret_keys is not None:
        ring = keyring(settings)
        if len(ring.keys) < 2:
            raise SettingsError(
                "BOT_SECRET_KEYS holds one key: put a new one before it, restart the desk, "
                "and run rekey again"
            )
        return await resealed(url, ring)
    with alone.held(url) as only:
        if not only:
            raise StorageError(RUNNING)
        database = embedded(settings, "")
        keyring(settings)
        older = keyfile.beside(database).read_text("ascii").strip()
        newest = keyfile.made_up()
        keyfile.write(database, f"{newest},{older}")
        done = await resealed(url, Keyring.parse(f"{newest},{older}"))
        if not done.broken:
            keyfile.write(database, newest)
    return done


async def resealed(url: str, ring: Keyring) -> Resealed:
    async with opened(url, ring) as database:
        return await resealing.reseal(database)


async def forgotten(url: str, ring: Keyring) -> tuple[str | None, Forgotten]:
    """The list of the database that is replaced; one too broken to be read has none."""
    database = Database(url, ring)
    try:
        async with database.reading() as db:
            return await marks.marks(db)
    except StorageError:
        return None, {}
    finally:
        await database.dispose()


def embedded(settings: Settings, instead: str) -> Path:
    url = settings.database_url.get_secret_value()
    if (path := copies.path_of(url)) is None:
        raise SettingsError(f"this database is PostgreSQL: use {instead} {copies.shown(url)}")
    return path
