"""Messages to be sent: written with the turn that wants them, kept in order inside their lane."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from bot.storage import customers
from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.outbox_statements import (
    EXPIRED,
    FENCED,
    IS_QUEUED,
    IS_SENDING,
    PUT,
    READY,
    TAKE,
    first_of_lane,
)
from bot.storage.tables import outbox

Place = Literal["customer", "thread", "group", "person", "mail"]
Repeat = Literal["safe", "once", "never"]
State = Literal["queued", "sending", "sent", "unknown", "failed", "blocked", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """`repeat` says what may be done when nobody knows whether it arrived."""

    lane: str
    place: Place
    kind: str
    payload: Mapping[str, Any] = field(repr=False)
    repeat: Repeat
    created_at: datetime
    due_at: datetime | None = None
    customer_id: str | None = None
    case_id: str | None = None
    chat_id: int | None = None
    fold: str | None = None
    about: str | None = None
    rank: int = 0
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Ours to send until `claimed_until`; what comes of it is written with its `claim`."""

    id: str
    lane: str
    place: Place
    customer_id: str | None
    case_id: str | None
    chat_id: int | None
    kind: str
    payload: dict[str, Any] = field(repr=False)
    about: str | None
    rank: int
    repeat: Repeat
    state: State
    attempts: int
    claim: str | None
    claimed_until: datetime | None
    created_at: datetime
    chat: int | None = field(default=None, repr=False)
    """Of the customer it goes to, where it was claimed to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a message stands, without what it says."""

    id: str
    lane: str
    place: Place
    kind: str
    repeat: Repeat
    state: State
    attempts: int
    due_at: datetime
    message_id: int | None
    created_at: datetime
    closed_at: datetime | None
    error: str | None


STORED = tuple(name for name in Claimed.__slots__ if name != "chat")


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    states: dict[State, int]
    oldest_queued_at: datetime | None


async def put(db: Db, outgoing: Outgoing) -> str:
    """Its id; with `fold`, one of the same lane that still waits says this instead."""
    if outgoing.fold is not None and (waiting := await _foldable(db, outgoing)):
        payload = _sealed(db, waiting, outgoing.payload)
        changed = sa.update(outbox).where(outbox.c.id == waiting)
        await db.execute(changed.values(payload=payload, kind=outgoing.kind))
        return waiting
    row = {name: getattr(outgoing, name) for name in Outgoing.__slots__}
    row["payload"] = _sealed(db, outgoing.id, outgoing.payload)
    row["due_at"] = outgoing.due_at or outgoing.created_at
    await db.execute(PUT, row | {"state": "queued", "attempts": 0})
    return outgoing.id


async def claim(
    db: Db, *, worker: str, now: datetime, lease: timedelta, limit: int
) -> list[Claimed]:
    """The next due message of each lane, the most urgent first; at most one of a lane."""
    # A worker that comes back to a message it lost has the same name, but not the same claim.
    mine = {"claim": f"{worker}/{new_id()}", "claimed_until": now + lease, "state": "sending"}
    ids = list((await db.execute(READY, {"now": now, "most": limit})).scalars())
    if not ids:
        return []
    rows = (await db.execute(TAKE, mine | {"ids": ids})).all()
    chats = await customers.chats_of(db, [row.customer_id for row in rows if row.customer_id])
    rows = sorted(rows, key=lambda row: (row.rank, row.seq))
    return [_read(db, row, chat=chats.get(row.customer_id)) for row in rows]


async def sent(
    db: Db, outbox_id: str, *, claim: str, message_id: int | None, now: datetime
) -> bool:
    """This and the next five are false, and change nothing, when the claim is no longer ours."""
    return await _close(db, outbox_id, claim, now, state="sent", message_id=message_id)


async def failed(db: Db, outbox_id: str, *, claim: str, now: datetime, error: str) -> bool:
    return await _close(db, outbox_id, claim, now, state="failed", error=error)


async def blocked(
    db: Db, outbox_id: str, *, claim: str, now: datetime, error: str | None = None
) -> bool:
    return await _close(db, outbox_id, claim, now, state="blocked", error=error)


async def dropped(
    db: Db, outbox_id: str, *, claim: str, now: datetime, error: str | None = None
) -> bool:
    return await _close(db, outbox_id, claim, now, state="dropped", error=error)


async def later(db: Db, outbox_id: str, *, claim: str, due_at: datetime, attempts: int) -> bool:
    values = {"state": "queued", "due_at": due_at, "attempts": attempts}
    return await _fenced(db, outbox_id, claim, values)


async def unknown(db: Db, outbox_id: str, *, claim: str, error: str | None = None) -> bool:
    """It left, and no answer came. What it says is kept, for a person may send it again."""
    return await _fenced(db, outbox_id, claim, {"state": "unknown", "error": error})


async def lapse(db: Db, outbox_id: str, *, claim: str, now: datetime, once: bool = False) -> bool:
    """No answer came: give the claim up now, so that `expired` deals with it at once."""
    mine = outbox.c.id == outbox_id, outbox.c.claim == claim, IS_SENDING
    values = {"claimed_until": now} | ({"repeat": "once"} if once else {})
    changed = await db.execute(sa.update(outbox).where(*mine).values(values))
    return changed.rowcount == 1


async def claimants(db: Db) -> set[str]:
    """The workers that have something in hand."""
    claims = (await db.execute(sa.select(outbox.c.claim).where(IS_SENDING))).scalars()
    return {claim.partition("/")[0] for claim in claims if claim}


async def lapse_all(db: Db, *, now: datetime, worker: str | None = None) -> int:
    """Whoever claimed these is known to be gone: nobody waits for their leases; how many."""
    held = sa.update(outbox).where(IS_SENDING, outbox.c.claimed_until > now)
    if worker is not None:
        held = held.where(outbox.c.claim.startswith(f"{worker}/"))
    return (await db.execute(held.values(claimed_until=now))).rowcount


async def of_message(db: Db, message_id: int, *, customer_id: str | None = None) -> list[str]:
    """The cases in whose threads, or for which in this customer's chat, a message of this number
    was sent; of threads the caller tells the chat."""
    there = outbox.c.place == "thread"
    if customer_id is not None:
        there = outbox.c.customer_id == customer_id
    query = sa.select(outbox.c.case_id).where(outbox.c.message_id == message_id, there)
    return [one for one in (await db.execute(query)).scalars() if one]


async def expired(db: Db, *, now: datetime, but: Collection[str] = ()) -> list[Claimed]:
    """What a dead worker held: repeated if that is safe, repeated once, or given up as unknown."""
    after = []
    for row in (await db.execute(EXPIRED, {"now": now})).all():
        if row.id in but:
            continue
        state, repeat = ("unknown" if row.repeat == "never" else "queued"), row.repeat
        values = {"state": state, "repeat": "never" if repeat == "once" else repeat}
        if await _fenced(db, row.id, row.claim, values):
            after.append(_read(db, row, **values, claim=None, claimed_until=None))
    return after


async def send_again(db: Db, outbox_id: str) -> bool:
    """A person decided so; false when it is not unknown any more."""
    statement = sa.update(outbox).where(outbox.c.id == outbox_id, outbox.c.state == "unknown")
    return (await db.execute(statement.values(state="queued", error=None))).rowcount == 1


async def drop(db: Db, outbox_id: str, *, now: datetime) -> bool:
    """Not to be sent any more; false when it is on its way or over."""
    waits = outbox.c.id == outbox_id, outbox.c.state.in_(("queued", "unknown"))
    values = {"state": "dropped", "payload": None, "closed_at": now}
    return (await db.execute(sa.update(outbox).where(*waits).values(values))).rowcount == 1


async def hurry(db: Db, *, now: datetime) -> None:
    """All that waits for its time is due."""
    ahead = sa.update(outbox).where(IS_QUEUED, outbox.c.due_at > now)
    await db.execute(ahead.values(due_at=now))


async def next_due(db: Db) -> datetime | None:
    """When the next message can be claimed, as far as is known now."""
    soonest = sa.select(sa.func.min(outbox.c.due_at)).where(IS_QUEUED, first_of_lane())
    found: datetime | None = await db.scalar(soonest)
    return found


async def oldest_due(db: Db, *, now: datetime) -> datetime | None:
    """Since when the oldest waits: from its time on, or from the first try that failed."""
    tried = sa.case((outbox.c.attempts > 0, outbox.c.created_at), else_=outbox.c.due_at)
    waits = IS_QUEUED, sa.or_(outbox.c.due_at <= now, outbox.c.attempts > 0)
    # Its type is lost on the way through the choice.
    found: datetime | None = await db.scalar(
        sa.select(sa.func.min(sa.type_coerce(tried, outbox.c.due_at.type))).where(*waits)
    )
    return found


async def counts(db: Db) -> OutboxCounts:
    figures = sa.select(outbox.c.state, sa.func.count(), sa.func.min(outbox.c.created_at))
    rows = (await db.execute(figures.group_by(outbox.c.state))).all()
    oldest = {state: created_at for state, _, created_at in rows}
    return OutboxCounts({state: count for state, count, _ in rows}, oldest.get("queued"))


async def of_case(db: Db, case_id: str) -> list[Sending]:
    columns = [outbox.c[name] for name in Sending.__slots__]
    query = sa.select(*columns).where(outbox.c.case_id == case_id).order_by(outbox.c.seq)
    return [Sending(**row._asdict()) for row in await db.execute(query)]


async def states(db: Db, ids: Sequence[str]) -> dict[str, State]:
    query = sa.select(outbox.c.id, outbox.c.state).where(outbox.c.id.in_(ids))
    return {row.id: row.state for row in await db.execute(query)}


async def sweep(db: Db, *, before: datetime) -> int:
    """Forget what was over before this, and what nobody decided about; how many went."""
    unknown = sa.and_(outbox.c.state == "unknown", outbox.c.created_at < before)
    statement = sa.delete(outbox).where(sa.or_(outbox.c.closed_at < before, unknown))
    return (await db.execute(statement)).rowcount


async def _foldable(db: Db, outgoing: Outgoing) -> str | None:
    same = outbox.c.lane == outgoing.lane, outbox.c.fold == outgoing.fold
    query = sa.select(outbox.c.id).where(IS_QUEUED, *same).order_by(outbox.c.seq.desc()).limit(1)
    found: str | None = await db.scalar(query.with_for_update())
    return found


async def _close(db: Db, outbox_id: str, claim: str, now: datetime, **values: Any) -> bool:
    return await _fenced(db, outbox_id, claim, {**values, "payload": None, "closed_at": now})


async def _fenced(db: Db, outbox_id: str, claim: str, values: Mapping[str, Any]) -> bool:
    """The fence: a claim that ran out, or was given to another, writes nothing."""
    given = {"of": outbox_id, "held": claim, "claim": None, "claimed_until": None, **values}
    return (await db.execute(FENCED, given)).rowcount == 1


def _sealed(db: Db, outbox_id: str, payload: Mapping[str, Any]) -> bytes:
    return db.seal(outbox.c.payload, outbox_id, json.dumps(payload, ensure_ascii=False))


def _read(db: Db, row: sa.Row[Any], **changes: Any) -> Claimed:
    values = {name: getattr(row, name) for name in STORED}
    payload = json.loads(db.open(outbox.c.payload, row.id, row.payload))
    return Claimed(**{**values, **changes, "payload": payload})
