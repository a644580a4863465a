"""Small patterns over folded words, so that how people demand and greet can be data.

`erase ... account|data` is a word for erasing, then, at most eight words on, an account or
data, in one breath: no "and" or "but" between. `?` after a word makes it optional, `!` before one
says that it does not follow, `^` and `$` are the ends of the sentence. A word stands for itself
and for every word of the concept of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_LITERAL = re.compile(r"^[a-z0-9_]+(?:\|[a-z0-9_]+)*$")
_GAP = r"(?: (?!and=|but=)[^ ]+){0,8}?"


class Malformed(ValueError):
    """The pattern cannot be read."""

    def __init__(self, written: str) -> None:
        super().__init__(f"not a pattern: {written!r}")


def compile_all(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of them; none for none."""
    sources = [source(written) for written in patterns]
    return re.compile("|".join(sources)) if sources else None


def source(written: str) -> str:
    """A pattern as a regular expression, which is sound whatever was written."""
    parts = written.casefold().split()
    made = [_element(part, place, len(parts)) for place, part in enumerate(parts)]
    if not any(part not in {"^", "$", "..."} for part in parts) or None in made:
        raise Malformed(written)
    return "(?:" + "".join(part for part in made if part) + ")"


def _element(part: str, place: int, count: int) -> str | None:
    if part == "^":
        return "^" if place == 0 else None
    if part == "$":
        return "$" if place == count - 1 else None
    if part == "...":
        return _GAP
    optional, denied = part.endswith("?"), part.startswith("!")
    literal = part.removesuffix("?").removeprefix("!")
    if not _LITERAL.match(literal):
        return None
    one = f"(?: (?:(?:{literal})=[^ ]*|[^ =]*=(?:{literal}))(?= |$))"
    if denied:
        return f"(?!{one})"
    return one + "?" if optional else one
