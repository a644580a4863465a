"""The laws a case stands under, and how far each of a request's clocks was moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("cases", sa.Column("regimes", sa.Text))
    op.add_column("requests", sa.Column("shifts", sa.Text))
