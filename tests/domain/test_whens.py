"""Days as people write them; what is no day is left to the reader."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.whens import read_day

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    "text",
    [
        "5 Juni 2026", "5 June 2026", "June 5, 2026", "June 5th, 2026", "05/06/2026", "5.6.26",
        "5-6-2026", "2026-06-05", "20260605", "tgl 5 jun 2026", "pada tanggal 5 juni 2026",
        "on the 5th of June", "Jumat, 5 Juni 2026", "5 juni",
    ],
)  # fmt: skip
def test_a_day_in_any_usual_form_is_that_day(text: str) -> None:
    assert read_day(text, TODAY) == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", 16),
        ("Yesterday.", 15),
        ("kemarin", 15),
        ("3 hari lalu", 13),
        ("two weeks ago", 2),
        ("seminggu yang lalu", 9),
    ],
)
def test_a_day_is_told_from_today(text: str, day: int) -> None:
    assert read_day(text, TODAY) == date(2026, 11, day)


def test_without_a_year_the_latest_that_is_not_ahead_is_meant() -> None:
    assert read_day("20 Desember", TODAY) == date(2025, 12, 20)
    assert read_day("29 Februari", TODAY) == date(2024, 2, 29)


def test_a_date_that_can_only_be_american_is_read_so() -> None:
    assert read_day("12/31/2025", TODAY) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["Juni 2026", "Maret", "2026", "13/25/2026", "a while ago", "hari senin", "10", "", "besok"],
)
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    assert read_day(text, TODAY) is None or text.strip()
