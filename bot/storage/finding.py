"""Finds cases by a part of their reference, by a made-up name, by the digest of an address."""

from __future__ import annotations

import sqlalchemy as sa

from bot.domain.cases import ALPHABET
from bot.domain.forms import EMAIL
from bot.storage import cases
from bot.storage.cases import Case
from bot.storage.database import Db
from bot.storage.details import ADDRESS_LABEL
from bot.storage.tables import case_details, customers
from bot.storage.tables import cases as table

SHORTEST = 4
"""Fewer signs of a reference than this are no search."""


async def by_part(db: Db, part: str, *, limit: int) -> list[Case]:
    """Some of the eight signs after `PR-`, in a row; the newest first."""
    signs = part.upper().removeprefix("PR-").replace("-", "")
    if len(signs) < SHORTEST or any(one not in ALPHABET for one in signs):
        return []
    held = sa.func.replace(table.c.reference, "-", "").contains(signs)
    return await _newest(db, sa.select(table.c.id).where(held), limit)


async def by_pseudonym(db: Db, name: str, *, limit: int) -> list[Case]:
    same = sa.func.lower(customers.c.pseudonym) == " ".join(name.lower().split())
    return await _newest(db, sa.select(table.c.id).join(customers).where(same), limit)


async def by_address(db: Db, address: str, *, limit: int) -> list[Case]:
    """As it was given with a case, whatever the case of its letters."""
    digests = db.keyring.indexes(ADDRESS_LABEL, address.strip().lower())
    mine = case_details.c.name == EMAIL, case_details.c.value_index.in_(digests)
    return await _newest(db, sa.select(table.c.id).join(case_details).where(*mine), limit)


async def _newest(db: Db, query: sa.Select[tuple[str]], limit: int) -> list[Case]:
    order = query.order_by(table.c.received_at.desc(), table.c.id)
    idents = (await db.execute(order.limit(limit))).scalars()
    found = [await cases.get(db, ident) for ident in list(idents)]
    return [case for case in found if case is not None]
