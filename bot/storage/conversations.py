"""Where a conversation with a customer stands: sealed, and written by one turn at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage.database import Db, Dialect, insert_into
from bot.storage.tables import conversations, customers

# Built once, as building costs more than carrying out; an update sets what it is given.
CUSTOMER = sa.select(customers.c.id).where(customers.c.id == sa.bindparam("of"))
LOAD = sa.select(conversations).where(conversations.c.customer_id == sa.bindparam("of"))
SAVE = sa.update(conversations).where(
    conversations.c.customer_id == sa.bindparam("of"),
    conversations.c.version == sa.bindparam("was"),
)


@cache
def _first(dialect: Dialect) -> sa.Executable:
    return insert_into(dialect, conversations).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Conversation:
    state: str | None = field(repr=False)
    version: int
    updated_at: datetime | None


async def load(db: Db, customer_id: str) -> Conversation:
    """In a transaction, nobody else can load it until the end."""
    # The customer's row is locked: it is there before there is a conversation.
    await db.lock(CUSTOMER, {"of": customer_id})
    row = (await db.execute(LOAD, {"of": customer_id})).one_or_none()
    if row is None:
        return Conversation(None, 0, None)
    state = db.open(conversations.c.state, customer_id, row.state)
    return Conversation(state, row.version, row.updated_at)


async def read(db: Db, customer_id: str) -> str | None:
    """Where it stands, only to be looked at."""
    mine = conversations.c.customer_id == customer_id
    blob = await db.scalar(sa.select(conversations.c.state).where(mine))
    state: str | None = db.open(conversations.c.state, customer_id, blob)
    return state


async def save(
    db: Db, customer_id: str, state: str | None, *, version: int, now: datetime
) -> None:
    """`version` is the one that was loaded; a turn that worked on another is refused."""
    values: dict[str, Any] = {
        "state": db.seal(conversations.c.state, customer_id, state),
        "version": version + 1,
        "updated_at": now,
    }
    statement: sa.Executable
    if version:
        values |= {"of": customer_id, "was": version}
        statement = SAVE
    else:
        values |= {"customer_id": customer_id}
        statement = _first(db.dialect)
    if (await db.execute(statement, values)).rowcount != 1:
        raise StorageError("the conversation was changed by another turn")


async def stale(db: Db, *, before: datetime, limit: int) -> list[str]:
    """Customers whose conversation stands somewhere and has not moved since, oldest first."""
    query = sa.select(conversations.c.customer_id).where(
        conversations.c.state.is_not(None), conversations.c.updated_at < before
    )
    return list(
        (await db.execute(query.order_by(conversations.c.updated_at).limit(limit))).scalars()
    )


async def forget(db: Db, customer_id: str) -> None:
    await db.execute(sa.delete(conversations).where(conversations.c.customer_id == customer_id))
