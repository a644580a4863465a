"""What a message said before it was edited, and which rows carry it to the other side."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

from bot.storage.columns import Sealed, UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("outbox", Column("about", Text))
    op.create_index("ix_outbox_about", "outbox", ["about"])
    op.execute(
        "UPDATE outbox SET about = (SELECT id FROM messages WHERE outbox_id = outbox.id)"
        " WHERE id IN (SELECT outbox_id FROM messages)"
    )
    op.drop_index("ix_messages_outbox_id", "messages")
    op.execute("ALTER TABLE messages DROP COLUMN outbox_id")
    op.create_table(
        "edits",
        Column("id", Text, primary_key=True),
        Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
        Column("message_id", Text, ForeignKey("messages.id"), nullable=False, index=True),
        Column("words", Sealed, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
