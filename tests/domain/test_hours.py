"""When people are at the desk, in the desk's own zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.hours import DeskHours

WEEK = DeskHours.parse("Mon-Fri 09:00-17:00", "Asia/Jakarta")


@pytest.mark.parametrize(
    ("now", "back"),
    [
        ("2026-11-16T02:00", None),  # Monday, 09:00 in Jakarta
        ("2026-11-16T09:59", None),
        ("2026-11-16T10:00", "2026-11-17T02:00"),
        ("2026-11-16T01:59", "2026-11-16T02:00"),
        ("2026-11-20T10:00", "2026-11-23T02:00"),  # Friday evening: Monday
        ("2026-11-22T03:00", "2026-11-23T02:00"),
    ],
)
def test_people_are_back_when_the_desk_opens_next(now: str, back: str | None) -> None:
    found = WEEK.back(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(back).replace(tzinfo=UTC) if back else None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("08:00-20:00", {0, 1, 2, 3, 4, 5, 6}),
        ("Sat 10:00-12:00", {5}),
        ("sat-mon 10:00-12:00", {5, 6, 0}),
    ],
)
def test_days_are_named_or_all(text: str, days: set[int]) -> None:
    assert DeskHours.parse(text, "UTC").days == days


@pytest.mark.parametrize(
    "text", [" ", "9-17", "Mon-Foo 09:00-17:00", "17:00-09:00", "25:00-26:00"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DeskHours.parse(text, "UTC")
