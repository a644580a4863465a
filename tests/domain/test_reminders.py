"""Half the time, a day before, and past; and what may wait until quiet hours are over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reminders import Quiet, Step, can_wait, passed

START = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
HALF, DAY, OVERDUE, _ = Step
NIGHT = Quiet.parse("21:00-07:00", "Asia/Jakarta")
NOON = Quiet.parse("12:00-13:30", "Asia/Jakarta")


@pytest.mark.parametrize(
    ("window", "after", "steps"),
    [
        (72, 35.9, ()),
        (72, 36, (HALF,)),
        (72, 48, (HALF, DAY)),
        (72, 72, (HALF, DAY, OVERDUE)),
        (48, 24, (HALF,)),
        (48, 47, (HALF,)),
        (24, 12, (HALF,)),
        (24, 25, (HALF, OVERDUE)),
        (720, 359, ()),
        (720, 360, (HALF,)),
        (720, 696, (HALF, DAY)),
    ],
)
def test_each_step_has_its_hour(window: float, after: float, steps: tuple[Step, ...]) -> None:
    due, now = START + timedelta(hours=window), START + timedelta(hours=after)
    assert passed(START, due, now) == steps


@pytest.mark.parametrize(
    ("quiet", "local", "ends"),
    [
        (NIGHT, "2026-11-16 20:59", None),
        (NIGHT, "2026-11-16 21:00", "2026-11-17 07:00"),
        (NIGHT, "2026-11-17 03:00", "2026-11-17 07:00"),
        (NIGHT, "2026-11-17 07:00", None),
        (NOON, "2026-11-17 12:30", "2026-11-17 13:30"),
        (NOON, "2026-11-17 13:30", None),
        (NOON, "2026-11-17 03:00", None),
    ],
)
def test_quiet_hours_are_those_of_the_desks_own_zone(
    quiet: Quiet, local: str, ends: str | None
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text + "+07:00").astimezone(UTC)

    assert quiet.until(at(local)) == (at(ends) if ends else None)


@pytest.mark.parametrize(
    ("step", "left", "is_target", "waits"),
    [
        (DAY, 20, False, True),
        (DAY, 7, False, False),
        (HALF, 7, True, False),
        (OVERDUE, -1, False, False),
        (OVERDUE, -1, True, True),
    ],
)
def test_a_legal_date_is_never_put_off(
    step: Step, left: float, is_target: bool, waits: bool
) -> None:
    due = START + timedelta(hours=left)
    assert can_wait(step, due, START, is_target=is_target) is waits
