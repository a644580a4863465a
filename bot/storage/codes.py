"""Codes sent by e-mail: kept as a keyed digest, with their tries and their end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.tables import code_sends, codes

LABEL = "codes.address_index"


@dataclass(frozen=True, slots=True)
class Code:
    """`digest` is None until the code is made, which is when its e-mail leaves."""

    case_id: str
    digest: bytes | None = field(repr=False)
    until: datetime | None
    tries: int


def address_index(db: Db, address: str) -> bytes:
    return db.keyring.index(LABEL, address.strip().casefold())


async def ask(db: Db, case_id: str, address: str, customer_id: str, *, now: datetime) -> None:
    """A new code is wished for: an older one is worth nothing from now on."""
    index = address_index(db, address)
    row = {"case_id": case_id, "address_index": index, "digest": None, "until": None, "tries": 0}
    statement = db.insert(codes).values(row)
    changed = {name: value for name, value in row.items() if name != "case_id"}
    key = [codes.c.case_id]
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))
    sent = {"address_index": index, "customer_id": customer_id, "at": now}
    await db.execute(sa.insert(code_sends).values(sent))


async def made(db: Db, case_id: str, code: str, *, until: datetime) -> None:
    """The code that leaves now; what is kept of it cannot be read back."""
    values = {"digest": digest(db, case_id, code), "until": until, "tries": 0}
    await db.execute(sa.update(codes).where(codes.c.case_id == case_id).values(values))


def digest(db: Db, case_id: str, code: str) -> bytes:
    return db.keyring.mac("code", case_id, code)


async def get(db: Db, case_id: str) -> Code | None:
    query = sa.select(codes).where(codes.c.case_id == case_id)
    row = (await db.execute(query)).one_or_none()
    return Code(row.case_id, row.digest, row.until, row.tries) if row else None


async def tried(db: Db, case_id: str) -> None:
    count = sa.update(codes).where(codes.c.case_id == case_id)
    await db.execute(count.values(tries=codes.c.tries + 1))


async def forget(db: Db, case_id: str) -> None:
    """Used, or used up."""
    await db.execute(sa.delete(codes).where(codes.c.case_id == case_id))


async def sends(db: Db, address: str, customer_id: str, *, since: datetime) -> tuple[int, int]:
    """How many codes were asked for to this address, and by this person, since then."""
    indexes = db.keyring.indexes(LABEL, address.strip().casefold())
    count = sa.select(sa.func.count()).select_from(code_sends).where(code_sends.c.at >= since)
    to = await db.scalar(count.where(code_sends.c.address_index.in_(indexes)))
    by = await db.scalar(count.where(code_sends.c.customer_id == customer_id))
    return int(to), int(by)


async def sweep(db: Db, *, before: datetime) -> int:
    """Codes that ended, and sends nobody counts any more; how many sends."""
    await db.execute(sa.delete(codes).where(codes.c.until < before))
    return (await db.execute(sa.delete(code_sends).where(code_sends.c.at < before))).rowcount
