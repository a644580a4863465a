"""Which answer came from which version, what it was worth, and how right a version is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

from bot.storage.columns import Counter, Sealed, UtcDateTime

revision = "0002"
down_revision = "0001"

OPEN = sa.text("why IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "answers",
        Column("seq", Counter, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column(
            "customer_id",
            Text,
            ForeignKey("customers.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
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
    op.create_index(
        "ix_answers_open", "answers", ["seq"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.add_column("knowledge_versions", Column("figures", Text))
