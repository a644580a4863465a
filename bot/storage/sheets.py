"""Half-done steps of staff: one open sheet for a person in a case, sealed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import sheets


async def put(db: Db, case_id: str, user_id: int, body: str, *, now: datetime) -> None:
    sealed = db.seal(sheets.c.body, _row(case_id, user_id), body)
    statement = db.insert(sheets).values(case_id=case_id, user_id=user_id, body=sealed, at=now)
    key = [sheets.c.case_id, sheets.c.user_id]
    values = {"body": sealed, "at": now}
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=values))


async def get(db: Db, case_id: str, user_id: int) -> str | None:
    found = await db.scalar(sa.select(sheets.c.body).where(*_mine(case_id, user_id)))
    body: str | None = db.open(sheets.c.body, _row(case_id, user_id), found)
    return body


async def close(db: Db, case_id: str, user_id: int) -> None:
    await db.execute(sa.delete(sheets).where(*_mine(case_id, user_id)))


def _mine(case_id: str, user_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return sheets.c.case_id == case_id, sheets.c.user_id == user_id


def _row(case_id: str, user_id: int) -> str:
    return f"{case_id}:{user_id}"
