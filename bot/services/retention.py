"""What is kept for how long, as a table; what is older is deleted on schedule and on record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines import add_months
from bot.services import forgetting
from bot.services.desk import Desk
from bot.storage import answers, cases, codes, customers, erasing, inbox, journal, outbox, paces
from bot.storage import forgetting as marks
from bot.storage import retention as record
from bot.storage.database import Db

BATCH = 200
"""Cases or people deleted in one transaction: others wait no longer than that takes."""
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Sweep:
    """One transaction's part of one rule."""

    db: Db
    desk: Desk
    before: datetime
    limit: int


Take = Callable[[Sweep], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` or `months`; with neither, the months the operator has set for closed cases."""

    name: str
    take: Take
    days: int = 0
    months: int = 0

    def before(self, desk: Desk) -> datetime:
        now = desk.clock()
        if self.days:
            return now - timedelta(days=self.days)
        months = self.months or desk.notice.months
        return datetime.combine(add_months(now.date(), -months), now.timetz())


async def take_cases(at: Sweep) -> int:
    """Closed cases with all that belongs to them, here and in the group."""
    found = await erasing.closed(at.db, before=at.before, limit=at.limit)
    now = at.desk.clock()
    for ident in found:
        if (case := await cases.get(at.db, ident, lock=True)) is not None:
            await forgetting.from_group(at.db, at.desk, case, now=now)
            count = await erasing.case(at.db, ident)
            await record.note(at.db, "case", count, at=now, reference=case.reference)
    return len(found)


async def take_people(at: Sweep) -> int:
    found = await customers.idle(at.db, before=at.before, limit=at.limit)
    await erasing.people(at.db, found)
    return len(found)


async def take_answers(at: Sweep) -> int:
    return await answers.sweep(at.db, now=at.desk.clock())


def older(sweep: Callable[..., Awaitable[int]]) -> Take:
    """A table of which all that is older goes."""

    async def take(at: Sweep) -> int:
        return await sweep(at.db, before=at.before)

    return take


RULES = (
    Rule("updates", older(inbox.sweep), days=7),
    Rule("parked", older(inbox.sweep_parked), days=30),
    Rule("sends", older(outbox.sweep), days=90),
    Rule("answers", take_answers, days=answers.KEPT.days),
    Rule("code_sends", older(codes.sweep), days=2),
    Rule("paces", older(paces.sweep), days=1),
    Rule("cases", take_cases),
    Rule("people", take_people, months=12),
    Rule("journal", older(journal.sweep), months=12),
    Rule("records", older(record.sweep), months=36),
    Rule("forgotten", older(marks.sweep), months=36),
)


async def sweep(desk: Desk, *, dry: bool = False) -> dict[str, int]:
    """How much went, by rule."""
    return {rule.name: await apply(desk, rule, dry=dry) for rule in RULES}


async def apply(desk: Desk, rule: Rule, *, dry: bool) -> int:
    """One rule to its end, in transactions of bearable size; a dry run leaves nothing behind."""
    total, count = 0, BATCH
    while count >= BATCH and not (dry and total):
        try:
            async with desk.database.transaction() as db:
                limit = EVERYTHING if dry else BATCH
                count = await rule.take(Sweep(db, desk, rule.before(desk), limit))
                total += count
                if dry:
                    raise Dry
                if count:
                    await record.note(db, rule.name, count, at=desk.clock())
        except Dry:
            return total
    return total


class Dry(Exception):
    """Only counted: all of it is taken back."""
