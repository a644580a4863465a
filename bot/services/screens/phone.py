"""What a phone shows at once: nothing the desk says is longer, and what would be has pages."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from bot.domain.effects import Slot
from bot.domain.messages import Button
from bot.services.screens.view import View

COLUMNS, LINES = 45, 30
"""A phone screen: so many letters to a line, so many lines; CONTRIBUTING.md says so too."""


def height(text: str) -> int:
    """How many lines a phone makes of it."""
    return sum(len(textwrap.wrap(line, COLUMNS)) or 1 for line in text.rstrip().split("\n"))


def packed(blocks: Iterable[str], room: int) -> list[list[str]]:
    """The blocks in their order, as many to a page as it has room for; there is always a page."""
    pages: list[list[str]] = [[]]
    left = room
    for block in blocks:
        tall = height(block)
        if tall > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(block)
        left -= tall
    return pages


def pieces(text: str, room: int) -> list[str]:
    """A long text cut where a line or a sentence ends, each piece no taller than the room."""
    cut = [part for line in text.split("\n") for part in shortened(line, room)]
    return ["\n".join(page) for page in packed(cut, room)]


def shortened(line: str, room: int) -> list[str]:
    """One line in parts that fit, cut at words."""
    if height(line) <= room:
        return [line]
    return textwrap.wrap(line, COLUMNS * (room - 1))


def cut(text: str, lines: int) -> str:
    """Its beginning, where not all of it has room."""
    if height(text) <= lines:
        return text
    return textwrap.wrap(text.replace("\n", " "), COLUMNS * (lines - 1))[0] + "…"


def at(pages: list[list[str]], slots_page: Slot) -> int:
    """The page that is asked for, or the last where there are fewer."""
    asked = slots_page if isinstance(slots_page, int) else 0
    return min(max(asked, 0), len(pages) - 1)


def turns(view: View, action: str, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """A row to the pages before and after, where there are any."""
    found = tuple(
        view.button(key, f"{action}{to}")
        for key, to in (("previous_page", page - 1), ("next_page", page + 1))
        if 0 <= to < pages
    )
    return (found,) if found else ()
