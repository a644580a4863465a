"""What the server itself is set to, where a connection cannot insist."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.database import Db

NEEDED = ("fsync", "full_page_writes")


async def weaknesses(db: Db) -> list[str]:
    """Settings under which a power cut can cost acknowledged commits; none is good.

    SQLite has none: its connections refuse to open with less than they ask for.
    """
    if db.dialect == "sqlite":
        return []
    found = []
    for name in NEEDED:
        if await db.scalar(sa.select(sa.func.current_setting(name))) != "on":
            found.append(f"{name} is off")
    return found
