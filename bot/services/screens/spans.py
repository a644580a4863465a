"""Lengths of time and spans of time, as people say them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.periods import Period
from bot.language.catalogue import Catalogue

DAY, HOUR, MINUTE = 86_400, 3600, 60


def length(say: Catalogue, time: timedelta | None) -> str:
    """The two greatest units: 2 d 4 h; a dash where there is none."""
    if time is None:
        return "–"
    seconds = max(0, int(time.total_seconds()))
    if seconds >= DAY:
        return say("stats.d_h", days=seconds // DAY, hours=seconds % DAY // HOUR)
    if seconds >= HOUR:
        return say("stats.h_m", hours=seconds // HOUR, minutes=seconds % HOUR // MINUTE)
    return say("stats.m", minutes=seconds // MINUTE)


def named(say: Catalogue, period: Period) -> str:
    """30 days, 2026-10, or all there is."""
    if period.name.isdecimal() and len(period.name) < 4:
        return say("stats.so_many_days", count=period.name)
    return say("stats.all") if period.name == "all" else period.name
