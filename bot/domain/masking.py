"""Hides contact and identity numbers in a customer's words before staff read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.domain.messages import Mark

SIGN = r"""[^\s@<>,;:"()\[\]]"""
EMAIL = re.compile(rf"(?<!{SIGN})({SIGN}){SIGN}*@({SIGN}+)")
"""Wider than an address: rather a word too many hidden than one too few."""

UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks nobody sees, which turn a line around or split a number for the machine alone."""

BETWEEN = r"[ \u00a0\u2009\u200d\u202f.()\-\u2010-\u2015]{0,3}"
NUMBER = re.compile(rf"(?<!\d)(?<!PR-)\+?\d(?:{BETWEEN}\d){{7,}}")
"""Eight digits or more, however grouped and whatever they lean on; references stay readable."""


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


HIDDEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (UNSEEN, lambda _: ""),
    (EMAIL, _masked_address),
    (NUMBER, lambda _: "••••"),
)


def hidden(text: str) -> list[str]:
    """What masking takes out of these words, as it was written."""
    text = UNSEEN.sub("", text)
    addresses = [found[0] for found in EMAIL.finditer(text)]
    return addresses + [found[0] for found in NUMBER.finditer(EMAIL.sub("", text))]


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
