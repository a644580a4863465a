"""Hides contact and identity numbers in a customer's words before staff read them."""

from __future__ import annotations

import re

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
    return NUMBER.sub("••••", EMAIL.sub(_masked_address, UNSEEN.sub("", text)))


def _masked_address(found: re.Match[str]) -> str:
    _, dot, ending = found[2].rstrip(".").rpartition(".")
    return f"{found[1]}•••@•••{dot}{ending if dot else ''}"
