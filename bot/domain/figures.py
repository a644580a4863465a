"""Figures of a span of time: counted from what the register and the answers hold, never stored."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.cases import CLOSED, Status
from bot.domain.periods import Period

AGES = (1, 3, 14)
"""Days after which an open request counts as older."""
ANSWERED, UNSURE, UNKNOWN = ("answer", "compare"), ("unsure",), ("not_found",)
DAYS_SHOWN = 92
"""With more days than these a line of days says nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the figures need of one request."""

    policy: str
    kind: str
    status: Status
    received_at: datetime
    due_at: datetime
    is_target: bool
    closed_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle one, and the one that nine of ten do not exceed; None of nothing."""

    median: timedelta | None = None
    most: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down: nothing late is called all in time."""
        return 100 * self.part // self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is shown of a span of time; what is open is open at its end."""

    received: int = 0
    closed: int = 0
    companies: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    by_law: Share = field(default_factory=Share)
    by_target: Share = field(default_factory=Share)
    kinds_in_time: Mapping[str, Share] = field(default_factory=dict)
    first_answer: Spread = field(default_factory=Spread)
    outcome: Spread = field(default_factory=Spread)
    days: Sequence[tuple[date, int, int]] = ()
    ages: Sequence[int] = (0, 0, 0, 0)
    questions: int = 0
    answered: Share = field(default_factory=Share)


def figures(
    known: Sequence[Known],
    period: Period,
    zone: str,
    now: datetime,
    questions: Mapping[str, int],
) -> Figures:
    """`questions` by the screen they were answered with; a span that lasts yet ends now."""
    begin, end, last = period.since, period.until, min(period.until, now)
    new = [one for one in known if begin <= one.received_at < end]
    over = [one for one in known if one.closed_at and begin <= one.closed_at < end]
    still = [one for one in known if is_open_at(one, last)]
    judged = [*over, *(one for one in still if one.due_at < last)]
    asked = sum(questions.values())
    return Figures(
        received=len(new),
        closed=len(over),
        companies=counted(one.policy for one in new),
        kinds=counted(one.kind for one in new),
        outcomes=counted(one.status.value for one in over if one.status in CLOSED),
        by_law=in_time(one for one in judged if not one.is_target),
        by_target=in_time(one for one in judged if one.is_target),
        kinds_in_time={
            kind: in_time(one for one in judged if one.kind == kind)
            for kind in counted(one.kind for one in judged)
        },
        first_answer=spread(
            one.answered_at - one.received_at
            for one in known
            if one.answered_at and begin <= one.answered_at < end
        ),
        outcome=spread(one.closed_at - one.received_at for one in over if one.closed_at),
        days=by_day(new, over, period, zone),
        ages=ages(still, last),
        questions=asked,
        answered=Share(sum(questions.get(screen, 0) for screen in ANSWERED), asked),
    )


def is_open_at(one: Known, moment: datetime) -> bool:
    return one.received_at <= moment and (one.closed_at is None or one.closed_at > moment)


def counted(names: Iterable[str]) -> dict[str, int]:
    """The most frequent first."""
    return dict(Counter(names).most_common())


def in_time(judged: Iterable[Known]) -> Share:
    """Open ones are here only when they are late."""
    found = [one.closed_at is not None and one.closed_at <= one.due_at for one in judged]
    return Share(sum(found), len(found))


def spread(times: Iterable[timedelta]) -> Spread:
    """By nearest rank: both are times that really were taken."""
    found = sorted(times)
    if not found:
        return Spread()
    return Spread(*(found[math.ceil(len(found) * part) - 1] for part in (0.5, 0.9)))


def by_day(
    new: Iterable[Known], over: Iterable[Known], period: Period, zone: str
) -> list[tuple[date, int, int]]:
    """Received and closed, for each day of the span in this zone."""
    here = ZoneInfo(zone)
    came = Counter(one.received_at.astimezone(here).date() for one in new)
    went = Counter(one.closed_at.astimezone(here).date() for one in over if one.closed_at)
    first = period.since.astimezone(here).date()
    count = (period.until.astimezone(here).date() - first).days
    days = [first + timedelta(days=n) for n in range(count)] if count <= DAYS_SHOWN else []
    return [(day, came[day], went[day]) for day in days]


def ages(still: Iterable[Known], end: datetime) -> tuple[int, ...]:
    """How many open ones have waited up to a day, three, fourteen, and longer."""
    found = [0] * (len(AGES) + 1)
    for one in still:
        days = (end - one.received_at) / timedelta(days=1)
        found[sum(days >= age for age in AGES)] += 1
    return tuple(found)
