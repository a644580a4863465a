"""What members of staff are called, and addresses given with cases, found by keyed indexes."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary

from bot.storage.columns import Sealed

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("members") as members:
        members.add_column(Column("name", Sealed))
        members.add_column(Column("handle", Sealed))
        members.add_column(Column("handle_index", LargeBinary))
    with op.batch_alter_table("case_details") as details:
        details.add_column(Column("value_index", LargeBinary))
    op.create_index("ix_case_details_value_index", "case_details", ["value_index"])
