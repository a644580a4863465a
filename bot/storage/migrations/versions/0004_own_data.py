"""Who asked to be forgotten, what retention took, and codes sent by e-mail."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text

from bot.storage.columns import Counter, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("customers", Column("forgotten_at", UtcDateTime))
    op.create_table(
        "forgotten",
        Column("mark", LargeBinary, primary_key=True),
        Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "retention",
        Column("seq", Counter, primary_key=True),
        Column("at", UtcDateTime, nullable=False, index=True),
        Column("rule", Text, nullable=False),
        Column("reference", Text),
        Column("count", Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    _codes()


def _codes() -> None:
    op.create_table(
        "codes",
        Column("case_id", Text, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        Column("address_index", LargeBinary, nullable=False),
        Column("digest", LargeBinary),
        Column("until", UtcDateTime),
        Column("tries", Integer, nullable=False),
    )
    op.create_table(
        "code_sends",
        Column("seq", Counter, primary_key=True),
        Column("address_index", LargeBinary, nullable=False, index=True),
        Column(
            "customer_id",
            Text,
            ForeignKey("customers.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        Column("at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
