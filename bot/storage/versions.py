"""Versions of the knowledge base; one row names the active one for every process."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.errors import Changed, StorageError
from bot.storage.database import Db
from bot.storage.tables import knowledge_active, knowledge_log, knowledge_versions


@dataclass(frozen=True, slots=True)
class Kept:
    """One version, and when it was last made the one in use."""

    id: int
    hash: str
    stored_at: datetime
    loaded_at: datetime | None


ACTIVE = 1  # the id of the only row
ACTIVE_VERSION = sa.select(knowledge_active.c.version)


async def add(
    db: Db,
    content: Mapping[str, str],
    *,
    hash: str,  # noqa: A002 - the column's name, said by keyword
    by: int | None,
    now: datetime,
    ready: bytes | None = None,
) -> int:
    """The version of these files: a new one, or the one they already are.

    `ready` is the same, packed as it is read back for use, if somebody has made it.
    """
    if (found := await known(db, hash)) is not None:
        return found
    row = {
        "hash": hash,
        "files": pack(content),
        "ready": ready,
        "stored_by": by,
        "stored_at": now,
    }
    await db.execute(db.insert(knowledge_versions).values(row).on_conflict_do_nothing())
    version = await known(db, hash)
    if version is None:
        raise StorageError("a version of the knowledge base was neither found nor made")
    return version


async def known(db: Db, content_hash: str) -> int | None:
    column = knowledge_versions.c
    found: int | None = await db.scalar(sa.select(column.id).where(column.hash == content_hash))
    return found


async def files(db: Db, version: int) -> dict[str, str]:
    column = knowledge_versions.c
    packed = await db.scalar(sa.select(column.files).where(column.id == version))
    if packed is None:
        raise StorageError(f"there is no version {version} of the knowledge base")
    content: dict[str, str] = json.loads(zlib.decompress(packed))
    return content


async def ready(db: Db, version: int) -> bytes | None:
    """The content as it was kept for use, or None where it was not."""
    column = knowledge_versions.c
    packed: bytes | None = await db.scalar(sa.select(column.ready).where(column.id == version))
    return packed


async def stored_at(db: Db, version: int) -> datetime | None:
    column = knowledge_versions.c
    found: datetime | None = await db.scalar(
        sa.select(column.stored_at).where(column.id == version)
    )
    return found


async def figures(db: Db, version: int) -> str | None:
    """How right it is, as it was counted; None where it was not."""
    column = knowledge_versions.c
    found: str | None = await db.scalar(sa.select(column.figures).where(column.id == version))
    return found


async def set_figures(db: Db, version: int, text: str) -> None:
    this = sa.update(knowledge_versions).where(knowledge_versions.c.id == version)
    await db.execute(this.values(figures=text))


async def every(db: Db) -> list[Kept]:
    """All that are kept, newest first."""
    last = sa.select(sa.func.max(knowledge_log.c.at)).where(
        knowledge_log.c.version == knowledge_versions.c.id
    )
    column = knowledge_versions.c
    query = sa.select(column.id, column.hash, column.stored_at, last.scalar_subquery())
    return [Kept(*row) for row in await db.execute(query.order_by(column.id.desc()))]


async def active(db: Db) -> int | None:
    found: int | None = await db.scalar(ACTIVE_VERSION)
    return found


async def since(db: Db) -> datetime | None:
    """Since when the active one is in use."""
    found: datetime | None = await db.scalar(sa.select(knowledge_active.c.since))
    return found


async def previous(db: Db) -> int | None:
    """The one to go back to: the last that was active before the active one."""
    others = sa.select(knowledge_log.c.version).where(
        knowledge_log.c.version != sa.select(knowledge_active.c.version).scalar_subquery()
    )
    found: int | None = await db.scalar(others.order_by(knowledge_log.c.seq.desc()).limit(1))
    return found


async def activate(
    db: Db, version: int, *, by: int | None, now: datetime, expected: int | None
) -> None:
    """`expected` is the version the decision was taken on; if another is active, refused."""
    row = {"version": version, "since": now, "by": by}
    statement: sa.Executable
    if expected is None:
        first = db.insert(knowledge_active).values(id=ACTIVE, **row)
        statement = first.on_conflict_do_nothing()
    else:
        current = knowledge_active.c.version == expected
        statement = sa.update(knowledge_active).where(current).values(row)
    if (await db.execute(statement)).rowcount != 1:
        raise Changed("another version of the knowledge base became active")
    await db.execute(sa.insert(knowledge_log).values(version=version, at=now, by=by))


def pack(content: Mapping[str, str]) -> bytes:
    """Files as they are stored."""
    text = json.dumps(dict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 9)
