"""A request's clocks as they run: taken longer, paused, started anew; the earliest holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import Kind
from bot.domain.clocks import Clocks, Shift, extend, identified, waited
from bot.domain.deadlines import Place, Rule, applicable, day_of
from bot.domain.errors import BotError, NotLonger

from .examples import NOW, statutes

RULES = statutes()
ZURICH, LONDON = Place("Europe/Zurich", "CH"), Place("Europe/London", "GB")
JAKARTA, ANGELES = Place("Asia/Jakarta", "ID"), Place("America/Los_Angeles", "US")


def at(text: str, place: Place) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(place.zone)).astimezone(UTC)


def running(rule: str, received: datetime, place: Place) -> Clocks:
    return Clocks((RULES[rule],), received, place)


def under(kind: Kind, received: datetime, place: Place, *regimes: str) -> Clocks:
    found = applicable(RULES.values(), kind, regimes, day_of(received, place))
    return Clocks(found, received, place)


LONGER: dict[tuple[str, str, Place], list[tuple[str, str]]] = {
    ("gdpr-month", "GDPR Art. 12(3)", ZURICH): [
        ("2026-11-16 09:12", "2027-02-16"),
        ("2026-11-30 09:00", "2027-03-01"),  # 28 February 2027 is a Sunday
        ("2027-11-30 09:00", "2028-02-29"),
        ("2026-09-25 09:00", "2026-12-28"),  # Christmas Day, a Friday
    ],
    ("uk-access", "UK GDPR Art. 12A", LONDON): [("2026-11-16 09:12", "2027-02-15")],
    ("uk-month", "UK GDPR Art. 12A", LONDON): [("2026-11-30 09:00", "2027-02-27")],
    ("ccpa-45", "CCPA rules §7021", ANGELES): [
        ("2026-11-16 09:12", "2027-02-14"),
        ("2028-01-31 09:00", "2028-04-30"),
    ],
    ("fadp-access", "Data Protection Ordinance Art. 18", ZURICH): [
        ("2026-11-16 09:12", "2027-01-15"),
    ],
    ("fadp-portability", "Data Protection Ordinance Arts. 18, 20-22", ZURICH): [
        ("2026-11-16 09:12", "2027-01-15"),
    ],
}
"""(rule, the article that lets it be extended, the company's place): received, new last day."""


@pytest.mark.parametrize(
    ("rule", "article", "place", "received", "last"),
    [(*key, *row) for key, table in LONGER.items() for row in table],
)
def test_an_extended_period_counts_from_receipt(
    rule: str, article: str, place: Place, received: str, last: str
) -> None:
    extension = RULES[rule].extension
    assert extension is not None
    assert extension.article == article
    start = at(received, place)
    longer = extend(running(rule, start, place), RULES[rule], "complexity", start)
    found = longer.earliest()
    assert found is not None
    assert found.day == date.fromisoformat(last)
    assert found.at == at(f"{last} 23:59:59", place)


def test_every_extension_of_the_knowledge_base_has_its_examples() -> None:
    assert {key[0] for key in LONGER} == {name for name, rule in RULES.items() if rule.extension}


def refusal(
    clocks: Clocks, reason: str = "complexity", now: datetime = NOW, until: date | None = None
) -> str:
    [rule] = clocks.rules
    with pytest.raises(NotLonger) as refused:
        extend(clocks, rule, reason, now, until)
    assert refused.value.rule == rule.id
    return refused.value.reason


@pytest.mark.parametrize(
    "rule", sorted(name for name, rule in RULES.items() if not rule.extension)
)
def test_where_the_law_allows_no_extension_there_is_none(rule: str) -> None:
    assert refusal(running(rule, NOW, JAKARTA)) == "its law allows no extension"


def test_indonesian_hours_are_never_extended() -> None:
    hours = [rule for rule in RULES.values() if rule.unit == "hours"]
    assert hours
    assert all(rule.regime == "id-pdp" and rule.extension is None for rule in hours)


def test_an_extension_is_taken_within_the_first_period_or_not_at_all() -> None:
    clocks = running("gdpr-month", at("2026-11-16 09:12", ZURICH), ZURICH)
    last_second = at("2026-12-16 23:59:59", ZURICH)
    assert extend(clocks, RULES["gdpr-month"], "number", last_second).shifts
    late = refusal(clocks, now=last_second + timedelta(seconds=1))
    assert late == "the first period is over"


def test_an_extension_is_taken_once_and_for_a_reason_of_the_law() -> None:
    clocks = running("gdpr-month", NOW, ZURICH)
    assert refusal(clocks, "too much work") == "too much work is no reason its law accepts"
    longer = extend(clocks, RULES["gdpr-month"], "complexity", NOW)
    assert refusal(longer) == "it was extended already"
    assert issubclass(NotLonger, BotError)


def test_the_desk_may_take_less_than_the_law_allows_and_never_more() -> None:
    clocks, rule = running("gdpr-month", NOW, ZURICH), RULES["gdpr-month"]
    days = [date(2027, 1, 11), date(2027, 12, 31)]
    found = [extend(clocks, rule, "number", NOW, day).shifts for day in days]
    assert found == [
        (Shift("gdpr-month", date(2027, 1, 11), extended=True),),
        (Shift("gdpr-month", date(2027, 2, 16), extended=True),),
    ]
    assert refusal(clocks, until=date(2026, 12, 16)) == "the new date is not later"


def test_where_the_law_names_no_end_the_desk_does() -> None:
    clocks, rule = running("fadp-access", NOW, ZURICH), RULES["fadp-access"]
    longer = extend(clocks, rule, "number", NOW, date(2027, 6, 1))
    assert longer.shifts == (Shift("fadp-access", date(2027, 6, 1), extended=True),)


def test_what_extends_one_law_leaves_the_other_alone() -> None:
    clocks = under(Kind.ACCESS, at("2026-07-15 09:00", ZURICH), ZURICH, "eu-gdpr", "ch-fadp")
    first = clocks.holding()
    assert first == RULES["fadp-access"]
    longer = extend(clocks, first, "number", clocks.received)
    assert longer.holding() == RULES["gdpr-month"]
    both = extend(longer, RULES["gdpr-month"], "number", clocks.received)
    found = both.earliest()
    assert found is not None
    assert (found.rule, found.day) == ("fadp-access", date(2026, 9, 13))


# ---- what an open question to the customer does


def day(clocks: Clocks) -> date | None:
    found = clocks.earliest()
    return found.day if found else None


PAUSES = {"uk-access"}
RESTARTS = {"uk-access", "uk-month"}


@pytest.mark.parametrize("rule", sorted(set(RULES) - PAUSES))
def test_a_question_to_the_customer_stops_no_clock_that_runs_on(rule: str) -> None:
    clocks = running(rule, NOW, ZURICH)
    assert waited(clocks, NOW, NOW + timedelta(days=9)) == clocks


@pytest.mark.parametrize("rule", sorted(set(RULES) - RESTARTS))
def test_confirming_who_asks_starts_no_clock_anew_that_runs_from_receipt(rule: str) -> None:
    clocks = running(rule, NOW, ZURICH)
    assert identified(clocks, NOW + timedelta(days=9)) == clocks


def test_british_access_pauses_by_whole_days_while_the_customer_is_asked() -> None:
    received = at("2026-11-16 09:12", LONDON)
    clocks = running("uk-access", received, LONDON)
    asked = at("2026-11-20 10:00", LONDON)
    same_day = waited(clocks, asked, asked + timedelta(hours=23, minutes=59))
    assert same_day == clocks
    paused = waited(clocks, asked, asked + timedelta(days=3, hours=20))
    assert day(paused) == date(2026, 12, 18)
    again = waited(paused, asked + timedelta(days=4), asked + timedelta(days=5))
    assert day(again) == date(2026, 12, 19)


def test_a_pause_before_an_extension_is_kept_and_one_after_it_counts() -> None:
    received = at("2026-11-16 09:12", LONDON)
    clocks, rule = running("uk-access", received, LONDON), RULES["uk-access"]
    paused = waited(clocks, received, received + timedelta(days=2))
    longer = extend(paused, rule, "number", received + timedelta(days=3))
    assert day(longer) == date(2027, 2, 17)
    later = waited(longer, received + timedelta(days=4), received + timedelta(days=5))
    assert day(later) == date(2027, 2, 18)
    assert refusal(later) == "it was extended already"


def test_a_british_month_begins_when_it_is_known_who_asks() -> None:
    received = at("2026-11-16 09:12", LONDON)
    clocks = identified(running("uk-month", received, LONDON), at("2026-11-20 10:00", LONDON))
    assert day(clocks) == date(2026, 12, 19)
    assert identified(clocks, received) == clocks


def test_a_rolled_date_is_known_as_such() -> None:
    rule = RULES["gdpr-month"]
    for received, rolled in (("2026-11-05 09:00", True), ("2026-11-16 09:00", False)):
        clocks = running("gdpr-month", at(received, ZURICH), ZURICH)
        assert clocks.is_rolled(rule) is rolled
    assert not extend(running("gdpr-month", NOW, ZURICH), rule, "number", NOW).is_rolled(rule)
    long = running("gdpr-month", at("2026-11-30 09:00", ZURICH), ZURICH)
    assert extend(long, rule, "number", long.received).is_rolled(rule)


kinds = st.sampled_from(Kind)
regimes = st.sets(st.sampled_from(sorted({rule.regime for rule in RULES.values()})))
moments = st.integers(0, 16 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
hours = st.integers(0, 3000).map(lambda hours: timedelta(hours=hours))


@given(kinds, regimes, moments, hours, hours)
def test_nothing_ever_brings_a_date_forward(
    kind: Kind, chosen: set[str], received: datetime, first: timedelta, then: timedelta
) -> None:
    clocks = under(kind, received, ZURICH, *sorted(chosen))
    moved = waited(identified(clocks, received + first), received, received + then)
    for rule in clocks.rules:
        assert moved.due(rule).at >= clocks.due(rule).at
    if holding := moved.holding():
        moved = longer_if_allowed(moved, holding, received)
        assert all(moved.due(rule).at >= clocks.due(rule).at for rule in clocks.rules)
        assert moved.earliest() == min(map(moved.due, moved.rules), key=lambda due: due.at)


def longer_if_allowed(clocks: Clocks, rule: Rule, now: datetime) -> Clocks:
    try:
        return extend(clocks, rule, "number", now)
    except NotLonger:
        return clocks
