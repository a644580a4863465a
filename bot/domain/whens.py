"""Days as people write them, in English and Indonesian; what is no day is left to the reader."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.parser import ParserError, parser, parserinfo

MONTHS = """
    jan january januari, feb february februari, mar march maret, apr april, may mei,
    jun june juni, jul july juli, aug august agustus agu ags agt, sep sept september,
    oct october oktober okt, nov november nop nopember, dec december desember des
"""
DAYS = """
    mon monday senin, tue tuesday selasa, wed wednesday rabu, thu thursday kamis,
    fri friday jumat jum'at, sat saturday sabtu, sun sunday minggu ahad
"""
AROUND = "on at the of in since about around pada di tanggal tgl tahun hari bulan sejak sekitar"


def _names(text: str) -> list[Any]:
    return [tuple(names.split()) for names in text.split(",")]


class Words(parserinfo):
    """The names of both languages; the day comes before the month, as it does in Indonesia."""

    def __init__(self) -> None:
        self.JUMP = [*parserinfo.JUMP, *AROUND.split()]
        self.MONTHS = _names(MONTHS)
        self.WEEKDAYS = _names(DAYS)
        super().__init__(dayfirst=True)


READER = parser(Words())
NEAR = {
    "today": 0, "hari ini": 0, "just now": 0, "barusan": 0, "tadi": 0, "tadi pagi": 0,
    "yesterday": 1, "kemarin": 1, "kemaren": 1, "last night": 1, "tadi malam": 1,
    "the day before yesterday": 2, "kemarin lusa": 2, "kemarin dulu": 2,
    "last week": 7, "minggu lalu": 7, "minggu kemarin": 7,
}  # fmt: skip
AGO = re.compile(
    r"(\d{1,3}|an?|one|two|three|satu|se|dua|tiga)\s*(days?|hari|weeks?|minggu|pekan)\s*"
    r"(ago|yang lalu|yg lalu|lalu|kemarin)"
)
COUNTS = {"a": 1, "an": 1, "one": 1, "satu": 1, "se": 1, "two": 2, "dua": 2, "three": 3, "tiga": 3}
LEAP = datetime(2024, 1, 1)  # noqa: DTZ001  # both with every day, to see what was left out
OTHER = datetime(2020, 12, 31)  # noqa: DTZ001


def read_day(text: str, today: date) -> date | None:
    """The day these words name, seen from today; None where they name none, or only a month."""
    low = " ".join(text.lower().strip(" .!").split())
    if low in NEAR:
        return today - timedelta(days=NEAR[low])
    if found := AGO.fullmatch(low):
        count = COUNTS.get(found[1]) or int(found[1])
        return today - timedelta(days=count * (1 if found[2].startswith(("day", "hari")) else 7))
    return written_day(low, today)


def written_day(text: str, today: date) -> date | None:
    """A date with its day and month; without a year, the latest that is not ahead."""
    if not any(sign.isdigit() for sign in text):
        return None
    try:
        year_first = bool(re.match(r"(19|20)\d\d(\D|\d{4}$)", text))
        one, other = (
            READER.parse(text, default=default, dayfirst=not year_first).date()
            for default in (LEAP, OTHER)
        )
    except (ParserError, OverflowError, ValueError):
        return None
    if (one.month, one.day) != (other.month, other.day):
        return None
    return one if one.year == other.year else latest(one, today)


def latest(day: date, today: date) -> date | None:
    """That day and month, this year or in an earlier one."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        if found <= today:
            return found
    return None
