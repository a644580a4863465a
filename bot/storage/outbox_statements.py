"""What is asked of the outbox all the time, as statements."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import outbox

# Literals, not parameters: only then a planner knows that the partial index holds the answer.
QUEUED: sa.ColumnElement[str] = sa.literal_column("'queued'")
SENDING: sa.ColumnElement[str] = sa.literal_column("'sending'")
IS_QUEUED, IS_SENDING = outbox.c.state == QUEUED, outbox.c.state == SENDING


def first_of_lane() -> sa.ColumnElement[bool]:
    """Nothing of the lane is on its way, and nothing older waits."""
    other = outbox.alias()
    older = sa.and_(other.c.state == QUEUED, other.c.seq < outbox.c.seq)
    ahead = sa.or_(other.c.state == SENDING, older)
    unfinished = other.c.state.in_((QUEUED, SENDING))
    return ~sa.exists().where(other.c.lane == outbox.c.lane, unfinished, ahead)


# Built once, as building costs more than carrying out; an update sets what it is given.
PUT = sa.insert(outbox)
READY = (
    sa.select(outbox.c.id)
    .where(IS_QUEUED, outbox.c.due_at <= sa.bindparam("now"), first_of_lane())
    .order_by(outbox.c.rank, outbox.c.seq)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
TAKE = (
    sa.update(outbox).where(outbox.c.id.in_(sa.bindparam("ids", expanding=True))).returning(outbox)
)
EXPIRED = (
    sa.select(outbox)
    .where(IS_SENDING, outbox.c.claimed_until <= sa.bindparam("now"))
    .order_by(outbox.c.seq)
    .with_for_update(skip_locked=True)
)


FENCED = sa.update(outbox).where(
    outbox.c.id == sa.bindparam("of"), outbox.c.claim == sa.bindparam("held"), IS_SENDING
)
