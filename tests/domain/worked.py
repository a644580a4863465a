"""Worked examples for every rule of `knowledge/statutes.yaml`, each with its article."""

from __future__ import annotations

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
        ("2026-12-01 00:00", "2027-01-04"),  # New Year's Day, then a weekend
        ("2026-11-30 23:59", "2026-12-30"),
        ("2026-11-25 09:00", "2026-12-28"),  # Christmas Day, a Friday
        ("2026-04-14 09:00", "2026-05-15"),  # Ascension Day, a holiday in all of Switzerland
        ("2026-03-28 23:30", "2026-04-28"),  # the night before the clocks change
        ("2026-10-23 18:00", "2026-11-23"),  # Friday evening before the clocks change
    ],
    ("gdpr-marketing", "GDPR Arts. 12(3), 21(2)-(3)", ZURICH): [
        ("2026-11-16 09:12", "2026-12-16"),
        ("2026-10-31 09:00", "2026-11-30"),
        ("2026-11-25 09:00", "2026-12-28"),
    ],
    ("uk-access", "UK GDPR Arts. 12(3), 12A", LONDON): [
        ("2026-11-16 09:12", "2026-12-15"),
        ("2026-11-26 09:00", "2026-12-25"),  # a holiday stays, on the safe side
        ("2028-01-31 09:00", "2028-02-28"),
    ],
    ("uk-complaint", "DPA 2018 s. 164A", LONDON): [
        ("2026-11-16 09:12", "2026-12-16"),
        ("2026-12-10 09:00", "2027-01-09"),
    ],
    ("uk-month", "UK GDPR Arts. 12(3), 12A", LONDON): [
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
    ("ccpa-confirm", "CCPA rules §7021", ANGELES): [
        ("2026-10-02 17:55", "2026-10-16"),  # Friday evening
        ("2026-11-16 09:00", "2026-12-02"),  # over Thanksgiving and the day after
    ],
    ("ccpa-15", "CCPA rules §7026", ANGELES): [
        ("2026-11-16 09:00", "2026-12-09"),  # over Thanksgiving and the day after
        ("2026-10-02 09:00", "2026-10-23"),
        ("2026-10-03 09:00", "2026-10-23"),  # the weekend counts for nothing
        ("2026-10-04 09:00", "2026-10-23"),
        ("2026-10-05 09:00", "2026-10-26"),
        ("2026-12-21 09:00", "2027-01-13"),
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
