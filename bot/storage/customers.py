"""Customers: found by a keyed index of their chat, which itself is sealed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.tables import cases, conversations, customers, outbox

CHAT_LABEL, USER_LABEL = "customers.chat_index", "customers.user_index"
NOBODY = "0"
"""In the place of the chat of somebody forgotten."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Without the chat's id, so that it cannot be logged by accident: `chat_of` opens it."""

    id: str
    language: str
    chosen: bool
    policy: str | None
    pseudonym: str
    met_at: datetime
    unreachable_at: datetime | None
    recent_at: datetime | None
    recent_count: int
    forgotten_at: datetime | None = None


# Built once: building a statement costs more than carrying it out.
ONE = sa.select(*[customers.c[name] for name in Customer.__slots__]).limit(1)
OF_ID = ONE.where(customers.c.id == sa.bindparam("ident"))
OF_CHAT = ONE.where(customers.c.chat_index.in_(sa.bindparam("indexes", expanding=True)))
CHATS = sa.select(customers.c.id, customers.c.chat).where(
    customers.c.id.in_(sa.bindparam("idents", expanding=True))
)


async def meet(db: Db, chat_id: int, *, language: str, pseudonym: str, now: datetime) -> Customer:
    """The customer of this private chat: known, or made with these first values."""
    if known := await find(db, chat_id):
        return await welcome_back(db, known, now) if known.forgotten_at else known
    ident = new_id()
    row = {
        "id": ident,
        "chat_index": db.keyring.index(CHAT_LABEL, str(chat_id)),
        # In a private chat the person has the chat's id.
        "user_index": db.keyring.index(USER_LABEL, str(chat_id)),
        "chat": db.seal(customers.c.chat, ident, str(chat_id)),
        "language": language,
        "chosen": False,
        "pseudonym": pseudonym,
        "met_at": now,
        "recent_count": 0,
    }
    await db.execute(db.insert(customers).values(row).on_conflict_do_nothing())
    if made := await find(db, chat_id):
        return made
    raise StorageError("a customer was neither found nor made")


async def welcome_back(db: Db, known: Customer, now: datetime) -> Customer:
    """Somebody who was forgotten and writes before the row is gone: new, from this moment on."""
    await _change(db, known.id, forgotten_at=None, met_at=now)
    return replace(known, forgotten_at=None, met_at=now)


async def find(db: Db, chat_id: int) -> Customer | None:
    indexes = db.keyring.indexes(CHAT_LABEL, str(chat_id))
    return await _one(db, OF_CHAT, indexes=indexes)


async def get(db: Db, customer_id: str) -> Customer:
    if customer := await _one(db, OF_ID, ident=customer_id):
        return customer
    raise StorageError("there is no such customer")


async def chat_of(db: Db, customer_id: str) -> int:
    """Where to write to this customer."""
    if found := await chats_of(db, [customer_id]):
        return found[customer_id]
    raise StorageError("there is no such customer")


async def chats_of(db: Db, idents: Sequence[str]) -> dict[str, int]:
    """The same of several; the only place the chats' ids are opened."""
    rows = await db.execute(CHATS, {"idents": idents})
    return {row.id: int(db.open(customers.c.chat, row.id, row.chat)) for row in rows}


async def set_language(db: Db, customer_id: str, language: str, *, chosen: bool = True) -> None:
    await _change(db, customer_id, language=language, chosen=chosen)


async def set_policy(db: Db, customer_id: str, policy: str | None) -> None:
    await _change(db, customer_id, policy=policy)


async def set_unreachable(db: Db, customer_id: str, at: datetime | None) -> None:
    await _change(db, customer_id, unreachable_at=at)


async def set_pace(db: Db, customer_id: str, *, recent_at: datetime, recent_count: int) -> None:
    await _change(db, customer_id, recent_at=recent_at, recent_count=recent_count)


async def nameless(db: Db, *, pseudonym: str, now: datetime) -> str:
    """Nobody: who the records of a forgotten person belong to, found by no chat."""
    ident = new_id()
    row = {
        "id": ident,
        "chat_index": secrets.token_bytes(16),
        "user_index": secrets.token_bytes(16),
        "chat": db.seal(customers.c.chat, ident, NOBODY),
        "language": "en",
        "chosen": False,
        "pseudonym": pseudonym,
        "met_at": now,
        "recent_count": 0,
        "forgotten_at": now,
    }
    await db.execute(db.insert(customers).values(row))
    return ident


async def set_forgotten(db: Db, customer_id: str, *, pseudonym: str, now: datetime) -> None:
    """Nothing of the person stays in the row but where the last word goes; `sweep` takes it."""
    cleared = {"policy": None, "chosen": False, "recent_at": None, "recent_count": 0}
    await _change(db, customer_id, pseudonym=pseudonym, forgotten_at=now, **cleared)


async def idle(db: Db, *, before: datetime, limit: int) -> list[str]:
    """Who has no case and waits for no message: the forgotten, and who was last heard before."""
    has_case = sa.exists().where(cases.c.customer_id == customers.c.id)
    waits = sa.exists().where(
        outbox.c.customer_id == customers.c.id, outbox.c.state.in_(("queued", "sending"))
    )
    talked = sa.exists().where(
        conversations.c.customer_id == customers.c.id, conversations.c.updated_at >= before
    )
    old = sa.and_(customers.c.met_at < before, ~talked)
    gone = sa.or_(customers.c.forgotten_at.is_not(None), old)
    query = sa.select(customers.c.id).where(gone, ~has_case, ~waits).limit(limit)
    return list((await db.execute(query)).scalars())


async def _one(db: Db, query: sa.Executable, **given: object) -> Customer | None:
    row = (await db.execute(query, given)).one_or_none()
    return Customer(**row._asdict()) if row else None


async def _change(db: Db, customer_id: str, **values: Any) -> None:
    await db.execute(sa.update(customers).where(customers.c.id == customer_id).values(**values))
