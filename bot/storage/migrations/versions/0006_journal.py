"""What staff did or tried beside the cases."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Text

from bot.storage.columns import Counter, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "journal",
        Column("seq", Counter, primary_key=True),
        Column("at", UtcDateTime, nullable=False, index=True),
        Column("user_id", BigInteger, nullable=False),
        Column("what", Text, nullable=False),
        Column("about", Text),
        Column("chat_id", BigInteger),
        sqlite_autoincrement=True,
    )
