"""What one side wrote, as it stands on the other: the rows of the outbox that carried it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.outbox import State
from bot.storage.tables import outbox


@dataclass(frozen=True, slots=True)
class Echo:
    """One page of a message on the other side."""

    id: str
    state: State
    message_id: int | None
    closed_at: datetime | None


async def of(db: Db, message_id: str) -> list[Echo]:
    """In order; what was dropped before it left is not there."""
    columns = [outbox.c[name] for name in Echo.__slots__]
    query = sa.select(*columns).where(
        outbox.c.about == message_id, outbox.c.kind == "send", outbox.c.state != "dropped"
    )
    return [Echo(**row._asdict()) for row in await db.execute(query.order_by(outbox.c.seq))]


async def number(db: Db, outbox_id: str) -> int | None:
    """The number it was given there; none where it never arrived, as far as is known."""
    query = sa.select(outbox.c.message_id).where(outbox.c.id == outbox_id)
    found: int | None = await db.scalar(query)
    return found
