"""What staff did or tried beside the cases: by numbers, never in anybody's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import journal


@dataclass(frozen=True, slots=True)
class Deed:
    at: datetime
    user_id: int
    what: str
    about: str | None
    chat_id: int | None


async def note(
    db: Db, user_id: int, what: str, *, now: datetime, about: str = "", chat: int | None = None
) -> None:
    row = {"at": now, "user_id": user_id, "what": what, "about": about or None, "chat_id": chat}
    await db.execute(sa.insert(journal).values(row))


async def of_all(db: Db) -> list[Deed]:
    """Oldest first."""
    columns = [journal.c[name] for name in Deed.__slots__]
    rows = await db.execute(sa.select(*columns).order_by(journal.c.seq))
    return [Deed(**row._asdict()) for row in rows]


async def sweep(db: Db, *, before: datetime) -> int:
    return (await db.execute(sa.delete(journal).where(journal.c.at < before))).rowcount
