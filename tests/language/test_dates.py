"""Dates as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.language import dates
from bot.language.catalogue import LANGUAGES, Language, catalogue

ENGLISH, INDONESIAN = catalogue("en"), catalogue("id")
JAKARTA, ZURICH = "Asia/Jakarta", "Europe/Zurich"
RECEIVED = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
"""Monday, 16 November 2026, 09:12 in Jakarta."""
DUE = date(2026, 12, 16)
THREE_DAYS_LATER = RECEIVED + timedelta(hours=72)

in_both = pytest.mark.parametrize("language", LANGUAGES)


def test_a_date_is_a_day_a_month_and_a_year() -> None:
    assert dates.day(DUE, ENGLISH) == "16 December 2026"
    assert dates.day(DUE, INDONESIAN) == "16 Desember 2026"


def test_a_weekday_stands_before_it() -> None:
    assert dates.weekday(DUE, ENGLISH) == "Wednesday, 16 December 2026"
    assert dates.weekday(DUE, INDONESIAN) == "Rabu, 16 Desember 2026"


def test_a_clock_counted_in_hours_shows_the_hour() -> None:
    english = dates.moment(THREE_DAYS_LATER, JAKARTA, ENGLISH)
    indonesian = dates.moment(THREE_DAYS_LATER, JAKARTA, INDONESIAN)
    assert english == "19 November 2026, 09:12 WIB"
    assert indonesian == "19 November 2026, pukul 09.12 WIB"


@pytest.mark.parametrize(
    ("zone", "english", "indonesian"),
    [
        (JAKARTA, "16 Nov, 09:12 WIB", "16 Nov, 09.12 WIB"),
        ("Asia/Makassar", "16 Nov, 10:12 WITA", "16 Nov, 10.12 WITA"),
        ("Asia/Jayapura", "16 Nov, 11:12 WIT", "16 Nov, 11.12 WIT"),
        (ZURICH, "16 Nov, 03:12 CET", "16 Nov, 03.12 CET"),
    ],
)
def test_a_list_shortens_the_month_and_names_the_zone(
    zone: str, english: str, indonesian: str
) -> None:
    assert dates.short_moment(RECEIVED, zone, ENGLISH) == english
    assert dates.short_moment(RECEIVED, zone, INDONESIAN) == indonesian


def test_the_day_is_the_one_of_the_place_not_of_the_server() -> None:
    late = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert dates.moment(late, JAKARTA, ENGLISH) == "1 January 2027, 00:30 WIB"
    assert dates.moment(late, JAKARTA, INDONESIAN) == "1 Januari 2027, pukul 00.30 WIB"


def test_a_day_counted_at_the_companys_place_says_so() -> None:
    assert dates.place_time(ZURICH, ENGLISH) == " (Zurich time)"
    assert dates.place_time(ZURICH, INDONESIAN) == " (waktu Zürich)"
    assert dates.place_time(JAKARTA, ENGLISH) == ""


@in_both
def test_the_week_begins_on_monday_and_has_seven_words(language: Language) -> None:
    say = catalogue(language)
    week = [dates.weekday(RECEIVED.date() + timedelta(days=n), say) for n in range(8)]
    names = [one.partition(",")[0] for one in week]
    assert names[0] == names[7] in ("Monday", "Senin")
    assert len(set(names)) == 7


@in_both
def test_every_month_has_a_name_and_a_short_one_of_its_own(language: Language) -> None:
    say = catalogue(language)
    firsts = [date(2026, month, 1) for month in range(1, 13)]
    assert len({dates.day(one, say) for one in firsts}) == 12
    assert len({dates.short_day(one, say) for one in firsts}) == 12


@pytest.mark.parametrize(
    ("month", "english", "indonesian"),
    [(5, "1 May", "1 Mei"), (8, "1 Aug", "1 Agu"), (10, "1 Oct", "1 Okt"), (12, "1 Dec", "1 Des")],
)
def test_short_months_are_each_languages_own(month: int, english: str, indonesian: str) -> None:
    assert dates.short_day(date(2026, month, 1), ENGLISH) == english
    assert dates.short_day(date(2026, month, 1), INDONESIAN) == indonesian
