"""When a request is due: worked examples for every rule of `knowledge/statutes.yaml`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import Kind
from bot.domain.deadlines import Rule, due, earliest, is_overdue, target

from .examples import NOW, statutes

RULES = statutes()
ZURICH, LONDON, JAKARTA = "Europe/Zurich", "Europe/London", "Asia/Jakarta"
ANGELES = "America/Los_Angeles"

DAYS: dict[tuple[str, str, str], list[tuple[str, str]]] = {
    ("gdpr-month", "GDPR Art. 12(3)", ZURICH): [
        ("2026-11-16 09:12", "2026-12-16"),
        ("2026-01-30 09:00", "2026-03-02"),  # no 30 February; the 28th is a Saturday
        ("2026-01-31 09:00", "2026-03-02"),
        ("2025-01-31 09:00", "2025-02-28"),
        ("2028-01-31 09:00", "2028-02-29"),  # a leap year
        ("2028-02-29 09:00", "2028-03-29"),
        ("2026-03-31 09:00", "2026-04-30"),
        ("2026-12-15 09:00", "2027-01-15"),
        ("2026-12-31 23:59", "2027-02-01"),  # 31 January 2027 is a Sunday
        ("2026-11-05 09:00", "2026-12-07"),  # from a Saturday to Monday
        ("2026-11-06 09:00", "2026-12-07"),  # from a Sunday to Monday
        ("2026-11-21 09:00", "2026-12-21"),  # received on a Saturday: that does not matter
        ("2026-12-01 00:00", "2027-01-01"),
        ("2026-11-30 23:59", "2026-12-30"),
    ],
    ("uk-month", "UK GDPR Art. 12(3)", LONDON): [
        ("2026-09-03 09:00", "2026-10-02"),
        ("2026-11-16 09:12", "2026-12-15"),
        ("2026-01-31 09:00", "2026-02-27"),
        ("2028-01-31 09:00", "2028-02-28"),
        ("2028-02-29 09:00", "2028-03-28"),
        ("2026-12-31 09:00", "2027-01-30"),  # a Saturday: the safe side does not roll
        ("2027-01-01 09:00", "2027-01-31"),
        ("2026-03-01 09:00", "2026-03-31"),
    ],
    ("fadp-access", "FADP Art. 25(7)", ZURICH): [
        ("2026-11-16 09:12", "2026-12-16"),
        ("2026-11-05 09:00", "2026-12-05"),  # a Saturday stays
        ("2026-01-31 09:00", "2026-03-02"),
        ("2028-01-31 09:00", "2028-03-01"),
        ("2026-12-15 09:00", "2027-01-14"),
    ],
    ("fadp-portability", "FADP Art. 28", ZURICH): [
        ("2026-11-16 09:12", "2026-12-16"),
        ("2026-03-10 09:00", "2026-04-09"),  # over the change of clocks
    ],
    ("ccpa-45", "CCPA rules §7021", ANGELES): [
        ("2026-11-16 09:12", "2026-12-31"),
        ("2026-12-01 09:00", "2027-01-15"),
        ("2028-01-31 09:00", "2028-03-16"),
    ],
    ("ccpa-15", "CCPA rules §7026", ANGELES): [
        ("2026-10-02 09:00", "2026-10-23"),
        ("2026-10-03 09:00", "2026-10-23"),  # the weekend counts for nothing
        ("2026-10-04 09:00", "2026-10-23"),
        ("2026-10-05 09:00", "2026-10-26"),
        ("2026-12-21 09:00", "2027-01-11"),
    ],
}
"""(rule, its article, the company's place): received there, last day there."""

HOURS: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("pdp-access", "UU PDP Art. 32(2)"): [
        ("2026-11-16 09:12", "2026-11-19 09:12"),
        ("2026-11-20 17:45", "2026-11-23 17:45"),  # over a weekend
        ("2026-12-30 23:59", "2027-01-02 23:59"),
        ("2028-02-28 00:01", "2028-03-02 00:01"),
        ("2026-02-26 12:00", "2026-03-01 12:00"),
    ],
    ("pdp-rectification", "UU PDP Art. 30(1)"): [("2026-11-16 09:12", "2026-11-19 09:12")],
    ("pdp-consent", "UU PDP Art. 40"): [("2026-11-21 00:00", "2026-11-24 00:00")],
    ("pdp-restriction", "UU PDP Art. 41(1)"): [("2026-11-22 23:59", "2026-11-25 23:59")],
}
"""(rule, its article): received, due; both in Jakarta."""


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
    found = due(RULES[rule], at(received, zone), zone)
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
    found = due(RULES[rule], at(received, JAKARTA), JAKARTA)
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
    assert due(RULES["pdp-access"], at(received, ZURICH), ZURICH).at == at(expected, ZURICH)


def test_the_day_of_receipt_is_the_companys_day() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert due(RULES["gdpr-month"], late, ZURICH).day == date(2027, 1, 1)
    assert due(RULES["gdpr-month"], late, ANGELES).day == date(2026, 12, 30)


def test_a_last_day_lasts_until_midnight_in_summer_and_winter() -> None:
    winter = due(RULES["gdpr-month"], at("2026-11-16 09:12", ZURICH), ZURICH)
    summer = due(RULES["gdpr-month"], at("2026-06-16 09:12", ZURICH), ZURICH)
    assert winter.at == datetime(2026, 12, 16, 22, 59, 59, tzinfo=UTC)
    assert summer.at == datetime(2026, 7, 16, 21, 59, 59, tzinfo=UTC)


def test_holidays_move_a_last_day_that_rolls_and_are_no_business_days() -> None:
    holidays = {date(2026, 12, 25), date(2026, 11, 26)}
    christmas = due(
        RULES["gdpr-month"], at("2026-11-25 09:00", ZURICH), ZURICH, holidays.__contains__
    )
    thanksgiving = due(
        RULES["ccpa-15"], at("2026-11-16 09:00", ANGELES), ANGELES, holidays.__contains__
    )
    assert christmas.day == date(2026, 12, 28)
    assert thanksgiving.day == date(2026, 12, 8)


# ---- what the law sets, and what it leaves open


@pytest.mark.parametrize("kind", Kind)
def test_indonesian_law_sets_hours_for_four_rights_only(kind: Kind) -> None:
    four = {Kind.ACCESS, Kind.RECTIFICATION, Kind.WITHDRAW_CONSENT, Kind.RESTRICTION}
    found = earliest(RULES.values(), kind, ["id-pdp"], NOW, JAKARTA)
    assert (found is not None) is (kind in four)
    assert found is None or found.at == NOW + timedelta(hours=72)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.HUMAN])
def test_no_law_sets_a_time_for_a_talk(kind: Kind) -> None:
    everywhere = {rule.regime for rule in RULES.values()}
    assert earliest(RULES.values(), kind, everywhere, NOW, ZURICH) is None


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
            found = earliest(rules, Kind.ACCESS, regimes, at(received, ZURICH), ZURICH)
            assert found is not None
            assert (found.rule, found.day) == (rule, date.fromisoformat(last))


def test_a_law_that_does_not_apply_sets_nothing() -> None:
    found = earliest(RULES.values(), Kind.ERASURE, MAILPRO, NOW, ZURICH)
    assert found is not None
    assert found.rule == "gdpr-month"
    assert earliest(RULES.values(), Kind.ERASURE, ["ch-fadp"], NOW, ZURICH) is None
    assert earliest(RULES.values(), Kind.ACCESS, [], NOW, ZURICH) is None


@given(
    st.sampled_from(sorted(RULES)),
    st.integers(0, 16 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.integers(0, 10**6),
)
def test_a_request_received_later_is_never_due_earlier(
    rule: str, received: datetime, seconds: int
) -> None:
    first = due(RULES[rule], received, ZURICH)
    later = due(RULES[rule], received + timedelta(seconds=seconds), ZURICH)
    assert received < first.at <= later.at
    assert first.at.utcoffset() == timedelta(0)


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_a_month_is_a_calendar_month_that_ends_on_a_working_day(day: date) -> None:
    received = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    last = due(RULES["gdpr-month"], received, ZURICH).day
    strict = due(RULES["uk-month"], received, ZURICH).day
    assert last is not None
    assert strict is not None
    assert last.weekday() < 5
    assert 27 <= (strict - day).days <= 30
    assert 1 <= (last - strict).days <= 3


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
    pairs = [(rule.regime, kind) for rule in RULES.values() for kind in rule.kinds]
    assert len(pairs) == len(set(pairs))
