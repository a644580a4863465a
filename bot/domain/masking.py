"""Hides contact and identity numbers in a customer's words before staff read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.domain import unwanted
from bot.domain.messages import Mark

SIGN = r"""[^\s@<>,;:"()\[\]]"""
EMAIL = re.compile(rf"(?<!{SIGN})({SIGN}){SIGN}*@({SIGN}+)")
"""Wider than an address: rather a word too many hidden than one too few."""

POINT = r"(?:\s?[(\[{]\s?(?:dot|titik)\s?[)\]}]\s?| dot | titik )"
SPELT = re.compile(
    r"(?<![^\W_])([^\W_])[\w.+\-]{0,64}"
    r"(?:\s?(?:[\uff20\ufe6b]|[(\[{]\s?(?:at|et)\s?[)\]}])\s?[\w\-]+"
    rf"(?:(?:{POINT}|\.)[\w\-]+)+| at [\w\-]+(?:{POINT}[\w\-]+)+)",
    re.IGNORECASE,
)
"""`ana (at) gmail (dot) com`, `ana at gmail dot com`, and other signs for the one between."""

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e007f]"
)
"""Marks nobody sees, which turn a line around or split a number for the machine alone."""

BETWEEN = r"[ \u00a0\u2009\u200d\u202f.()\-\u2010-\u2015]{0,3}"
NUMBER = re.compile(rf"(?<!\d)(?<!PR-)\+?\d(?:{BETWEEN}\d){{7,}}")
"""Eight digits or more, however grouped and whatever they lean on; references stay readable."""

WIDE = re.compile(r"(?<!\d)\d(?:[\W_]{0,4}\d){12,18}(?!\d)")
"""What a card or an identity number may be cut into, by any signs or lines."""


def masked(text: str) -> str:
    """`rani@gmail.com` as `r•••@•••.com`; phone, card and identity numbers as `••••`."""
    return masked_with(text, ())[0]


def _masked_address(found: re.Match[str]) -> str:
    _, dot, ending = found[2].rstrip(".").rpartition(".")
    return f"{found[1]}•••@•••{dot}{ending if dot else ''}"


def masked_with(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The same, and the marks as they stand in what is shown; a link's address is not shown."""
    kept = tuple(mark for mark in marks if mark.url is None)
    for pattern, hide in HIDDEN:
        text, kept = _moved(text, kept, pattern, hide)
    return text, kept


BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def quoted(text: str) -> str:
    """Masked, and every line but the first marked: none can pass for a line of the desk's own."""
    return quoted_with(text, ())[0]


def quoted_with(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The same, with the marks as they stand in it."""
    return _moved(*masked_with(text, marks), BREAK, lambda _: "\n│ ")


HIDDEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (UNSEEN, lambda _: ""),
    (EMAIL, _masked_address),
    (SPELT, lambda found: f"{found[1]}•••@•••"),
    (WIDE, lambda found: "••••" if unwanted.is_number(found[0]) else found[0]),
    (NUMBER, lambda _: "••••"),
)


def hidden(text: str) -> list[str]:
    """What masking takes out of these words, as it was written."""
    text = UNSEEN.sub("", text)
    found = [one[0] for one in EMAIL.finditer(text)]
    text = EMAIL.sub("", text)
    found += [one[0] for one in SPELT.finditer(text)]
    return found + [one[0] for one in NUMBER.finditer(SPELT.sub("", text))]


def _moved(
    text: str,
    marks: tuple[Mark, ...],
    pattern: re.Pattern[str],
    hide: Callable[[re.Match[str]], str],
) -> tuple[str, tuple[Mark, ...]]:
    """What is hidden changes the length: marks behind it move, marks in it cover all of it."""
    places: list[int] = []
    shown, end = "", 0
    for found in pattern.finditer(text):
        places += range(len(shown), len(shown) + found.start() - end)
        shown += text[end : found.start()]
        places += [len(shown)] * (found.end() - found.start())
        shown += hide(found)
        end = found.end()
    places += range(len(shown), len(shown) + len(text) - end + 1)
    shown += text[end:]
    moved = (
        replace(mark, at=places[mark.at], length=places[mark.at + mark.length] - places[mark.at])
        for mark in marks
        if mark.at + mark.length < len(places)
    )
    return shown, tuple(mark for mark in moved if mark.length)
