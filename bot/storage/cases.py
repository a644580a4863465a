"""Cases: one customer, one policy, one reference."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from bot.domain.errors import Changed
from bot.storage.database import Db
from bot.storage.tables import cases


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    reference: str
    customer_id: str
    policy: str
    language: str
    knowledge_version: int
    received_at: datetime
    holder_id: int | None = None
    holder_name: str | None = field(default=None, repr=False)
    version: int = 1
    closed_at: datetime | None = None
    staff_chat: int | None = None
    thread_id: int | None = None
    root_id: int | None = None
    card_id: int | None = None
    topic: str | None = None
    quiet_until: datetime | None = None
    cited: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()


class CaseChanges(TypedDict, total=False):
    language: str
    holder_id: int | None
    holder_name: str | None
    closed_at: datetime | None
    quiet_until: datetime | None
    cited: tuple[str, ...]
    regimes: tuple[str, ...]


class Place(TypedDict, total=False):
    """What is not named stays as it is."""

    thread_id: int | None
    root_id: int | None
    card_id: int | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class CaseCounts:
    open: int
    unheld: int
    closed: int


OF_CUSTOMER = (
    sa.select(cases)
    .where(cases.c.customer_id == sa.bindparam("of"))
    .order_by(cases.c.received_at.desc(), cases.c.id.desc())
)


async def open_case(db: Db, case: Case) -> None:
    values = {name: getattr(case, name) for name in Case.__slots__}
    await db.execute(sa.insert(cases).values(_stored(db, case.id, values)))


async def get(db: Db, case_id: str, *, lock: bool = False) -> Case | None:
    """With `lock`, nobody else changes it until the transaction ends."""
    if lock:
        await db.lock(sa.select(cases.c.id).where(cases.c.id == case_id))
    return await _one(db, sa.select(cases).where(cases.c.id == case_id))


async def by_reference(db: Db, reference: str) -> Case | None:
    return await _one(db, sa.select(cases).where(cases.c.reference == reference))


async def by_thread(db: Db, chat: int, thread_id: int) -> Case | None:
    here = cases.c.staff_chat == chat, cases.c.thread_id == thread_id
    return await _one(db, sa.select(cases).where(*here))


async def by_root(db: Db, chat: int, root_id: int) -> Case | None:
    """In a group without topics, a thread is known by its first message."""
    return await _one(
        db, sa.select(cases).where(cases.c.staff_chat == chat, cases.c.root_id == root_id)
    )


async def of_customer(db: Db, customer_id: str, *, open_only: bool = False) -> list[Case]:
    """Newest first."""
    query = OF_CUSTOMER.where(cases.c.closed_at.is_(None)) if open_only else OF_CUSTOMER
    return [_read(db, row) for row in await db.execute(query, {"of": customer_id})]


async def open_cases(db: Db, *, limit: int, after: Case | None = None) -> list[Case]:
    """Oldest first, page by page: `after` is the last one of the page before."""
    query = sa.select(cases).where(cases.c.closed_at.is_(None))
    if after:
        same = sa.and_(cases.c.received_at == after.received_at, cases.c.id > after.id)
        query = query.where(sa.or_(cases.c.received_at > after.received_at, same))
    return await _all(db, query.order_by(cases.c.received_at, cases.c.id).limit(limit))


async def update(db: Db, case: Case, **changes: Unpack[CaseChanges]) -> Case:
    """Refused when somebody else has changed the case since it was read."""
    values: dict[str, Any] = {**changes, "version": case.version + 1}
    mine = cases.c.id == case.id, cases.c.version == case.version
    statement = sa.update(cases).where(*mine).values(_stored(db, case.id, values))
    if (await db.execute(statement)).rowcount != 1:
        raise Changed(f"{case.reference} was changed by somebody else")
    return replace(case, **changes, version=case.version + 1)


async def keep_quiet(db: Db, case_id: str, until: datetime | None) -> None:
    """The bot leaves the talk to a person; nobody's button goes stale by it."""
    await db.execute(sa.update(cases).where(cases.c.id == case_id).values(quiet_until=until))


async def quiet_over(db: Db, now: datetime) -> list[Case]:
    """Open cases in which nobody wrote for so long that the bot may speak again."""
    over = cases.c.quiet_until <= now, cases.c.closed_at.is_(None)
    return await _all(db, sa.select(cases).where(*over).order_by(cases.c.quiet_until))


async def end_quiet(db: Db, case_id: str, now: datetime) -> bool:
    """True for the one who ended it, of several who try."""
    still = cases.c.id == case_id, cases.c.quiet_until <= now
    ended = await db.execute(sa.update(cases).where(*still).values(quiet_until=None))
    return ended.rowcount == 1


async def set_place(db: Db, case_id: str, *, chat: int, **place: Unpack[Place]) -> None:
    """Where staff see it. No version: this is delivery's business, not a person's decision."""
    statement = sa.update(cases).where(cases.c.id == case_id)
    await db.execute(statement.values(staff_chat=chat, **place))


async def counts(db: Db) -> CaseCounts:
    is_open = cases.c.closed_at.is_(None)
    figures = sa.select(
        sa.func.count().filter(is_open),
        sa.func.count().filter(is_open, cases.c.holder_id.is_(None)),
        sa.func.count().filter(~is_open),
    ).select_from(cases)
    is_open, unheld, closed = (await db.execute(figures)).one()
    return CaseCounts(is_open, unheld, closed)


async def _one(db: Db, query: sa.Select[Any]) -> Case | None:
    row = (await db.execute(query.limit(1))).one_or_none()
    return _read(db, row) if row else None


async def _all(db: Db, query: sa.Select[Any]) -> list[Case]:
    return [_read(db, row) for row in await db.execute(query)]


def _stored(db: Db, case_id: str, values: dict[str, Any]) -> dict[str, Any]:
    if "holder_name" in values:
        sealed = db.seal(cases.c.holder_name, case_id, values["holder_name"])
        values = {**values, "holder_name": sealed}
    if "cited" in values:
        values = {**values, "cited": json.dumps(values["cited"])}
    if "regimes" in values:
        values = {**values, "regimes": json.dumps(values["regimes"])}
    return values


def _read(db: Db, row: sa.Row[Any]) -> Case:
    values = row._asdict()
    values["holder_name"] = db.open(cases.c.holder_name, row.id, row.holder_name)
    values["cited"] = tuple(json.loads(row.cited))
    values["regimes"] = tuple(json.loads(row.regimes or "[]"))
    return Case(**values)
