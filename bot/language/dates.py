"""Dates as people read them: a day, a month, a year, and the hour only where hours count."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Catalogue

SHORT_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def day(when: date, say: Catalogue) -> str:
    """16 December 2026 / 16 Desember 2026."""
    return f"{when.day} {say('months').split()[when.month - 1]} {when.year}"


def weekday(when: date, say: Catalogue) -> str:
    """Wednesday, 16 December 2026 / Rabu, 16 Desember 2026."""
    return f"{say('weekdays').split()[when.weekday()]}, {day(when, say)}"


def moment(at: datetime, zone: str, say: Catalogue) -> str:
    """19 November 2026, 09:12 WIB / 19 November 2026, pukul 09.12 WIB."""
    local = at.astimezone(ZoneInfo(zone))
    hour = local.strftime("%H:%M" if say.language == "en" else "%H.%M")
    return say("moment", day=day(local.date(), say), hour=hour, zone=zone_name(zone, local))


def short_moment(at: datetime, zone: str, say: Catalogue) -> str:
    """16 Nov, 09:12 WIB: for lists and cards only."""
    local = at.astimezone(ZoneInfo(zone))
    hour = local.strftime("%H:%M" if say.language == "en" else "%H.%M")
    return f"{short_day(local.date(), say)}, {hour} {zone_name(zone, local)}"


def short_day(when: date, say: Catalogue) -> str:
    """16 Dec / 16 Des."""
    return f"{when.day} {say('months').split()[when.month - 1][:3]}"


def zone_name(zone: str, local: datetime) -> str:
    return SHORT_ZONES.get(zone) or local.strftime("%Z")


def place_time(zone: str, say: Catalogue) -> str:
    """(Zurich time) / (waktu Zürich); Jakarta's day goes without saying."""
    key = f"place.{zone}"
    return f" {say(key)}" if say.known(key) else ""
