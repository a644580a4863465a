"""The table of what staff were reminded of: each step of each date once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Text

from bot.storage.columns import UtcDateTime
from bot.storage.metadata import METADATA

reminders = sa.Table(
    "reminders",
    METADATA,
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("due_at", UtcDateTime, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
