"""Whose talk waits, and until when."""

from __future__ import annotations

from datetime import datetime

from bot.domain.cases import Move, allows
from bot.services.records import CaseFile
from bot.storage import facts
from bot.storage.database import Db


def lane(case_id: str) -> str:
    """What waits there holds up nothing else of the thread."""
    return f"m:{case_id}"


async def until(db: Db, customer_id: str, now: datetime) -> datetime | None:
    """Until when their talk waits; None where it does not."""
    found = await facts.get(db, f"mute:{customer_id}")
    end = datetime.fromisoformat(found) if found else None
    return end if end and end > now else None


async def waits(db: Db, file: CaseFile, now: datetime) -> datetime | None:
    """An answer to a question of staff belongs to the request: it never waits."""
    if any(allows(one.status, Move.ANSWER) for one in file.requests):
        return None
    return await until(db, file.case.customer_id, now)
