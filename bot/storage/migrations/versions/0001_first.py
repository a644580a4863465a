"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, LargeBinary, Text

from bot.storage.columns import Counter, Sealed, UtcDateTime

revision = "0001"
down_revision = None

INBOX = sa.text("state = 'waiting'")
OUTBOX = sa.text("state IN ('queued', 'sending')")


def upgrade() -> None:
    _customers()
    _cases()
    _queues()
    _knowledge()
    _people()
    _desk()


def _customers() -> None:
    op.create_table(
        "customers",
        Column("id", Text, primary_key=True),
        Column("chat_index", LargeBinary, nullable=False, unique=True),
        Column("user_index", LargeBinary, nullable=False, index=True),
        Column("chat", Sealed, nullable=False),
        Column("language", Text, nullable=False),
        Column("chosen", Boolean, nullable=False),
        Column("policy", Text),
        Column("pseudonym", Text, nullable=False),
        Column("met_at", UtcDateTime, nullable=False),
        Column("unreachable_at", UtcDateTime),
        Column("recent_at", UtcDateTime),
        Column("recent_count", Integer, nullable=False),
    )
    op.create_table(
        "conversations",
        Column("customer_id", Text, ForeignKey("customers.id"), primary_key=True),
        Column("state", Sealed),
        Column("version", Integer, nullable=False),
        Column("updated_at", UtcDateTime, nullable=False, index=True),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        Column("id", Text, primary_key=True),
        Column("reference", Text, nullable=False, unique=True),
        Column("customer_id", Text, ForeignKey("customers.id"), nullable=False, index=True),
        Column("policy", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("knowledge_version", Integer, nullable=False),
        Column("received_at", UtcDateTime, nullable=False),
        Column("holder_id", BigInteger),
        Column("holder_name", Sealed),
        Column("version", Integer, nullable=False),
        Column("closed_at", UtcDateTime, index=True),
        Column("staff_chat", BigInteger),
        Column("thread_id", BigInteger),
        Column("root_id", BigInteger),
        Column("card_id", BigInteger),
        Column("quiet_until", UtcDateTime),
        Column("cited", Text, nullable=False),
    )
    op.create_index(op.f("ix_cases_staff_chat_thread_id"), "cases", ["staff_chat", "thread_id"])
    op.create_table(
        "requests",
        Column("id", Text, primary_key=True),
        Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
        Column("kind", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("received_at", UtcDateTime, nullable=False),
        Column("due_at", UtcDateTime, index=True),
        Column("due_day", Date),
        Column("due_zone", Text),
        Column("rule_id", Text),
        Column("rule_version", Integer),
        Column("is_target", Boolean, nullable=False),
        Column("promise_article", Text),
        Column("proposed_status", Text),
        Column("proposed_by", BigInteger),
        Column("proposed_words", Sealed),
        Column("proposed_code", Text),
        Column("closed_at", UtcDateTime),
    )
    op.create_table(
        "case_details",
        Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
        Column("name", Text, primary_key=True),
        Column("value", Sealed, nullable=False),
    )
    op.create_table(
        "history",
        Column("id", Text, primary_key=True),
        Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("request_id", Text),
        Column("at", UtcDateTime, nullable=False),
        Column("actor_kind", Text, nullable=False),
        Column("actor_id", BigInteger),
        Column("move", Text, nullable=False),
        Column("from_status", Text),
        Column("to_status", Text),
        Column("words", Sealed),
        Column("salt", Sealed),
        Column("digest", Text, nullable=False),
        Column("chain", Text, nullable=False),
        sa.UniqueConstraint("case_id", "seq"),
    )
    op.create_table(
        "messages",
        Column("seq", Counter, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
        Column("author", Text, nullable=False),
        Column("user_id", BigInteger),
        Column("words", Sealed, nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column("customer_message_id", BigInteger, index=True),
        Column("staff_message_id", BigInteger),
        Column("staff_chat", BigInteger),
        Column("outbox_id", Text, index=True),
        Column("delivery", Text),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_messages_case_id_seq"), "messages", ["case_id", "seq"])
    op.create_index(
        op.f("ix_messages_staff_chat_staff_message_id"),
        "messages",
        ["staff_chat", "staff_message_id"],
    )


def _queues() -> None:
    op.create_table(
        "inbox",
        Column("seq", Counter, primary_key=True),
        Column("bot_id", BigInteger, nullable=False),
        Column("update_id", BigInteger, nullable=False),
        Column("chat_key", LargeBinary, nullable=False),
        Column("body", Sealed),
        Column("state", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("stored_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("bot_id", "update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["chat_key", "seq"],
        sqlite_where=INBOX,
        postgresql_where=INBOX,
    )
    op.create_table(
        "outbox",
        Column("seq", Counter, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("lane", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("customer_id", Text, ForeignKey("customers.id"), index=True),
        Column("case_id", Text, ForeignKey("cases.id"), index=True),
        Column("chat_id", BigInteger),
        Column("kind", Text, nullable=False),
        Column("payload", Sealed),
        Column("fold", Text),
        Column("rank", Integer, nullable=False),
        Column("repeat", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("claim", Text),
        Column("claimed_until", UtcDateTime),
        Column("message_id", BigInteger),
        Column("created_at", UtcDateTime, nullable=False),
        Column("closed_at", UtcDateTime),
        Column("error", Text),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_unfinished",
        "outbox",
        ["lane", "seq"],
        sqlite_where=OUTBOX,
        postgresql_where=OUTBOX,
    )


def _knowledge() -> None:
    op.create_table(
        "knowledge_versions",
        Column("id", Integer, primary_key=True),
        Column("hash", Text, nullable=False, unique=True),
        Column("files", LargeBinary, nullable=False),
        Column("ready", LargeBinary),
        Column("stored_at", UtcDateTime, nullable=False),
        Column("stored_by", BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "knowledge_active",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("version", Integer, ForeignKey("knowledge_versions.id"), nullable=False),
        Column("since", UtcDateTime, nullable=False),
        Column("by", BigInteger),
    )
    op.create_table(
        "knowledge_log",
        Column("seq", Counter, primary_key=True),
        Column("version", Integer, ForeignKey("knowledge_versions.id"), nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column("by", BigInteger),
        sqlite_autoincrement=True,
    )


def _people() -> None:
    op.create_table(
        "roles",
        Column("user_id", BigInteger, primary_key=True, autoincrement=False),
        Column("role", Text, primary_key=True),
        Column("granted_by", BigInteger),
        Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "members",
        Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
        Column("user_id", BigInteger, primary_key=True, autoincrement=False),
        Column("status", Text, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "staff_settings",
        Column("user_id", BigInteger, primary_key=True, autoincrement=False),
        Column("language", Text, nullable=False),
    )


def _desk() -> None:
    op.create_table(
        "keys",
        Column("id", Text, primary_key=True),
        Column("proof", Sealed, nullable=False),
    )
    op.create_table(
        "facts",
        Column("name", Text, primary_key=True),
        Column("value", Text),
        Column("sealed", Sealed),
        Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "sheets",
        Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
        Column("user_id", BigInteger, primary_key=True, autoincrement=False),
        Column("body", Sealed, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
