"""What an operator has done to the database by a command of its own, beside a running desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.domain import periods
from bot.domain.cases import read_reference
from bot.domain.errors import SettingsError, StorageError
from bot.services import casefile, forgetting, register, retention, steps, verifying
from bot.services.desk import Desk
from bot.settings import Settings
from bot.storage import alone, cases, copies, keyfile, keys, moving_in, resealing, schema
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
    async with at_newest(settings) as at:
        return await retention.sweep(at, dry=dry)


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


async def export_case(settings: Settings, reference: str, *, full: bool) -> bytes | None:
    """A case's file, recorded in its history; None where there is no such case."""
    async with at_newest(settings) as at, at.database.transaction() as db:
        case = await cases.by_reference(db, read_reference(reference) or "")
        if case is None:
            return None
        await steps.note(db, case.id, "export", steps.By("operator"), now=at.clock())
        return await casefile.written(db, at, case, full=full)


async def export_register(settings: Settings, wish: str, ending: str) -> bytes:
    """The register of a time, of every company."""
    period = periods.read(wish, now(), settings.timezone)
    if period is None:
        raise SettingsError("which time? For example 2026-10, 2026, 90 (days) or all")
    async with at_newest(settings) as at, at.database.reading() as db:
        return register.written(at, period, await register.rows(db, at, period), ending)


def verify(file: Path, mark: str | None) -> tuple[list[str], bool]:
    """What there is to say of an exported file, and whether it is as it was made."""
    verdict = verifying.verify(file.read_bytes())
    if verdict.problems:
        return [f"{file}: {problem}" for problem in verdict.problems], False
    lines = [f"{file}: as it was made: {verdict.holds}"]
    if mark is None:
        last = [f"mark of the record: {verdict.marks[-1][0]}"] if verdict.marks else []
        return lines + last, True
    if (when := verdict.dated(mark)) is None:
        return [f"{file}: no row of its history bears the mark {mark}"], False
    return [*lines, f"the mark {mark} is that of the record as it stood at {when}"], True


@asynccontextmanager
async def at_newest(settings: Settings) -> AsyncIterator[Desk]:
    """The desk at its database, where its schema is the one this code was written for."""
    url = settings.database_url.get_secret_value()
    if not await schema.is_newest(url):
        raise StorageError("the schema is not the newest; run migrate first")
    async with opened(url, keyring(settings)) as database:
        yield desk(settings, database)


def back_up(settings: Settings, to: Path) -> None:
    """A copy while the desk runs; a server has tools of its own."""
    database = embedded(settings, f"pg_dump --format=custom --file={to}")
    copies.back_up(database, to)


async def restore(settings: Settings, copy: Path) -> tuple[Path | None, int]:
    """The copy in the database's place; who was forgotten since it was made is forgotten again.

    Where the database of before lies now, and how many were forgotten.
    """
    url = settings.database_url.get_secret_value()
    if copies.path_of(url) is None and moving_in.is_embedded(copy):
        return None, await moved_in(settings, copy)
    database = embedded(settings, f"pg_restore --clean --if-exists {copy}")
    copies.check(copy)
    with alone.held(url) as only:
        if database.exists() and not only:
            raise StorageError(RUNNING)
        ring = keyring(settings)
        key, found = await forgotten(url, ring) if database.exists() else (None, {})
        with copies.put_back(copy, database) as (draft, before):
            beside = copies.url_of(draft)
            await migrate(beside)
            async with opened(beside, ring) as restored:
                if key is not None:
                    async with restored.transaction() as db:
                        await marks.carry(db, key, found, now=now())
                count = await forgetting.again(desk(settings, restored))
    return before, count


async def moved_in(settings: Settings, copy: Path) -> int:
    """The copy of an embedded database into a server's new one; how many were forgotten again."""
    copies.check(copy)
    url = settings.database_url.get_secret_value()
    await migrate(url)
    database = Database(url, keyring(settings))
    try:
        await moving_in.move(copy, database)
        return await forgetting.again(desk(settings, database))
    finally:
        await database.dispose()


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
