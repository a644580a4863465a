"""A message as the desk means it: plain text and rows of buttons, whatever carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

LIMIT = 4096
"""Telegram's longest text, counted in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label of at most 24 characters, and what it does when pressed, or where it leads."""

    label: str
    action: str = ""
    url: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a part of a text stands out, counted in characters; only a link says more."""

    kind: str
    at: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Text without markup: nothing in it can break or forge a format; `marks` are beside it."""

    text: str
    rows: tuple[Row, ...] = ()
    marks: tuple[Mark, ...] = ()


MESSAGES: TypeAdapter[Message] = TypeAdapter(Message)


def rows(buttons: Iterable[Button], *, wide: int = 2) -> tuple[Row, ...]:
    """Buttons laid out a few to a row, for one thumb."""
    flat = tuple(buttons)
    return tuple(flat[i : i + wide] for i in range(0, len(flat), wide))


def size(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pages(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces Telegram takes, cut at the last line or word that fits; none empty."""
    pieces: list[str] = []
    while size(text) > limit:
        cut = limit
        while size(text[:cut]) > limit:
            cut -= (size(text[:cut]) - limit + 1) // 2  # a sign takes two units at most
        at = max(text.rfind("\n", 0, cut), text.rfind(" ", 0, cut))
        cut = at if at > cut // 2 else cut
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [piece for piece in (*pieces, text) if piece] or [text]


def in_pages(message: Message) -> list[Message]:
    """A long text as several messages, each with its marks; the buttons stand under the last."""
    made, end = [], 0
    for piece in pages(message.text):
        start = message.text.find(piece, end)
        end = start + len(piece)
        made.append(Message(piece, (), within(message.marks, start, end)))
    return [*made[:-1], replace(made[-1], rows=message.rows)]


def within(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of one part of a text, as they stand in it."""
    found = []
    for mark in marks:
        first, last = max(mark.at, start), min(mark.at + mark.length, end)
        if first < last:
            found.append(replace(mark, at=first - start, length=last - first))
    return tuple(found)


def quoting(frame: str, words: str, marks: Iterable[Mark]) -> Message:
    """A sentence of the desk that ends with somebody's words, their marks where they stand now."""
    by = len(frame) - len(words)
    return Message(frame, (), tuple(replace(mark, at=mark.at + by) for mark in marks))
