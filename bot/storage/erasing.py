"""Takes rows out for good: the words of a case, a whole case, what was sent to a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.storage import history
from bot.storage.database import Db
from bot.storage.tables import (
    METADATA,
    answers,
    case_details,
    cases,
    conversations,
    customers,
    edits,
    messages,
    outbox,
    requests,
    sheets,
    tasks,
)


async def words(db: Db, case_id: str) -> int:
    """What was said and given in a case; that it was asked, when and how it ended, stays."""
    gone = 0
    for table in (edits, messages, case_details, sheets, tasks):
        gone += (await db.execute(sa.delete(table).where(table.c.case_id == case_id))).rowcount
    await history.forget_words(db, case_id)
    mine = sa.update(requests).where(requests.c.case_id == case_id)
    await db.execute(mine.values(proposed_words=None))
    return gone


async def case(db: Db, case_id: str) -> int:
    """All of it; how many rows went."""
    gone = 0
    for column in pointing_at(cases.c.id):
        gone += (await db.execute(sa.delete(column.table).where(column == case_id))).rowcount
    return gone + (await db.execute(sa.delete(cases).where(cases.c.id == case_id))).rowcount


def pointing_at(key: sa.Column[str]) -> list[sa.Column[str]]:
    """Every column that names a row of this table; a table added later is not forgotten."""
    tables = reversed(METADATA.sorted_tables)
    return [c for table in tables for c in table.c if any(f.column is key for f in c.foreign_keys)]


async def people(db: Db, ids: Sequence[str]) -> None:
    """People without a case, with what was sent to them and where their talk stood."""
    for column in pointing_at(customers.c.id):
        if column.table is not cases:
            await db.execute(sa.delete(column.table).where(column.in_(ids)))
    await db.execute(sa.delete(customers).where(customers.c.id.in_(ids)))


async def closed(db: Db, *, before: datetime, limit: int) -> list[str]:
    """Cases closed before this, oldest first."""
    query = sa.select(cases.c.id).where(cases.c.closed_at < before)
    return list((await db.execute(query.order_by(cases.c.closed_at).limit(limit))).scalars())


async def hand_over(db: Db, case_id: str, customer_id: str) -> None:
    """A case to somebody else, who is nobody: whose it was is not told any more."""
    await db.execute(sa.update(cases).where(cases.c.id == case_id).values(customer_id=customer_id))
    mine = outbox.c.case_id == case_id, outbox.c.customer_id.is_not(None)
    await db.execute(sa.delete(outbox).where(*mine))


async def talk(db: Db, customer_id: str, *, keep: Sequence[str]) -> None:
    """What was shown to a person and is not of these cases; and where the talk stood."""
    await db.execute(sa.delete(answers).where(answers.c.customer_id == customer_id))
    free = sa.or_(outbox.c.case_id.is_(None), outbox.c.case_id.not_in(keep))
    mine = outbox.c.customer_id == customer_id, free, outbox.c.state != "sending"
    await db.execute(sa.delete(outbox).where(*mine))
    state = sa.update(conversations).where(conversations.c.customer_id == customer_id)
    await db.execute(state.values(state=None))


async def group_messages(db: Db, case_id: str) -> list[int]:
    """The numbers of what stands in the group about a case."""
    sent = sa.select(outbox.c.message_id).where(
        outbox.c.case_id == case_id, outbox.c.place == "thread", outbox.c.message_id.is_not(None)
    )
    said = sa.select(messages.c.staff_message_id).where(
        messages.c.case_id == case_id, messages.c.staff_message_id.is_not(None)
    )
    found = [*(await db.execute(sent)).scalars(), *(await db.execute(said)).scalars()]
    return sorted(set(found))
