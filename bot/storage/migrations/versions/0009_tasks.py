"""What has to be done for a case, system by system."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

from bot.storage.columns import Sealed, UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "tasks",
        Column("id", Text, primary_key=True),
        Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
        Column("system", Sealed, nullable=False),
        Column("place", Integer, nullable=False),
        Column("made_at", UtcDateTime, nullable=False),
        Column("state", Text, nullable=False),
        Column("words", Sealed),
        Column("by", BigInteger),
        Column("at", UtcDateTime),
    )
