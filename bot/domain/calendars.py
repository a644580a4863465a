"""Public holidays: which days rest at a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

Holiday = Callable[[date], bool]
COMPANY = "company"
"""A rule's calendar where the holidays are those of the company's own country."""


def no_holidays(_: date) -> bool:
    """Only weekends rest."""
    return False


@cache
def of(name: str) -> Holiday:
    """The holidays of a country (`CH`) or a part of it (`US-CA`); none where nothing is named.

    Only holidays of the whole country count unless a part is named: a day that rests in one
    canton must not make a date later.
    """
    if not name:
        return no_holidays
    import holidays  # heavy, and few rules count with them

    country, _, part = name.partition("-")
    return holidays.country_holidays(country, subdiv=part or None).__contains__


def for_rule(calendar: str, country: str | None) -> Holiday:
    """The holidays a rule counts with, for a company of that country."""
    return of((country or "") if calendar == COMPANY else calendar)


def is_known(name: str) -> bool:
    """Whether there is such a calendar."""
    if name in ("", COMPANY):
        return True
    import holidays
    from holidays.registry import EntityLoader

    country, _, part = name.partition("-")
    if country not in EntityLoader.get_country_codes():
        return False
    return not part or part in getattr(holidays, country).subdivisions
