"""The tables of a case's conversation beside its messages: what they said before an edit."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Text

from bot.storage.columns import Sealed, UtcDateTime
from bot.storage.metadata import METADATA

edits = sa.Table(
    "edits",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
    Column("message_id", Text, ForeignKey("messages.id"), nullable=False, index=True),
    Column("words", Sealed, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
