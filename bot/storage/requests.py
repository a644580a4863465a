"""Requests: one right within a case, with its own clock and outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from bot.domain.cases import Kind, Status
from bot.domain.clocks import Shift
from bot.domain.errors import Changed
from bot.storage.database import Db
from bot.storage.tables import requests

ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Request:
    id: str
    case_id: str
    kind: Kind
    status: Status
    received_at: datetime
    due_at: datetime
    due_day: date | None
    due_zone: str
    rule_id: str
    rule_version: int
    is_target: bool = False
    promise_article: str | None = None
    shifts: tuple[Shift, ...] = ()
    proposed_status: Status | None = None
    proposed_by: int | None = None
    proposed_words: str | None = field(default=None, repr=False)
    proposed_code: str | None = None
    closed_at: datetime | None = None


class RequestChanges(TypedDict, total=False):
    kind: Kind
    status: Status
    due_at: datetime
    due_day: date | None
    due_zone: str
    rule_id: str
    rule_version: int
    is_target: bool
    promise_article: str | None
    shifts: tuple[Shift, ...]
    proposed_status: Status | None
    proposed_by: int | None
    proposed_words: str | None
    proposed_code: str | None
    closed_at: datetime | None


OF_CASE = (
    sa.select(requests)
    .where(requests.c.case_id == sa.bindparam("of"))
    .order_by(requests.c.received_at, requests.c.id)
)


async def add(db: Db, request: Request) -> None:
    values = {name: getattr(request, name) for name in Request.__slots__}
    await db.execute(sa.insert(requests).values(_stored(db, request.id, values)))


async def get(db: Db, request_id: str) -> Request | None:
    row = (await db.execute(sa.select(requests).where(requests.c.id == request_id))).one_or_none()
    return _read(db, row) if row else None


async def of_case(db: Db, case_id: str) -> list[Request]:
    """In the order they were received; those of one message always in the order of the kinds."""
    found = [_read(db, row) for row in await db.execute(OF_CASE, {"of": case_id})]
    return sorted(found, key=lambda one: (one.received_at, ORDER.index(one.kind)))


async def open_requests(db: Db) -> list[Request]:
    """All that are not closed, the most pressing first."""
    query = sa.select(requests).where(requests.c.closed_at.is_(None))
    rows = await db.execute(query.order_by(requests.c.due_at, requests.c.id))
    return [_read(db, row) for row in rows]


async def due(db: Db, *, before: datetime, limit: int) -> list[Request]:
    """Unclosed ones whose clock ends before this, the most pressing first."""
    query = sa.select(requests).where(requests.c.closed_at.is_(None), requests.c.due_at < before)
    rows = await db.execute(query.order_by(requests.c.due_at, requests.c.id).limit(limit))
    return [_read(db, row) for row in rows]


async def update(db: Db, request: Request, **changes: Unpack[RequestChanges]) -> Request:
    """Refused when the status is no longer the one the decision was taken on."""
    mine = requests.c.id == request.id, requests.c.status == request.status
    values = _stored(db, request.id, dict(changes))
    if (await db.execute(sa.update(requests).where(*mine).values(values))).rowcount != 1:
        raise Changed("the request was changed by somebody else")
    return replace(request, **changes)


def _stored(db: Db, request_id: str, values: dict[str, Any]) -> dict[str, Any]:
    if "shifts" in values:
        written = [[one.rule, one.day.isoformat(), one.extended] for one in values["shifts"]]
        values = {**values, "shifts": json.dumps(written)}
    if "proposed_words" in values:
        words = db.seal(requests.c.proposed_words, request_id, values["proposed_words"])
        values = {**values, "proposed_words": words}
    return values


def _read(db: Db, row: sa.Row[Any]) -> Request:
    words = db.open(requests.c.proposed_words, row.id, row.proposed_words)
    proposed = Status(row.proposed_status) if row.proposed_status else None
    read = {"kind": Kind(row.kind), "status": Status(row.status), "proposed_status": proposed}
    shifts = tuple(
        Shift(rule, date.fromisoformat(day), extended)
        for rule, day, extended in json.loads(row.shifts or "[]")
    )
    return Request(**{**row._asdict(), **read, "proposed_words": words, "shifts": shifts})
