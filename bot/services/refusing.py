"""That somebody tried what they may not is on record, by numbers alone."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.storage import journal
from bot.storage.database import Db

log = structlog.get_logger()


async def record(
    db: Db, user_id: int, about: str, now: datetime, *, chat: int | None = None
) -> None:
    log.warning("refused", about=about, user=user_id, chat=chat)
    await journal.note(db, user_id, "refused", now=now, about=about, chat=chat)
