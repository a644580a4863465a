"""Spans of time as people ask for them, in the desk's zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import periods

NOW = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
JAKARTA = "Asia/Jakarta"


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ("1", "2026-11-15T17:00", "2026-11-16T17:00"),
        ("7 days", "2026-11-09T17:00", "2026-11-16T17:00"),
        ("30hari", "2026-10-17T17:00", "2026-11-16T17:00"),
        ("2026-10", "2026-09-30T17:00", "2026-10-31T17:00"),
        ("2026-12", "2026-11-30T17:00", "2026-12-31T17:00"),
        (" 2026 ", "2025-12-31T17:00", "2026-12-31T17:00"),
        ("ALL", "1999-12-31T17:00", "2099-12-31T17:00"),
    ],
)
def test_a_span_has_whole_days_of_its_zone(asked: str, since: str, until: str) -> None:
    found = periods.read(asked, NOW, JAKARTA)
    assert found is not None
    assert [f"{one:%Y-%m-%dT%H:%M}" for one in (found.since, found.until)] == [since, until]
    assert found.since.tzinfo is UTC


@pytest.mark.parametrize("asked", ["", "0", "-7", "2026-13", "2026-1", "1999", "lately", "7 7"])
def test_anything_else_is_no_span(asked: str) -> None:
    assert periods.read(asked, NOW, JAKARTA) is None
