"""The one place where a request's status changes: by the lifecycle's table, with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.cases import CLOSED, Move, advance
from bot.services import records
from bot.services.records import CaseFile
from bot.storage import cases, history, requests
from bot.storage.database import Db
from bot.storage.history import Step
from bot.storage.requests import Request


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: a customer, the bot, or a member of staff by number."""

    kind: str
    user: int | None = None


CUSTOMER, BOT = By("customer"), By("bot")
QUIET = timedelta(hours=24)
"""How long the bot leaves a conversation to the person who last wrote in it."""


async def move(
    db: Db,
    request: Request,
    step: Move,
    by: By,
    *,
    now: datetime,
    words: str | None = None,
) -> Request:
    """Advance one request and append its row; an illegal move raises and changes nothing."""
    after = advance(request.status, step)
    closed = now if after in CLOSED else None
    changed = await requests.update(db, request, status=after, closed_at=closed)
    row = Step(
        case_id=request.case_id,
        at=now,
        actor_kind=by.kind,
        move=step,
        actor_id=by.user,
        request_id=request.id,
        from_status=request.status,
        to_status=after,
        words=words,
    )
    await history.append(db, row)
    return changed


async def note(
    db: Db,
    case_id: str,
    what: str,
    by: By,
    *,
    now: datetime,
    words: str | None = None,
) -> None:
    """A row of history that changes no status, such as looking at the words."""
    row = Step(
        case_id=case_id, at=now, actor_kind=by.kind, move=what, actor_id=by.user, words=words
    )
    await history.append(db, row)


async def settle(db: Db, case_id: str, *, now: datetime) -> CaseFile:
    """The case after its requests moved: closed with its last one, open again with any."""
    case = await cases.get(db, case_id, lock=True)
    if case is None:
        raise LookupError(case_id)
    file = await records.read(db, case)
    if file.is_open == (case.closed_at is None):
        case = await cases.update(db, case)
    elif file.is_open:
        case = await cases.update(db, case, closed_at=None)
    else:
        case = await cases.update(db, case, closed_at=now, quiet_until=None)
    return await records.read(db, case)
