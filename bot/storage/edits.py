"""What a message said before it was edited: every version is kept, sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.messages import Message
from bot.storage.tables import edits, messages


@dataclass(frozen=True, slots=True)
class Edit:
    """What it said until then."""

    message_id: str
    words: str = field(repr=False)
    at: datetime


async def change(db: Db, message: Message, words: str, *, now: datetime) -> None:
    """It says this from now on; what it said is kept beside it."""
    ident = new_id()
    kept = {"id": ident, "case_id": message.case_id, "message_id": message.id, "at": now}
    before = db.seal(edits.c.words, ident, message.words)
    await db.execute(sa.insert(edits).values(kept | {"words": before}))
    after = db.seal(messages.c.words, message.id, words)
    await db.execute(sa.update(messages).where(messages.c.id == message.id).values(words=after))


async def of_case(db: Db, case_id: str) -> list[Edit]:
    """Oldest first."""
    query = sa.select(edits).where(edits.c.case_id == case_id).order_by(edits.c.at, edits.c.id)
    return [
        Edit(row.message_id, db.open(edits.c.words, row.id, row.words), row.at)
        for row in await db.execute(query)
    ]
