"""Everything sealed under an older key, sealed again under the newest; safe to stop and repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.domain.errors import SealBroken
from bot.storage import details
from bot.storage.columns import Sealed
from bot.storage.customers import CHAT_LABEL, NOBODY, USER_LABEL
from bot.storage.database import Database, Db
from bot.storage.people import HANDLE_LABEL
from bot.storage.sealing import key_id
from bot.storage.tables import METADATA, ROW_NAMES, case_details, customers, keys, members

BATCH = 200


@dataclass(slots=True)
class Resealed:
    values: int = 0
    broken: int = 0


async def reseal(database: Database) -> Resealed:
    """In short transactions, so that a desk can go on; the older keys are given up at the end."""
    done = Resealed()
    for table in METADATA.sorted_tables:
        sealed = [column for column in table.c if isinstance(column.type, Sealed)]
        if sealed and table is not keys:
            await _table(database, table, sealed, done)
    if not done.broken:
        async with database.transaction() as db:
            await db.execute(sa.delete(keys).where(keys.c.id != db.keyring.keys[0].id))
    return done


async def _table(
    database: Database, table: sa.Table, sealed: Sequence[sa.Column[Any]], done: Resealed
) -> None:
    place = list(table.primary_key.columns)
    query = sa.select(table).order_by(*place).limit(BATCH)
    after: tuple[Any, ...] | None = None
    while True:
        async with database.transaction() as db:
            beyond = query if after is None else query.where(sa.tuple_(*place) > after)
            rows = (await db.execute(beyond)).all()
            for row in rows:
                await _row(db, table, sealed, row, done)
        if not rows:
            return
        after = tuple(getattr(rows[-1], column.name) for column in place)


async def _row(
    db: Db, table: sa.Table, sealed: Sequence[sa.Column[Any]], row: sa.Row[Any], done: Resealed
) -> None:
    names = ROW_NAMES.get(table.name, ("id",))
    ident = ":".join(str(getattr(row, name)) for name in names)
    here = [column == getattr(row, column.name) for column in table.primary_key.columns]
    for column in sealed:
        blob = getattr(row, column.name)
        if blob is None or key_id(blob) == db.keyring.keys[0].id:
            continue
        try:
            text = db.open(column, ident, blob)
        except SealBroken:
            done.broken += 1
            continue
        # A desk that runs meanwhile may have written it anew.
        same = sa.update(table).where(*here, column == blob)
        values: dict[str, Any] = {column.name: db.seal(column, ident, text)}
        if column is customers.c.chat and text != NOBODY:
            values["chat_index"] = db.keyring.index(CHAT_LABEL, text)
            values["user_index"] = db.keyring.index(USER_LABEL, text)
        if column is case_details.c.value:
            values["value_index"] = details.index(db, row.name, text)
        if column is members.c.handle:
            values["handle_index"] = db.keyring.index(HANDLE_LABEL, text.lower())
        await db.execute(same.values(values))
        done.values += 1
