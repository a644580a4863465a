"""What was done in a case, in a chain: nothing can be altered, added or taken out unseen.

The chain covers a salted digest of the words, not the words. So words and salt can be deleted when
their time is over, and the chain still verifies. It needs no key: whoever holds an export can.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.tables import cases, history

GENESIS = hashlib.sha256(b"privasi history").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be noted."""

    case_id: str
    at: datetime
    actor_kind: str
    move: str
    actor_id: int | None = None
    request_id: str | None = None
    from_status: str | None = None
    to_status: str | None = None
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Step):
    """What was noted; words and salt are None once they are deleted, or if there were none."""

    id: str
    seq: int
    salt: str | None = field(repr=False)
    digest: str
    chain: str


async def append(db: Db, step: Step) -> Entry:
    # Two steps at once would take the same place in the chain.
    await db.lock(sa.select(cases.c.id).where(cases.c.id == step.case_id))
    last = sa.select(history.c.seq, history.c.chain).where(history.c.case_id == step.case_id)
    row = (await db.execute(last.order_by(history.c.seq.desc()).limit(1))).one_or_none()
    seq, previous = (row.seq + 1, row.chain) if row else (1, GENESIS)
    entry = _linked(step, seq, previous)
    await db.execute(sa.insert(history).values(_stored(db, entry)))
    return entry


OF_CASE = sa.select(history).where(history.c.case_id == sa.bindparam("of")).order_by(history.c.seq)


async def of_case(db: Db, case_id: str) -> list[Entry]:
    return [_read(db, row) for row in await db.execute(OF_CASE, {"of": case_id})]


async def head(db: Db, case_id: str) -> str:
    """The last link; its first digits on a receipt show later that nothing went missing."""
    query = sa.select(history.c.chain).where(history.c.case_id == case_id)
    found: str | None = await db.scalar(query.order_by(history.c.seq.desc()).limit(1))
    return found or GENESIS


async def forget_words(db: Db, case_id: str) -> None:
    """Delete what was said and keep what was done."""
    statement = sa.update(history).where(history.c.case_id == case_id)
    await db.execute(statement.values(words=None, salt=None))


def broken(entries: Sequence[Entry]) -> int | None:
    """The first place where the chain of one case does not hold, or None."""
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        said = entry.words is None or _digest(entry.salt or "", entry.words) == entry.digest
        if entry.seq != expected or not said or _link(previous, entry) != entry.chain:
            return expected
        previous = entry.chain
    return None


def _linked(step: Step, seq: int, previous: str) -> Entry:
    salt = None if step.words is None else secrets.token_hex(16)
    digest = "" if step.words is None else _digest(salt or "", step.words)
    values = {**asdict(step), "id": new_id(), "seq": seq, "salt": salt, "digest": digest}
    draft = Entry(**values, chain="")
    return Entry(**values, chain=_link(previous, draft))


def _digest(salt: str, words: str) -> str:
    return hashlib.sha256((salt + words).encode("utf-8", "surrogatepass")).hexdigest()


def _link(previous: str, entry: Entry) -> str:
    fields = [
        previous,
        *(
            entry.id,
            entry.case_id,
            entry.seq,
            entry.request_id,
            entry.at.astimezone(UTC).isoformat(),
        ),
        *(entry.actor_kind, entry.actor_id, entry.move, entry.from_status, entry.to_status),
        entry.digest,
    ]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def _stored(db: Db, entry: Entry) -> dict[str, Any]:
    words = db.seal(history.c.words, entry.id, entry.words)
    salt = db.seal(history.c.salt, entry.id, entry.salt)
    return {**asdict(entry), "words": words, "salt": salt}


def _read(db: Db, row: sa.Row[Any]) -> Entry:
    words = db.open(history.c.words, row.id, row.words)
    salt = db.open(history.c.salt, row.id, row.salt)
    return Entry(**{**row._asdict(), "words": words, "salt": salt})
