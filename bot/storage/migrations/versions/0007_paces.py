"""How fast each chat was written to lately, the same for every process and after a restart."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, LargeBinary

from bot.storage.columns import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "paces",
        Column("key", LargeBinary, primary_key=True),
        Column("spare", Float),
        Column("at", UtcDateTime, nullable=False),
        Column("held_at", UtcDateTime),
        Column("held_until", UtcDateTime),
    )
