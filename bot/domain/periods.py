"""A span of time as people ask for it: so many days, a month, a year, or all there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = re.compile(r"(\d{1,3}) ?(?:d|days?|hari)?")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
YEAR = re.compile(r"20\d\d")
ALL = ("all", "semua")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment on, up to but without the last; `name` is how it was asked for."""

    name: str
    since: datetime
    until: datetime


def read(text: str, now: datetime, zone: str) -> Period | None:
    """Whole days of this zone; so many days end with today. None for anything else."""
    text, here = text.strip().lower(), ZoneInfo(zone)
    if found := DAYS.fullmatch(text):
        return last_days(int(found[1]), now, here)
    if found := MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return span(text, (year, month), (year + month // 12, month % 12 + 1), here)
    if YEAR.fullmatch(text):
        return span(text, (int(text), 1), (int(text) + 1, 1), here)
    return span("all", (2000, 1), (2100, 1), here) if text in ALL else None


def last_days(count: int, now: datetime, here: ZoneInfo) -> Period | None:
    """To the end of today."""
    after = now.astimezone(here).date() + timedelta(days=1)
    ends = [datetime.combine(after - timedelta(days=n), time(), here) for n in (count, 0)]
    since, until = (end.astimezone(UTC) for end in ends)
    return Period(str(count), since, until) if count else None


def span(name: str, first: tuple[int, int], after: tuple[int, int], here: ZoneInfo) -> Period:
    """From one month's beginning to another's."""
    since, until = (datetime(*month, 1, tzinfo=here).astimezone(UTC) for month in (first, after))
    return Period(name, since, until)
