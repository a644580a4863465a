"""What a case's topic is called, so that a change is seen after a restart too."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("cases", Column("topic", Text))
