"""What was said in a case, by whom, and where each side can see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import cases, messages

Author = Literal["customer", "staff", "desk", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`seq` is given by the database: the order in which a case's messages were stored."""

    id: str
    case_id: str
    author: Author
    words: str = field(repr=False)
    at: datetime
    user_id: int | None = None
    customer_message_id: int | None = None
    staff_message_id: int | None = None
    staff_chat: int | None = None
    delivery: str | None = None
    seq: int = 0


async def add(db: Db, message: Message) -> None:
    values = {name: getattr(message, name) for name in Message.__slots__ if name != "seq"}
    values["words"] = db.seal(messages.c.words, message.id, message.words)
    await db.execute(sa.insert(messages).values(values))


async def of_case(
    db: Db, case_id: str, *, after: int | None = None, author: Author | None = None
) -> list[Message]:
    """In order; `after` is the `seq` of the last one already seen."""
    query = sa.select(messages).where(messages.c.case_id == case_id)
    if after is not None:
        query = query.where(messages.c.seq > after)
    if author is not None:
        query = query.where(messages.c.author == author)
    return [_read(db, row) for row in await db.execute(query.order_by(messages.c.seq))]


async def by_staff_message(db: Db, chat: int, message_id: int) -> Message | None:
    here = messages.c.staff_chat == chat, messages.c.staff_message_id == message_id
    return await _latest(db, sa.select(messages).where(*here))


async def by_customer_message(db: Db, customer_id: str, message_id: int) -> Message | None:
    """Message ids are counted per chat: the same number of another customer is another message."""
    own = sa.select(cases.c.id).where(cases.c.customer_id == customer_id)
    here = messages.c.customer_message_id == message_id, messages.c.case_id.in_(own)
    return await _latest(db, sa.select(messages).where(*here))


async def get(db: Db, message_id: str) -> Message | None:
    return await _latest(db, sa.select(messages).where(messages.c.id == message_id))


async def set_delivery(
    db: Db, message_id: str, delivery: str, *, customer_message_id: int | None = None
) -> None:
    """What became of it, and the number it was given where the customer sees it."""
    values: dict[str, Any] = {"delivery": delivery}
    if customer_message_id is not None:
        values["customer_message_id"] = customer_message_id
    await db.execute(sa.update(messages).where(messages.c.id == message_id).values(values))


async def set_place(db: Db, message_id: str, *, chat: int | None, number: int | None) -> None:
    """Where staff see the customer's words."""
    here = {"staff_chat": chat, "staff_message_id": number}
    await db.execute(sa.update(messages).where(messages.c.id == message_id).values(here))


async def _latest(db: Db, query: sa.Select[Any]) -> Message | None:
    newest = query.order_by(messages.c.seq.desc()).limit(1)
    row = (await db.execute(newest)).one_or_none()
    return _read(db, row) if row else None


def _read(db: Db, row: sa.Row[Any]) -> Message:
    words = db.open(messages.c.words, row.id, row.words)
    return Message(**{**row._asdict(), "words": words})
