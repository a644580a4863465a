"""Who asked to be forgotten, as marks under a key that no rotation changes.

A restored backup brings people back; by these marks they are found and forgotten once more.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.storage import customers, facts
from bot.storage.database import Db
from bot.storage.tables import customers as people
from bot.storage.tables import forgotten

KEY = "forgotten_key"


async def mark(db: Db, chat_id: int, *, now: datetime) -> bytes:
    key = await facts.keep_secret(db, KEY, secrets.token_hex(32), now=now)
    return hmac.digest(bytes.fromhex(key), str(chat_id).encode(), "sha256")


async def remember(db: Db, chat_id: int, *, now: datetime) -> None:
    made = await mark(db, chat_id, now=now)
    row = db.insert(forgotten).values(mark=made, at=now)
    key = [forgotten.c.mark]
    await db.execute(row.on_conflict_do_update(index_elements=key, set_={"at": now}))


async def marks(db: Db) -> tuple[str | None, dict[bytes, datetime]]:
    """The key and the list, to be carried into a restored database."""
    rows = await db.execute(sa.select(forgotten.c.mark, forgotten.c.at))
    return await facts.get_secret(db, KEY), {row.mark: row.at for row in rows}


async def carry(db: Db, key: str, found: Mapping[bytes, datetime], *, now: datetime) -> None:
    """The list of another database into this one."""
    await facts.put_secret(db, KEY, key, now=now)
    rows = [{"mark": one, "at": at} for one, at in found.items()]
    if rows:
        await db.execute(db.insert(forgotten).on_conflict_do_nothing(), rows)


async def returned(db: Db, *, now: datetime) -> list[str]:
    """Customers who are there although they were forgotten after they were met."""
    known = (await marks(db))[1]
    if not known:
        return []
    found = []
    for ident, met_at in await db.execute(sa.select(people.c.id, people.c.met_at)):
        at = known.get(await mark(db, await customers.chat_of(db, ident), now=now))
        if at is not None and at > met_at:
            found.append(ident)
    return found


async def sweep(db: Db, *, before: datetime) -> int:
    """No backup is that old any more."""
    return (await db.execute(sa.delete(forgotten).where(forgotten.c.at < before))).rowcount
