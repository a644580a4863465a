"""Makes files out of plain values; heavy, so it is imported and run in a process of its own."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

TYPEFACE = Path(__file__).with_name("typeface") / "DejaVuSans.ttf"
LINE, TITLE = 6, 9


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a calendar: a whole day, or a moment."""

    uid: str
    when: date | datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below: who made it, and what is said where a sign could not be printed."""

    text: str
    lacking: str = ""


def pdf(title: str, paragraphs: Sequence[str], foot: Foot, made_at: datetime) -> bytes:
    """A page or more of plain text; that the typeface lacks a sign is said, never a failure."""
    from fpdf import FPDF

    logging.getLogger("fpdf").setLevel(logging.ERROR)  # it would log the signs that it lacks
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    paper = FPDF(format="A4")
    paper.set_creation_date(made_at)
    paper.set_title(title)
    paper.set_margin(22)
    paper.add_font("body", fname=TYPEFACE)
    paper.add_page()
    paper.set_font("body", size=16)
    drawn = set(paper.fonts["body"].cmap)  # type: ignore[union-attr]
    lacks = any(printable(text, drawn) != storable(text) for text in (*paragraphs, foot.text))
    last = "\n".join([foot.text, *([foot.lacking] if lacks else [])])
    paper.multi_cell(0, TITLE, printable(title, drawn), new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    paper.set_font("body", size=10.5)
    for paragraph in paragraphs:
        paper.multi_cell(
            0, LINE, printable(paragraph, drawn), new_x="LMARGIN", new_y="NEXT", align="L"
        )
        paper.ln(2)
    paper.set_font("body", size=8)
    paper.multi_cell(0, LINE, printable(last, drawn), new_x="LMARGIN", new_y="NEXT", align="L")
    return bytes(paper.output())


def storable(text: str) -> str:
    """Halves of signs, which Telegram can send, have no place in a file."""
    return text.encode("utf-8", "replace").decode("utf-8")


BOX, UNSEEN = "\u25a1", frozenset("\n\t\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


def printable(text: str, drawn: set[int]) -> str:
    """The text with one box for each run of signs that the typeface does not have."""
    signs = (one if one in UNSEEN or ord(one) in drawn else BOX for one in storable(text))
    return re.sub(f"{BOX}[{BOX}\u200d\ufe0f]*", BOX, "".join(signs))


def calendar(events: Sequence[Event], made_at: datetime) -> bytes:
    """The dates in the form that every calendar takes, with a reminder the day before."""
    from icalendar import Alarm, Calendar
    from icalendar import Event as Entry

    made = Calendar()
    made.add("prodid", "-//Privasi//EN")
    made.add("version", "2.0")
    for one in events:
        entry = Entry()
        entry.add("uid", one.uid)
        entry.add("dtstamp", made_at)
        entry.add("dtstart", one.when)
        entry.add("summary", one.title)
        entry.add("description", one.text)
        bell = Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", one.title)
        bell.add("trigger", -timedelta(days=1))
        entry.add_component(bell)
        made.add_component(entry)
    return bytes(made.to_ical())
