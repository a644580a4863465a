"""What staff were reminded of, so that it happens once."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

from bot.storage.columns import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "reminders",
        Column(
            "request_id", Text, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True
        ),
        Column("rule", Text, primary_key=True),
        Column("due_at", UtcDateTime, primary_key=True),
        Column("step", Text, primary_key=True),
        Column("at", UtcDateTime, nullable=False),
    )
