"""When people are at the desk, and when they are back; no legal date waits for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
FORM = re.compile(rf"(?:([a-z]{{3}})(?:-([a-z]{{3}}))? )?({CLOCK})-({CLOCK})")


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The same hours on each of these days, at a place."""

    days: frozenset[int]
    start: time
    end: time
    zone: str

    @classmethod
    def parse(cls, text: str, zone: str) -> DeskHours:
        """`Mon-Fri 09:00-17:00`; without days it is every day. `ValueError` for anything else."""
        found = FORM.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(text)
        first, last, *clock = found.groups()
        start, end = (time.fromisoformat(one) for one in clock)
        if start >= end:
            raise ValueError(text)
        if first is None:
            return cls(frozenset(range(7)), start, end, zone)
        begin = DAYS.index(first)
        count = (DAYS.index(last or first) - begin) % 7 + 1
        return cls(frozenset((begin + day) % 7 for day in range(count)), start, end, zone)

    def back(self, now: datetime) -> datetime | None:
        """When people are back; None while they are there."""
        local = now.astimezone(ZoneInfo(self.zone))
        if local.weekday() in self.days and self.start <= local.time() < self.end:
            return None
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            opens = datetime.combine(day, self.start, local.tzinfo)
            if day.weekday() in self.days and opens > local:
                return opens.astimezone(ZoneInfo("UTC"))
        return None
