"""Roles given in chat, who was last seen in the staff group, and what staff prefer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import members, roles, staff_settings

HANDLE_LABEL = "members.handle_index"


@dataclass(frozen=True, slots=True)
class Grant:
    user_id: int
    role: str
    granted_by: int | None
    at: datetime


async def grant(db: Db, user_id: int, role: str, *, by: int | None, now: datetime) -> bool:
    """False when they had it already."""
    row = {"user_id": user_id, "role": role, "granted_by": by, "at": now}
    statement = db.insert(roles).values(row).on_conflict_do_nothing()
    return (await db.execute(statement)).rowcount == 1


async def revoke(db: Db, user_id: int, role: str) -> bool:
    """False when they did not have it."""
    statement = sa.delete(roles).where(roles.c.user_id == user_id, roles.c.role == role)
    return (await db.execute(statement)).rowcount == 1


async def roles_of(db: Db, user_id: int) -> set[str]:
    query = sa.select(roles.c.role).where(roles.c.user_id == user_id)
    return set((await db.execute(query)).scalars())


async def everyone(db: Db) -> list[Grant]:
    rows = await db.execute(sa.select(roles).order_by(roles.c.role, roles.c.at, roles.c.user_id))
    return [Grant(**row._asdict()) for row in rows]


async def saw(db: Db, chat: int, user: int, status: str, *, now: datetime) -> None:
    """How Telegram last described this person's place in this group."""
    row = {"chat_id": chat, "user_id": user, "status": status, "at": now}
    statement = db.insert(members).values(row)
    key = [members.c.chat_id, members.c.user_id]
    seen = {"status": status, "at": now}
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=seen))


async def status_of(db: Db, chat: int, user: int) -> str | None:
    here = members.c.chat_id == chat, members.c.user_id == user
    found: str | None = await db.scalar(sa.select(members.c.status).where(*here))
    return found


async def met(
    db: Db, chat: int, user: int, name: str, handle: str | None, *, now: datetime
) -> None:
    """What this person is called in this group; written only where it changed."""
    if await _called(db, chat, user) == (name, handle):
        return
    row, index = f"{chat}:{user}", None
    if handle is not None:
        index = db.keyring.index(HANDLE_LABEL, handle.lower())
    called = {
        "name": db.seal(members.c.name, row, name),
        "handle": db.seal(members.c.handle, row, handle),
        "handle_index": index,
    }
    place = {"chat_id": chat, "user_id": user, "status": "member", "at": now}
    key = [members.c.chat_id, members.c.user_id]
    statement = db.insert(members).values({**place, **called})
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=called))


async def by_handle(db: Db, chat: int, handle: str) -> tuple[int, str] | None:
    """Number and name of whom this group knows by this @name."""
    known = members.c.handle_index.in_(db.keyring.indexes(HANDLE_LABEL, handle.lower()))
    query = sa.select(members.c.user_id).where(members.c.chat_id == chat, known)
    user = await db.scalar(query.order_by(members.c.at.desc()).limit(1))
    return (user, (await _called(db, chat, user))[0] or handle) if user is not None else None


async def name_of(db: Db, user: int) -> str | None:
    """By any group they were met in."""
    query = sa.select(members.c.chat_id).where(
        members.c.user_id == user, members.c.name.is_not(None)
    )
    chat = await db.scalar(query.order_by(members.c.at.desc()).limit(1))
    return (await _called(db, chat, user))[0] if chat is not None else None


async def _called(db: Db, chat: int, user: int) -> tuple[str | None, str | None]:
    here = members.c.chat_id == chat, members.c.user_id == user
    found = (
        await db.execute(sa.select(members.c.name, members.c.handle).where(*here))
    ).one_or_none()
    if found is None:
        return None, None
    row = f"{chat}:{user}"
    return db.open(members.c.name, row, found.name), db.open(members.c.handle, row, found.handle)


async def language_of(db: Db, user_id: int) -> str | None:
    query = sa.select(staff_settings.c.language).where(staff_settings.c.user_id == user_id)
    found: str | None = await db.scalar(query)
    return found


async def set_language(db: Db, user_id: int, language: str) -> None:
    statement = db.insert(staff_settings).values(user_id=user_id, language=language)
    key, chosen = [staff_settings.c.user_id], {"language": language}
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=chosen))
