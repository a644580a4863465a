"""Turns neutral messages into what Telegram takes: plain text and inline keyboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram import Message as Received

from bot.domain.messages import MESSAGES, Button, Mark, Message, Row, size

LABEL = 64
DATA = 64


def message(payload: Mapping[str, Any]) -> Message:
    """The message in an outbox payload."""
    named = {name: payload[name] for name in ("text", "rows", "marks") if name in payload}
    return MESSAGES.validate_python(named)


FORMATS = (
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
    *("blockquote", "expandable_blockquote", "text_link"),
)
"""What passes from one side to the other; whom somebody mentions does not."""


def entities(one: Message) -> list[MessageEntity]:
    """Marks as Telegram counts them."""
    return [
        MessageEntity(
            mark.kind,
            size(one.text[: mark.at]),
            size(one.text[mark.at : mark.at + mark.length]),
            url=mark.url,
        )
        for mark in one.marks
        if mark.kind in FORMATS
    ]


def marks(received: Received) -> tuple[Mark, ...]:
    """How a person formatted their words, counted in characters."""
    units = (received.text or "").encode("utf-16-le", "surrogatepass")

    def at(offset: int) -> int:
        return len(units[: 2 * offset].decode("utf-16-le", "replace"))

    return tuple(
        Mark(one.type, at(one.offset), at(one.offset + one.length) - at(one.offset), one.url)
        for one in received.entities
        if one.type in FORMATS
    )


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """An inline keyboard, or None for a message without buttons."""
    made = [[button(one) for one in row] for row in rows if row]
    return InlineKeyboardMarkup(made) if made else None


def button(one: Button) -> InlineKeyboardButton:
    label = one.label[:LABEL] or "·"
    if one.url:
        return InlineKeyboardButton(label, url=one.url)
    if len(one.action.encode()) > DATA:
        raise ValueError(f"a button's data is longer than {DATA} bytes")
    return InlineKeyboardButton(label, callback_data=one.action)
