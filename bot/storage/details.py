"""The few things a case had to ask for, each sealed."""

from __future__ import annotations

import sqlalchemy as sa

from bot.domain.forms import EMAIL
from bot.storage.database import Db
from bot.storage.tables import case_details

NAMES = sa.select(case_details.c.name).where(case_details.c.case_id == sa.bindparam("of"))
ADDRESS_LABEL = "case_details.value_index"


async def put(db: Db, case_id: str, name: str, value: str) -> None:
    sealed = db.seal(case_details.c.value, _row(case_id, name), value)
    given = {"value": sealed, "value_index": index(db, name, value)}
    statement = db.insert(case_details).values(case_id=case_id, name=name, **given)
    key = [case_details.c.case_id, case_details.c.name]
    await db.execute(statement.on_conflict_do_update(index_elements=key, set_=given))


def index(db: Db, name: str, value: str) -> bytes | None:
    """By which an address is found again; nothing else is."""
    if name != EMAIL:
        return None
    return db.keyring.index(ADDRESS_LABEL, value.strip().lower())


async def of_case(db: Db, case_id: str) -> dict[str, str]:
    query = sa.select(case_details).where(case_details.c.case_id == case_id)
    rows = await db.execute(query.order_by(case_details.c.name))
    return {
        row.name: db.open(case_details.c.value, _row(case_id, row.name), row.value) for row in rows
    }


async def names(db: Db, case_id: str) -> frozenset[str]:
    """What was given, without what it says."""
    return frozenset((await db.execute(NAMES, {"of": case_id})).scalars())


async def take(db: Db, case_id: str, name: str) -> None:
    """It holds no longer."""
    mine = case_details.c.case_id == case_id, case_details.c.name == name
    await db.execute(sa.delete(case_details).where(*mine))


def _row(case_id: str, name: str) -> str:
    return f"{case_id}:{name}"
