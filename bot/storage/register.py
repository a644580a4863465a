"""The register: what was asked, when, and what came of it; no words, no person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.cases import Kind, Move, Status
from bot.storage.database import Db
from bot.storage.tables import cases, history, messages, requests

TELLING = (
    *(Move.VERIFY, Move.ASK, Move.EXTEND, Move.FULFIL, Move.FULFIL_PARTLY),
    *(Move.REFUSE, Move.REDIRECT, Move.MERGE, Move.GIVE_UP),
)
"""Moves of staff of which the customer is told: besides their words, what answers a request."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request; `answered_at` is when a person first told its customer something."""

    reference: str
    policy: str
    kind: Kind
    status: Status
    received_at: datetime
    due_at: datetime
    due_day: date | None
    due_zone: str
    rule_id: str
    rule_version: int
    is_target: bool
    is_extended: bool
    code: str | None
    closed_at: datetime | None
    answered_at: datetime | None


async def received(db: Db, since: datetime, until: datetime) -> list[Entry]:
    """Requests received in this time, oldest first."""
    return await _entries(db, _received(since, until))


async def concerning(db: Db, since: datetime, until: datetime) -> list[Entry]:
    """Received or closed in this time, or open at its end."""
    open_then = sa.or_(requests.c.closed_at.is_(None), requests.c.closed_at >= since)
    return await _entries(db, sa.and_(requests.c.received_at < until, open_then))


def _received(since: datetime, until: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(requests.c.received_at >= since, requests.c.received_at < until)


async def _entries(db: Db, where: sa.ColumnElement[bool]) -> list[Entry]:
    own = requests.c
    columns = [own.id, own.case_id, cases.c.reference, cases.c.policy, own.kind, own.status]
    columns += [own.received_at, own.due_at, own.due_day, own.due_zone, own.rule_id]
    columns += [own.rule_version, own.is_target, own.shifts, own.proposed_code, own.closed_at]
    query = sa.select(*columns).join(cases, cases.c.id == own.case_id).where(where)
    told, said = await _told(db, where), await _said(db, where)
    return [
        _read(row, [told.get(row.id), said.get(row.case_id)])
        for row in await db.execute(query.order_by(own.received_at, own.id))
    ]


async def _told(db: Db, where: sa.ColumnElement[bool]) -> dict[str, datetime]:
    """By request: the first move of staff that its customer was told of."""
    first = sa.select(history.c.request_id, sa.func.min(history.c.at))
    first = first.join(requests, requests.c.id == history.c.request_id)
    first = first.where(where, history.c.actor_kind == "staff", history.c.move.in_(TELLING))
    rows = await db.execute(first.group_by(history.c.request_id))
    return {row[0]: row[1] for row in rows}


async def _said(db: Db, where: sa.ColumnElement[bool]) -> dict[str, datetime]:
    """By case: the first words of staff."""
    first = sa.select(messages.c.case_id, sa.func.min(messages.c.at))
    first = first.join(requests, requests.c.case_id == messages.c.case_id)
    first = first.where(where, messages.c.author == "staff")
    rows = await db.execute(first.group_by(messages.c.case_id))
    return {row[0]: row[1] for row in rows}


def _read(row: sa.Row[Any], answers: list[datetime | None]) -> Entry:
    return Entry(
        reference=row.reference,
        policy=row.policy,
        kind=Kind(row.kind),
        status=Status(row.status),
        received_at=row.received_at,
        due_at=row.due_at,
        due_day=row.due_day,
        due_zone=row.due_zone,
        rule_id=row.rule_id,
        rule_version=row.rule_version,
        is_target=row.is_target,
        is_extended=any(extended for _, __, extended in json.loads(row.shifts or "[]")),
        code=row.proposed_code,
        closed_at=row.closed_at,
        answered_at=min((at for at in answers if at is not None), default=None),
    )
