"""The tables of the desk's own work: what staff were reminded of, and what they did or tried."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

from bot.storage.columns import Counter, Sealed, UtcDateTime
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

journal = sa.Table(
    "journal",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text),
    Column("chat_id", BigInteger),
    sqlite_autoincrement=True,
)

tasks = sa.Table(
    "tasks",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("system", Sealed, nullable=False),
    Column("place", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("words", Sealed),
    Column("by", BigInteger),
    Column("at", UtcDateTime),
)
