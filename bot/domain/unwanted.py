"""Numbers and passwords nobody here needs: found in a customer's words, and taken out of them."""

from __future__ import annotations

import re
from collections.abc import Callable

GONE = "••••"
BETWEEN = r"[ \u00a0.\-]?"
CARD = re.compile(rf"(?<![\d@])\d(?:{BETWEEN}\d){{12,18}}(?!\d)")
IDENTITY = re.compile(rf"(?<!\d)\d(?:{BETWEEN}\d){{14,15}}(?!\d)")
LABELLED = re.compile(
    r"\b(?:ktp|nik|npwp|sim|paspor|passport|id card|identity card|national id|tax id|ssn)\b"
    r"(?:\s+(?:saya|my|is|number|no|nomor|nya|adalah|itu))*\s*[.:#=]?\s*"
    r"(?P<it>[A-Za-z]{0,2}\d[\d.\- ]{5,}\d)",
    re.IGNORECASE,
)
PASSWORD = re.compile(
    r"\b(?:password|passwd|pwd|kata sandi|sandi|passcode|pin|cvv|cvc)(?:nya|ku)?\b"
    r"(?:\s+(?:saya|my|akun|account))*\s*(?:[:=]\s*(?P<it>\S+)"
    r"|(?:is|adalah|itu|yaitu)\s+(?P<that>\S*[\d!#$%&*+^~]\S*))",
    re.IGNORECASE,
)


def found(text: str) -> str | None:
    """What kind of unwanted thing the words hold: a card, an identity number, a password."""
    return next((name for name, spans in KINDS if spans(text)), None)


def without(text: str) -> str:
    """The words with every such thing gone; all else stands as it was written."""
    for _, spans in KINDS:
        for start, end in reversed(spans(text)):
            text = text[:start] + GONE + text[end:]
    return text


def is_number(text: str) -> bool:
    """Whether these digits, however cut up, are a card's or an Indonesian identity's."""
    digits = _digits(text)
    return _adds_up(digits) or _is_nik(digits)


FEW = 3


def is_little_else(text: str) -> bool:
    """Whether hardly more is left once it is gone than what it was called."""
    return len(re.findall(r"\w+", text.replace(GONE, " "))) <= FEW


Span = tuple[int, int]


def cards(text: str) -> list[Span]:
    return [one.span() for one in CARD.finditer(text) if _adds_up(_digits(one[0]))]


def labelled(text: str) -> list[Span]:
    return [one.span("it") for one in LABELLED.finditer(text)]


def identities(text: str) -> list[Span]:
    """What reads as an Indonesian one: a place, and the day and month of birth."""
    return [one.span() for one in IDENTITY.finditer(text) if _is_nik(_digits(one[0]))]


def passwords(text: str) -> list[Span]:
    return [one.span("it" if one["it"] else "that") for one in PASSWORD.finditer(text)]


KINDS: tuple[tuple[str, Callable[[str], list[Span]]], ...] = (
    ("password", passwords),
    ("identity", labelled),
    ("card", cards),
    ("identity", identities),
)
"""In this order: what a number is called says more than how it is made."""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _adds_up(digits: str) -> bool:
    """The sum that guards card numbers against slips (ISO/IEC 7812)."""
    doubled = [int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(one - 9 * (one > 9) for one in doubled) % 10 == 0


def _is_nik(digits: str) -> bool:
    """Sixteen digits: a province, then a day (forty more for women), a month and a year."""
    if len(digits) != 16:
        return False
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 97 and 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month <= 12
