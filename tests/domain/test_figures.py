"""Figures of a span of time, from what happened in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain import periods
from bot.domain.cases import Status
from bot.domain.figures import Figures, Known, Share, Spread, figures, spread

NOW = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
ZONE = "Asia/Jakarta"
WEEK = periods.read("7", NOW, ZONE)
assert WEEK is not None


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def known(ago: float, took: float | None = None, **more: Any) -> Known:
    """Received so many hours ago, closed so many later; due two days after it came."""
    received = NOW - hours(ago)
    closed = received + hours(took) if took is not None else None
    status = Status.FULFILLED if closed else Status.IN_PROGRESS
    values: dict[str, Any] = {
        **{"policy": "tokoku", "kind": "access", "status": status, "is_target": False},
        **{"received_at": received, "due_at": received + hours(48)},
        **{"closed_at": closed, "answered_at": None},
    }
    return Known(**{**values, **more})


def of(*found: Known, **questions: int) -> Figures:
    assert WEEK is not None
    return figures(found, WEEK, ZONE, NOW, questions)


def test_nothing_has_no_figures() -> None:
    found = of()
    assert (found.received, found.closed, found.by_law, found.ages) == (0, 0, Share(), (0,) * 4)
    assert found.by_law.percent is None
    assert found.first_answer == Spread()


def test_what_came_and_what_went_are_counted_in_their_own_time() -> None:
    found = of(known(1), known(300, 200), known(400, 1), known(30, 2, policy="warungin"))
    assert (found.received, found.closed) == (2, 2)
    assert found.companies == {"tokoku": 1, "warungin": 1}
    assert found.outcomes == {"fulfilled": 2}


def test_in_time_is_judged_by_the_end_and_open_ones_only_when_late() -> None:
    found = of(
        known(60, 47),
        known(60, 48),
        known(60, 49),
        known(47),
        known(49),
        known(60, 1, is_target=True, kind="complaint"),
        known(20, 1, kind="erasure"),
    )
    assert (found.by_law, found.by_target) == (Share(3, 5), Share(1, 1))
    assert found.kinds_in_time == {
        **{"access": Share(2, 4), "erasure": Share(1, 1), "complaint": Share(1, 1)}
    }
    assert Share(199, 200).percent == 99


def test_the_middle_and_nine_of_ten_are_times_that_were_taken() -> None:
    assert spread(hours(n) for n in range(10, 0, -1)) == Spread(hours(5), hours(9))
    assert spread([hours(3)]) == Spread(hours(3), hours(3))
    found = of(known(9, 4, answered_at=NOW - hours(8)), known(50, 2))
    assert found.first_answer == Spread(hours(1), hours(1))
    assert found.outcome == Spread(hours(2), hours(4))


def test_days_are_the_desks_and_the_first_and_last_are_whole() -> None:
    found = of(known(3), known(10, 0.5))
    assert [day for day, _, __ in found.days] == [date(2026, 11, n) for n in range(10, 17)]
    assert found.days[-1][1:] == (1, 0)  # three hours ago it was yesterday in UTC, not here
    assert found.days[-2][1:] == (1, 1)


def test_open_ones_are_told_by_age() -> None:
    found = of(known(1), known(23), known(24), known(80), known(1000), known(5, 1))
    assert found.ages == (2, 1, 1, 1)


def test_questions_count_as_answered_only_when_they_were() -> None:
    found = of(answer=6, compare=1, unsure=2, not_found=1)
    assert (found.questions, found.answered) == (10, Share(7, 10))


def test_a_long_time_has_no_line_of_days() -> None:
    everything = periods.read("all", NOW, ZONE)
    assert everything is not None
    assert figures([known(1)], everything, ZONE, NOW, {}).days == []
