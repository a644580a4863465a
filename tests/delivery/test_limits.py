"""Sending keeps within Telegram's limits, and a chat that waits holds nobody else up."""

from __future__ import annotations

import pytest

from bot.delivery.limits import BURST, FORGET, Limits

RATES = (30.0, 1.0, 20.0)
ANA, BUDI, GROUP = 42, 43, -100


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def limits(rates: tuple[float, float, float] | None = RATES) -> tuple[Limits, Clock]:
    clock = Clock()
    return Limits(rates, clock), clock


def sent_in(limited: Limits, clock: Clock, seconds: int, *chats: int) -> int:
    """How many a greedy sender gets out, one try a tenth of a second for each chat."""
    count = 0
    for _ in range(seconds * 10):
        for chat in chats:
            count += limited.reserve(chat) == 0
        clock.at += 0.1
    return count


def test_one_chat_gets_a_few_at_once_and_then_one_a_second() -> None:
    limited, clock = limits()
    assert [limited.reserve(ANA) for _ in range(int(BURST))] == [0.0] * int(BURST)
    assert limited.reserve(ANA) == pytest.approx(1.0)
    assert limited.reserve(BUDI) == 0.0, "another chat does not wait for it"
    clock.at += 1.0
    assert limited.reserve(ANA) == 0.0
    assert limited.reserve(ANA) == pytest.approx(1.0)


def test_a_group_gets_no_more_than_its_minutes_worth() -> None:
    limited, clock = limits()
    assert sent_in(limited, clock, 60, GROUP) <= 16 + 20
    assert sent_in(limited, clock, 600, GROUP) == pytest.approx(200, abs=2)


def test_all_chats_together_keep_the_overall_rate() -> None:
    limited, clock = limits()
    many = range(1, 101)
    assert sent_in(limited, clock, 10, *many) <= 30 + 300


def test_waiting_takes_no_place_from_others() -> None:
    limited, _ = limits((2.0, 1.0, 20.0))
    for _ in range(50):
        limited.reserve(GROUP)
    limited, _ = limits((4.0, 1.0, 20.0))
    for _ in range(3):
        assert limited.reserve(ANA) == 0
    for _ in range(50):
        assert limited.reserve(ANA) > 0
    assert limited.reserve(BUDI) == 0


def test_a_429_is_obeyed_for_its_chat_alone_even_without_limits() -> None:
    limited, clock = limits(None)
    assert [limited.reserve(ANA) for _ in range(100)] == [0.0] * 100
    limited.hold(ANA, 7)
    assert limited.reserve(ANA) == 7
    assert limited.rest_of_hold(ANA) == 7  # of calls that are not counted, too
    assert limited.reserve(BUDI) == 0
    assert limited.rest_of_hold(BUDI) == 0
    clock.at += 7
    assert limited.reserve(ANA) == 0
    assert limited.held == {}


def test_idle_time_is_not_saved_up() -> None:
    limited, clock = limits()
    clock.at += 3600
    assert sum(limited.reserve(ANA) == 0 for _ in range(100)) == int(BURST)


def test_not_every_chat_of_a_year_is_remembered() -> None:
    limited, clock = limits()
    for chat in range(1, FORGET + 100):
        clock.at += 1
        limited.reserve(chat)
    assert len(limited.buckets) <= FORGET + 2
