"""Turns neutral messages into what Telegram takes: plain text and inline keyboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.messages import MESSAGES, Button, Message, Row

LABEL = 64
DATA = 64


def message(payload: Mapping[str, Any]) -> Message:
    """The message in an outbox payload."""
    return MESSAGES.validate_python({"text": payload["text"], "rows": payload.get("rows", ())})


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
