"""When a request is due: rules of law as data, computed without a clock."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.cases import Kind

Unit = Literal["hours", "days", "months", "business_days"]
WEEK = 168
"""Hours; a target this long or longer is counted to the end of its day."""
Holiday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock of one regime.

    `roll`: a last day on a weekend or holiday moves to the next working day
    (Reg. 1182/71 Art. 3(4)). `day_before`: the period begins with the day of receipt, so it
    ends a day earlier (UK wording).
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
    roll: bool = False
    day_before: bool = False


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


def no_holidays(_: date) -> bool:
    """Only weekends rest."""
    return False


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
    counted: dict[str, Callable[[], date]] = {
        "days": lambda: received + timedelta(days=rule.amount),
        "months": lambda: add_months(received, rule.amount),
        "business_days": lambda: add_business_days(received, rule.amount, holiday),
    }
    day = counted[rule.unit]() - timedelta(days=rule.day_before)
    return next_working(day, holiday) if rule.roll else day


def due(rule: Rule, received: datetime, zone: str, holiday: Holiday = no_holidays) -> Due:
    """When a request received at that instant (UTC) is due under one rule."""
    if rule.unit == "hours":
        at = received + timedelta(hours=rule.amount)
        return Due(at, None, zone, rule.id, rule.version, is_target=False)
    place = ZoneInfo(zone)
    day = last_day(rule, received.astimezone(place).date(), holiday)
    return Due(end_of(day, place), day, zone, rule.id, rule.version, is_target=False)


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


def earliest(
    rules: Iterable[Rule], kind: Kind, regimes: Iterable[str], received: datetime, zone: str
) -> Due | None:
    """The earliest due date over the regimes that apply, or None where no law sets a time."""
    chosen = set(regimes)
    found = [
        due(rule, received, zone) for rule in rules if kind in rule.kinds and rule.regime in chosen
    ]
    return min(found, key=lambda one: one.at, default=None)


def is_overdue(at: datetime, now: datetime) -> bool:
    return now > at
