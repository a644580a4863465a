"""The table of how fast chats are written to."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Float, LargeBinary

from bot.storage.columns import UtcDateTime
from bot.storage.metadata import METADATA

# A keyed digest of a chat, or of all chats together; gone when it has not been used for a day.
paces = sa.Table(
    "paces",
    METADATA,
    Column("key", LargeBinary, primary_key=True),
    Column("spare", Float),
    Column("at", UtcDateTime, nullable=False),
    Column("held_at", UtcDateTime),
    Column("held_until", UtcDateTime),
)
