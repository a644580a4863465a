"""Updates of Telegram, stored before they are confirmed, taken chat by chat in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.domain.errors import KeyMissing, SealBroken
from bot.storage.database import Db, Dialect, insert_into
from bot.storage.sealing import Keyring
from bot.storage.tables import inbox

NO_CHAT = b""
LABEL = "inbox.chat_key"
# A literal, not a parameter: only then a planner knows that the partial index holds the answer.
IS_WAITING = inbox.c.state == sa.literal_column("'waiting'")
# Built once: building a statement costs more than carrying it out.
FIRST_TWO = (
    sa.select(inbox)
    .where(IS_WAITING, inbox.c.chat_key == sa.bindparam("key"))
    .order_by(inbox.c.seq)
    .limit(2)
)
DONE = sa.update(inbox).where(inbox.c.seq == sa.bindparam("of")).values(state="done", body=None)


@cache
def _storing(dialect: Dialect) -> sa.Executable:
    return insert_into(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.chat_key)


@dataclass(frozen=True, slots=True)
class Arrived:
    update_id: int
    chat_id: int | None = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    seq: int
    update_id: int
    bot_id: int
    attempts: int
    body: str | None = field(repr=False)
    """None where its seal does not open."""
    stored_at: datetime
    more: bool = False
    """Whether something of the same chat waits behind it."""


@dataclass(frozen=True, slots=True)
class Parked:
    """One set aside, without what it says."""

    seq: int
    update_id: int
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class InboxCounts:
    waiting: int
    parked: int
    oldest_waiting_at: datetime | None


def chat_key(keys: Db | Keyring, chat_id: int | None) -> bytes:
    """Names a chat without telling which; updates without a chat share one lane."""
    keyring = keys.keyring if isinstance(keys, Db) else keys
    return NO_CHAT if chat_id is None else keyring.index(LABEL, str(chat_id))


async def store(db: Db, bot_id: int, arrived: Sequence[Arrived], *, now: datetime) -> list[bytes]:
    """Store what was not stored before; the chats that have something new come back."""
    lanes = {update.chat_id: await _lane(db, update.chat_id) for update in arrived}
    rows = [
        {
            "bot_id": bot_id,
            "update_id": update.update_id,
            "chat_key": lanes[update.chat_id],
            "body": db.seal(inbox.c.body, _row(bot_id, update.update_id), update.body),
            "state": "waiting",
            "attempts": 0,
            "due_at": now,
            "stored_at": now,
        }
        for update in arrived
    ]
    if not rows:
        return []
    return list(dict.fromkeys((await db.execute(_storing(db.dialect), rows)).scalars()))


async def waiting(db: Db, *, now: datetime) -> list[bytes]:
    """The chats whose first waiting update is due, oldest first."""
    firsts = sa.select(sa.func.min(inbox.c.seq)).where(IS_WAITING)
    firsts = firsts.group_by(inbox.c.chat_key)
    due = sa.select(inbox.c.chat_key).where(inbox.c.seq.in_(firsts), inbox.c.due_at <= now)
    return list((await db.execute(due.order_by(inbox.c.seq))).scalars())


async def claim(db: Db, key: bytes, *, now: datetime) -> Stored | None:
    """The first waiting update of a chat, if it is due and nobody else has the chat."""
    if db.dialect == "postgresql" and not await _locked(db, key):
        return None
    rows = (await db.execute(FIRST_TWO, {"key": key})).all()
    if not rows or rows[0].due_at > now:
        return None
    row, body, more = rows[0], _body(db, rows[0]), len(rows) > 1
    return Stored(row.seq, row.update_id, row.bot_id, row.attempts, body, row.stored_at, more)


def _body(db: Db, row: sa.Row[Any]) -> str | None:
    """A row that does not open must not stop its chat for ever, so it comes all the same."""
    try:
        text: str | None = db.open(inbox.c.body, _row(row.bot_id, row.update_id), row.body)
    except (SealBroken, KeyMissing):
        return None
    return text


async def done(db: Db, seq: int) -> None:
    """Its text goes in the same transaction as what came of it; its id stays to know repeats."""
    await db.execute(DONE, {"of": seq})


async def retry(db: Db, seq: int, *, attempts: int, due_at: datetime) -> None:
    await _change(db, seq, attempts=attempts, due_at=due_at)


async def park(db: Db, seq: int) -> None:
    """Out of the way, so that the chat goes on; still sealed, for somebody to look at."""
    await _change(db, seq, state="parked")


async def parked(db: Db, *, limit: int) -> list[Parked]:
    """What waits for somebody to decide, oldest first."""
    columns = [inbox.c[name] for name in Parked.__slots__]
    found = sa.select(*columns).where(inbox.c.state == "parked").order_by(inbox.c.seq)
    return [Parked(**row._asdict()) for row in await db.execute(found.limit(limit))]


async def take_up(db: Db, seq: int, *, now: datetime) -> bool:
    """A parked one is tried afresh; false when it is not parked any more."""
    return await _unpark(db, seq, state="waiting", attempts=0, due_at=now)


async def drop(db: Db, seq: int) -> bool:
    """A parked one is given up, and what it says is gone; false when it is not parked any more."""
    return await _unpark(db, seq, state="done", body=None)


async def _unpark(db: Db, seq: int, **values: object) -> bool:
    parked_ = inbox.c.seq == seq, inbox.c.state == "parked"
    return (await db.execute(sa.update(inbox).where(*parked_).values(**values))).rowcount == 1


async def hurry(db: Db, *, now: datetime) -> None:
    """All that waits for its time is due."""
    await db.execute(sa.update(inbox).where(IS_WAITING, inbox.c.due_at > now).values(due_at=now))


async def next_due(db: Db) -> datetime | None:
    firsts = sa.select(sa.func.min(inbox.c.seq)).where(IS_WAITING)
    firsts = firsts.group_by(inbox.c.chat_key)
    soonest = sa.select(sa.func.min(inbox.c.due_at)).where(inbox.c.seq.in_(firsts))
    found: datetime | None = await db.scalar(soonest)
    return found


async def counts(db: Db) -> InboxCounts:
    figures = sa.select(
        sa.func.count().filter(IS_WAITING),
        sa.func.count().filter(inbox.c.state == "parked"),
        sa.func.min(inbox.c.stored_at).filter(IS_WAITING),
    ).where(inbox.c.state != "done")
    waits, parked, oldest = (await db.execute(figures)).one()
    return InboxCounts(waits, parked, oldest)


async def sweep(db: Db, *, before: datetime) -> int:
    """Forget done updates that Telegram can no longer repeat; how many went."""
    old = sa.delete(inbox).where(inbox.c.state == "done", inbox.c.stored_at < before)
    return (await db.execute(old)).rowcount


async def sweep_parked(db: Db, *, before: datetime) -> int:
    """What nobody could handle and nobody took up again, with its sealed text."""
    old = sa.delete(inbox).where(inbox.c.state == "parked", inbox.c.stored_at < before)
    return (await db.execute(old)).rowcount


async def _lane(db: Db, chat_id: int | None) -> bytes:
    """After a rotation, a chat still waiting under an older key keeps its lane and its order."""
    if chat_id is None or len(db.keyring.keys) == 1:
        return chat_key(db, chat_id)
    newest, *older = db.keyring.indexes(LABEL, str(chat_id))
    found = sa.select(inbox.c.chat_key).where(IS_WAITING).limit(1)
    return await db.scalar(found.where(inbox.c.chat_key.in_(older))) or newest


async def _locked(db: Db, key: bytes) -> bool:
    """Until the transaction ends, however it ends: the server frees the chat of a dead process."""
    number = int.from_bytes(hashlib.sha256(b"inbox" + key).digest()[:8], "big", signed=True)
    return bool(await db.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(number))))


async def _change(db: Db, seq: int, **values: object) -> None:
    await db.execute(sa.update(inbox).where(inbox.c.seq == seq).values(**values))


def _row(bot_id: int, update_id: int) -> str:
    return f"{bot_id}:{update_id}"
