"""When a request is due: worked examples for every rule of `knowledge/statutes.yaml`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import calendars, deadlines
from bot.domain.cases import Kind
from bot.domain.deadlines import (
    Due,
    Place,
    Rule,
    applicable,
    day_of,
    due,
    is_overdue,
    target,
)

from .examples import NOW, statutes
from .worked import ANGELES, DAYS, HOURS, JAKARTA, LONDON, ZURICH

RULES = statutes()
COUNTRIES = {ZURICH: "CH", LONDON: "GB", JAKARTA: "ID", ANGELES: "US"}


def place(zone: str) -> Place:
    return Place(zone, COUNTRIES[zone])


def earliest(
    kind: Kind, regimes: list[str], received: datetime, zone: str, rules: list[Rule] | None = None
) -> Due | None:
    """The date that holds where these laws apply."""
    here = place(zone)
    found = applicable(rules or RULES.values(), kind, regimes, day_of(received, here))
    return deadlines.earliest(due(rule, received, here) for rule in found)


def at(text: str, zone: str) -> datetime:
    """A moment as a clock at that place shows it, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "article", "zone", "received", "last"),
    [(*key, *row) for key, table in DAYS.items() for row in table],
)
def test_a_period_in_days_ends_with_its_last_day_at_the_company(
    rule: str, article: str, zone: str, received: str, last: str
) -> None:
    found = due(RULES[rule], at(received, zone), place(zone))
    assert RULES[rule].article == article
    assert found.day == date.fromisoformat(last)
    assert found.at == at(f"{last} 23:59:59", zone)
    assert (found.rule, found.version, found.zone) == (rule, RULES[rule].version, zone)
    assert not found.is_target


@pytest.mark.parametrize(
    ("rule", "article", "received", "expected"),
    [(*key, *row) for key, table in HOURS.items() for row in table],
)
def test_three_times_24_hours_end_to_the_minute(
    rule: str, article: str, received: str, expected: str
) -> None:
    found = due(RULES[rule], at(received, JAKARTA), place(JAKARTA))
    assert RULES[rule].article == article
    assert found.at == at(expected, JAKARTA)
    assert found.day is None
    assert not found.is_target


def test_every_rule_of_the_knowledge_base_has_its_examples() -> None:
    assert {key[0] for key in (*DAYS, *HOURS)} == set(RULES)


@pytest.mark.parametrize(
    ("received", "expected"),
    [("2026-03-27 11:00", "2026-03-30 12:00"), ("2026-10-23 11:00", "2026-10-26 10:00")],
)
def test_hours_go_on_while_clocks_change(received: str, expected: str) -> None:
    assert due(RULES["pdp-access"], at(received, ZURICH), place(ZURICH)).at == at(expected, ZURICH)


def test_the_day_of_receipt_is_the_companys_day() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert due(RULES["gdpr-month"], late, place(ZURICH)).day == date(2027, 1, 4)
    assert due(RULES["gdpr-month"], late, place(ANGELES)).day == date(2026, 12, 30)


def test_a_last_day_lasts_until_midnight_in_summer_and_winter() -> None:
    winter = due(RULES["gdpr-month"], at("2026-11-16 09:12", ZURICH), place(ZURICH))
    summer = due(RULES["gdpr-month"], at("2026-06-16 09:12", ZURICH), place(ZURICH))
    assert winter.at == datetime(2026, 12, 16, 22, 59, 59, tzinfo=UTC)
    assert summer.at == datetime(2026, 7, 16, 21, 59, 59, tzinfo=UTC)


def test_only_holidays_of_the_whole_country_make_a_date_later() -> None:
    received = at("2026-09-17 09:00", ZURICH)  # a Thursday; 17 October is a Saturday
    assert due(RULES["gdpr-month"], received, place(ZURICH)).day == date(2026, 10, 19)
    christmas = at("2026-11-25 09:00", ZURICH)
    nowhere = Place(ZURICH)
    assert due(RULES["gdpr-month"], christmas, nowhere).day == date(2026, 12, 25)


@pytest.mark.parametrize("name", ["", "company", "CH", "US-CA"])
def test_a_calendar_there_is(name: str) -> None:
    assert calendars.is_known(name)


@pytest.mark.parametrize("name", ["XX", "CH-ZZ", "the moon"])
def test_a_calendar_there_is_not(name: str) -> None:
    assert not calendars.is_known(name)


# ---- what the law sets, and what it leaves open


@pytest.mark.parametrize("kind", Kind)
def test_indonesian_law_sets_hours_for_four_rights_only(kind: Kind) -> None:
    four = {Kind.ACCESS, Kind.RECTIFICATION, Kind.WITHDRAW_CONSENT, Kind.RESTRICTION}
    found = earliest(kind, ["id-pdp"], NOW, JAKARTA)
    assert (found is not None) is (kind in four)
    assert found is None or found.at == NOW + timedelta(hours=72)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.HUMAN])
def test_no_law_sets_a_time_for_a_talk(kind: Kind) -> None:
    everywhere = [rule.regime for rule in RULES.values()]
    assert earliest(kind, everywhere, NOW, ZURICH) is None


def test_confirming_receipt_is_a_clock_of_its_own_and_no_due_date() -> None:
    confirming = {rule.id for rule in RULES.values() if rule.duty == "acknowledge"}
    assert confirming == {"uk-complaint", "ccpa-confirm"}
    found = earliest(Kind.ERASURE, ["us-ccpa"], NOW, ANGELES)
    assert found is not None
    assert found.rule == "ccpa-45"


def test_a_law_sets_nothing_before_it_is_in_force() -> None:
    fresh = replace(RULES["uk-complaint"], duty="answer")
    for day, sets in (("2026-06-18 23:59", False), ("2026-06-19 00:00", True)):
        found = earliest(Kind.COMPLAINT, ["uk-gdpr"], at(day, LONDON), LONDON, [fresh])
        assert (found is not None) is sets


MAILPRO = ["eu-gdpr", "ch-fadp"]


@pytest.mark.parametrize(
    ("received", "rule", "last"),
    [
        ("2026-07-15 09:00", "fadp-access", "2026-08-14"),  # 15 August is a Saturday
        ("2026-02-02 09:00", "gdpr-month", "2026-03-02"),  # a short month ends before 30 days
    ],
)
def test_the_earliest_of_several_laws_holds(received: str, rule: str, last: str) -> None:
    for regimes in (MAILPRO, MAILPRO[::-1]):
        for rules in (list(RULES.values()), list(RULES.values())[::-1]):
            found = earliest(Kind.ACCESS, regimes, at(received, ZURICH), ZURICH, rules)
            assert found is not None
            assert (found.rule, found.day) == (rule, date.fromisoformat(last))


def test_a_law_that_does_not_apply_sets_nothing() -> None:
    found = earliest(Kind.ERASURE, MAILPRO, NOW, ZURICH)
    assert found is not None
    assert found.rule == "gdpr-month"
    assert earliest(Kind.ERASURE, ["ch-fadp"], NOW, ZURICH) is None
    assert earliest(Kind.ACCESS, [], NOW, ZURICH) is None


@given(
    st.sampled_from(sorted(RULES)),
    st.integers(0, 16 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.integers(0, 10**6),
)
def test_a_request_received_later_is_never_due_earlier(
    rule: str, received: datetime, seconds: int
) -> None:
    first = due(RULES[rule], received, place(ZURICH))
    later = due(RULES[rule], received + timedelta(seconds=seconds), place(ZURICH))
    assert received < first.at <= later.at
    assert first.at.utcoffset() == timedelta(0)


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_a_month_is_a_calendar_month_that_ends_on_a_working_day(day: date) -> None:
    received = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    last = due(RULES["gdpr-month"], received, place(ZURICH)).day
    strict = due(RULES["uk-month"], received, place(ZURICH)).day
    assert last is not None
    assert strict is not None
    assert last.weekday() < 5
    assert 27 <= (strict - day).days <= 30
    assert 1 <= (last - strict).days <= 5


# ---- the desk's own targets


def test_a_short_target_counts_hours_and_is_never_called_law() -> None:
    aim = target(72, NOW, JAKARTA)
    assert aim.at == NOW + timedelta(hours=72)
    assert aim.day is None
    assert aim.is_target
    assert aim.rule == "target"
    assert "target" not in RULES


@pytest.mark.parametrize(("hours", "day"), [(168, date(2026, 11, 23)), (720, date(2026, 12, 16))])
def test_a_target_of_a_week_or_more_is_a_day(hours: int, day: date) -> None:
    aim = target(hours, NOW, JAKARTA)
    assert aim.day == day
    assert aim.at == at(f"{day} 23:59:59", JAKARTA)
    assert aim.is_target


def test_overdue_begins_after_the_last_instant() -> None:
    assert not is_overdue(NOW, NOW)
    assert is_overdue(NOW, NOW + timedelta(seconds=1))


# ---- the rules as data


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_names_its_article_its_source_and_whether_it_was_read(rule: Rule) -> None:
    assert rule.article
    assert rule.source
    assert isinstance(rule.verified, bool)
    assert rule.version >= 1


def test_no_two_rules_of_a_law_set_a_time_for_the_same_right() -> None:
    pairs = [(rule.regime, rule.duty, kind) for rule in RULES.values() for kind in rule.kinds]
    assert len(pairs) == len(set(pairs))


# What the law reference read at second hand, or not at all, is never shown as certain.
SECOND_HAND = {"gdpr-marketing", "uk-access", "uk-month", "fadp-portability", "pdp-access"}
SECOND_HAND |= {"pdp-consent", "ccpa-15"}


def test_what_nobody_read_is_marked() -> None:
    assert {rule.id for rule in RULES.values() if not rule.verified} == SECOND_HAND
