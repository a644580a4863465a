"""The table of answers: what was shown, from which version, and what the customer thought."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Text

from bot.storage.columns import Counter, Sealed, UtcDateTime
from bot.storage.metadata import METADATA

answers = sa.Table(
    "answers",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    # Who is forgotten takes their answers along.
    Column(
        "customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("outbox_id", Text, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("screen", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("policy", Text),
    Column("articles", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", Sealed),
    Column("why", Text),
    Column("vote", Text),
    Column("reason", Text),
    Column("voted_at", UtcDateTime),
    sqlite_autoincrement=True,
)
# What admins are asked to look at is found without reading the rest.
sa.Index(
    "ix_answers_open",
    answers.c.seq,
    sqlite_where=answers.c.why.is_not(None),
    postgresql_where=answers.c.why.is_not(None),
)
