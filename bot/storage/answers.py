"""Answers that were shown: from which version, to what, and what the customer thought of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Db
from bot.storage.ids import new_id
from bot.storage.tables import answers, outbox

KEPT = timedelta(days=90)
"""Which version an answer came from, what it was worth, and questions nobody has dealt with."""
WORDS_KEPT = timedelta(days=7)
"""So long a vote on an answer finds its question; then the question is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`words` is the question, redacted; `why` is set where admins should look at it."""

    customer_id: str
    outbox_id: str
    at: datetime
    screen: str
    version: int
    policy: str | None
    articles: tuple[str, ...]
    language: str
    words: str | None = field(default=None, repr=False)
    why: str | None = None
    vote: str | None = None
    reason: str | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A question admins should look at, without who asked it."""

    seq: int
    at: datetime
    version: int
    policy: str | None
    articles: tuple[str, ...]
    language: str
    why: str
    reason: str | None
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Votes:
    up: int = 0
    down: int = 0


ADD = sa.insert(answers)


async def add(db: Db, shown: Shown) -> None:
    row = {name: getattr(shown, name) for name in Shown.__slots__}
    row |= {
        "articles": " ".join(shown.articles),
        "words": db.seal(answers.c.words, shown.id, shown.words),
    }
    await db.execute(ADD, row)


async def get(db: Db, ident: str, *, customer_id: str) -> Shown | None:
    """One of this customer's own; another's is as unknown as one that does not exist."""
    return await _one(db, answers.c.id == ident, customer_id)


async def shown_in(db: Db, message_id: int, *, customer_id: str) -> Shown | None:
    """What this customer was shown in the message of that number."""
    sent = sa.select(outbox.c.id).where(
        outbox.c.message_id == message_id, outbox.c.customer_id == customer_id
    )
    return await _one(db, answers.c.outbox_id.in_(sent), customer_id)


async def vote(
    db: Db, ident: str, value: str, *, why: str | None, reason: str | None, now: datetime
) -> None:
    values = {"vote": value, "why": why, "reason": reason, "voted_at": now}
    await _change(db, ident, **values)


async def put_before_admins(db: Db, ident: str, why: str) -> None:
    await _change(db, ident, why=why)


async def waiting(db: Db, *, limit: int) -> list[Open]:
    """The newest questions admins should look at, oldest first."""
    query = sa.select(answers).where(answers.c.why.is_not(None), answers.c.words.is_not(None))
    rows = (await db.execute(query.order_by(answers.c.seq.desc()).limit(limit))).all()
    return [_open(db, row) for row in reversed(rows)]


async def count_waiting(db: Db) -> int:
    waits = answers.c.why.is_not(None), answers.c.words.is_not(None)
    found: int = await db.scalar(sa.select(sa.func.count()).select_from(answers).where(*waits))
    return found


async def words(db: Db, seqs: Sequence[int]) -> dict[int, str]:
    """Of these, the questions that are still kept."""
    query = sa.select(answers.c.seq, answers.c.id, answers.c.words)
    found = await db.execute(query.where(answers.c.seq.in_(seqs), answers.c.words.is_not(None)))
    return {row.seq: db.open(answers.c.words, row.id, row.words) for row in found}


async def dismiss(db: Db, seqs: Sequence[int]) -> None:
    """Dealt with: the words go, the vote stays."""
    done = sa.update(answers).where(answers.c.seq.in_(seqs))
    await db.execute(done.values(why=None, words=None))


async def votes(db: Db) -> dict[str | None, Votes]:
    """How often each policy's answers were found right and not."""
    tally = sa.select(answers.c.policy, answers.c.vote, sa.func.count())
    tally = tally.where(answers.c.vote.is_not(None)).group_by(answers.c.policy, answers.c.vote)
    found: dict[str | None, dict[str, int]] = {}
    for policy, value, count in await db.execute(tally):
        found.setdefault(policy, {})[value] = count
    return {policy: Votes(**counts) for policy, counts in found.items()}


async def tally(db: Db, since: datetime, until: datetime) -> list[tuple[str | None, str, int]]:
    """By company and screen, how many questions were answered so; as far as they are kept."""
    query = sa.select(answers.c.policy, answers.c.screen, sa.func.count())
    query = query.where(answers.c.at >= since, answers.c.at < until)
    rows = await db.execute(query.group_by(answers.c.policy, answers.c.screen))
    return [(row[0], row[1], row[2]) for row in rows]


async def sweep(db: Db, *, now: datetime) -> int:
    """Old answers go (how many); of the others, the words nobody has to look at go earlier."""
    gone = (await db.execute(sa.delete(answers).where(answers.c.at < now - KEPT))).rowcount
    idle = answers.c.at < now - WORDS_KEPT, answers.c.why.is_(None), answers.c.words.is_not(None)
    await db.execute(sa.update(answers).where(*idle).values(words=None))
    return gone


async def shown_to(db: Db, customer_id: str) -> list[dict[str, Any]]:
    """All that is kept of what one person was shown, as plain values."""
    mine = sa.select(answers).where(answers.c.customer_id == customer_id).order_by(answers.c.seq)
    return [
        {
            "at": row.at,
            "company": row.policy,
            "articles": row.articles.split(),
            "knowledge_version": row.version,
            "question": db.open(answers.c.words, row.id, row.words),
            "your_vote": row.vote,
        }
        for row in await db.execute(mine)
    ]


async def _one(db: Db, condition: sa.ColumnElement[bool], customer_id: str) -> Shown | None:
    query = sa.select(answers).where(condition, answers.c.customer_id == customer_id).limit(1)
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in Shown.__slots__}
    words = db.open(answers.c.words, row.id, row.words)
    return Shown(**{**values, "articles": tuple(row.articles.split()), "words": words})


async def _change(db: Db, ident: str, **values: Any) -> None:
    await db.execute(sa.update(answers).where(answers.c.id == ident).values(**values))


def _open(db: Db, row: sa.Row[Any]) -> Open:
    values = {name: getattr(row, name) for name in Open.__slots__}
    words = db.open(answers.c.words, row.id, row.words)
    return Open(**{**values, "articles": tuple(row.articles.split()), "words": words})
