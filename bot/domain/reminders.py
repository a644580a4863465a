"""When staff are reminded of a date, and what may wait until their quiet hours are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(hours=24)
ROOM = timedelta(hours=8)
"""What must be left of a period when quiet hours end for a word about it to wait until then."""


class Step(StrEnum):
    """What is said of one date, in this order: half the time gone, a day left, past.

    `asked` is said to the customer alone: a question of staff's still stands.
    """

    HALF = "half"
    DAY = "day"
    OVERDUE = "overdue"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of each day, at a place, in which staff are left in peace."""

    start: time
    end: time
    zone: str

    @classmethod
    def parse(cls, text: str, zone: str) -> Quiet:
        """`21:00-07:00`; it may go over midnight."""
        start, end = (time.fromisoformat(part) for part in text.split("-"))
        return cls(start, end, zone)

    def until(self, now: datetime) -> datetime | None:
        """When the quiet of this moment ends; None where it is not quiet."""
        local = now.astimezone(ZoneInfo(self.zone))
        over_midnight = self.start > self.end
        late, early = local.time() >= self.start, local.time() < self.end
        if not (late or early if over_midnight else late and early):
            return None
        day = local.date() + timedelta(days=over_midnight and late)
        return datetime.combine(day, self.end, local.tzinfo).astimezone(ZoneInfo("UTC"))


def passed(received: datetime, due: datetime, now: datetime) -> tuple[Step, ...]:
    """The steps whose moment has come; a period of two days or less has no day of its own."""
    half = received + (due - received) / 2
    moments = {Step.HALF: half, Step.DAY: max(half, due - DAY), Step.OVERDUE: due}
    if due - DAY <= half:
        del moments[Step.DAY]
    return tuple(step for step, at in moments.items() if now >= at)


def can_wait(step: Step, due: datetime, until: datetime, *, is_target: bool) -> bool:
    """Whether it is soon enough when quiet hours end: never where a legal date is at stake."""
    return is_target if step is Step.OVERDUE else due - until >= ROOM
