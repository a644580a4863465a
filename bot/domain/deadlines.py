"""When a request is due: rules of law as data, computed without a clock."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain import calendars
from bot.domain.calendars import Holiday
from bot.domain.cases import Kind

Unit = Literal["hours", "days", "months", "business_days"]
Duty = Literal["answer", "acknowledge"]
WEEK = 168
"""Hours; a target this long or longer is counted to the end of its day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the company is: its days are what clocks in days count."""

    zone: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer a rule lets the desk take, once and with notice inside the first period.

    `total` counts from receipt in the rule's own unit; None where the law sets no end, so that
    the desk names a day (`suggested`, counted the same way).
    """

    article: str
    reasons: tuple[str, ...]
    verified: bool
    total: int | None = None
    suggested: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock of one regime.

    `duty`: what has to be done in time; a receipt acknowledges, so only answers set due dates.
    `roll`: a last day on a weekend or holiday moves to the next working day
    (Reg. 1182/71 Art. 3(4)). `day_before`: the period begins with the day of receipt, so it
    ends a day earlier (UK wording). `calendar`: whose holidays rest. `since`: in force from
    that day. `waiting`, `identity`: what an open question to the customer does to the clock.
    """

    id: str
    version: int
    regime: str
    kinds: tuple[Kind, ...]
    unit: Unit
    amount: int
    article: str
    verified: bool
    source: str
    duty: Duty = "answer"
    roll: bool = False
    day_before: bool = False
    calendar: str = ""
    since: date | None = None
    waiting: Literal["runs", "pauses"] = "runs"
    identity: Literal["runs", "restarts"] = "runs"
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with the rule that gave it.

    `at` is the last instant (UTC); `day` the last day at the company's place, None for hours.
    """

    at: datetime
    day: date | None
    zone: str
    rule: str
    version: int
    is_target: bool


def is_working(day: date, holiday: Holiday) -> bool:
    return day.weekday() < 5 and not holiday(day)


def add_months(day: date, months: int) -> date:
    """The same-numbered day months later, or that month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_business_days(day: date, count: int, holiday: Holiday) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_working(day, holiday)
    return day


def next_working(day: date, holiday: Holiday) -> date:
    while not is_working(day, holiday):
        day += timedelta(days=1)
    return day


def last_day(rule: Rule, received: date, holiday: Holiday) -> date:
    """The last day of a period counted in days; the day of receipt is day 0."""
    day = counted(rule, rule.amount, received, holiday) - timedelta(days=rule.day_before)
    return next_working(day, holiday) if rule.roll else day


def counted(rule: Rule, amount: int, received: date, holiday: Holiday) -> date:
    """So many of the rule's units after a day."""
    count: dict[str, Callable[[], date]] = {
        "days": lambda: received + timedelta(days=amount),
        "months": lambda: add_months(received, amount),
        "business_days": lambda: add_business_days(received, amount, holiday),
    }
    return count[rule.unit]()


def due(rule: Rule, received: datetime, place: Place) -> Due:
    """When a request received at that instant (UTC) is due under one rule."""
    if rule.unit == "hours":
        at = received + timedelta(hours=rule.amount)
        return Due(at, None, place.zone, rule.id, rule.version, is_target=False)
    holiday = calendars.for_rule(rule.calendar, place.country)
    return on_day(rule, last_day(rule, day_of(received, place), holiday), place)


def on_day(rule: Rule, day: date, place: Place) -> Due:
    """Due at the end of that day at the company's place."""
    at = end_of(day, ZoneInfo(place.zone))
    return Due(at, day, place.zone, rule.id, rule.version, is_target=False)


def day_of(at: datetime, place: Place) -> date:
    """The company's date at that instant."""
    return at.astimezone(ZoneInfo(place.zone)).date()


def end_of(day: date, place: ZoneInfo) -> datetime:
    """The last second of a day at a place."""
    return datetime.combine(day, time(23, 59, 59), place).astimezone(ZoneInfo("UTC"))


def target(hours: int, received: datetime, zone: str) -> Due:
    """The desk's own target, where the law sets no time; from a week on it is a day."""
    at = received + timedelta(hours=hours)
    if hours < WEEK:
        return Due(at, None, zone, "target", 1, is_target=True)
    place = ZoneInfo(zone)
    day = at.astimezone(place).date()
    return Due(end_of(day, place), day, zone, "target", 1, is_target=True)


def applicable(
    rules: Iterable[Rule], kind: Kind, regimes: Iterable[str], received: date
) -> tuple[Rule, ...]:
    """The rules that set a time to answer a request of this kind, received on that day."""
    chosen = set(regimes)
    return tuple(
        rule
        for rule in rules
        if kind in rule.kinds
        and rule.regime in chosen
        and rule.duty == "answer"
        and (rule.since is None or rule.since <= received)
    )


def earliest(dues: Iterable[Due]) -> Due | None:
    """The date that holds where several laws apply; None where no law sets a time."""
    return min(dues, key=lambda one: one.at, default=None)


def is_overdue(at: datetime, now: datetime) -> bool:
    return now > at
