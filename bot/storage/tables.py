"""The schema; what is sealed says so, what is in clear is needed in clear."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, LargeBinary, Text

from bot.storage.answer_tables import answers as answers
from bot.storage.columns import Counter, Sealed, UtcDateTime
from bot.storage.desk_tables import journal as journal
from bot.storage.desk_tables import reminders as reminders
from bot.storage.desk_tables import tasks as tasks
from bot.storage.metadata import METADATA as METADATA
from bot.storage.own_tables import code_sends as code_sends
from bot.storage.own_tables import codes as codes
from bot.storage.own_tables import forgotten as forgotten
from bot.storage.own_tables import retention as retention
from bot.storage.pace_tables import paces as paces
from bot.storage.people_tables import members as members
from bot.storage.people_tables import roles as roles
from bot.storage.people_tables import staff_settings as staff_settings
from bot.storage.talk_tables import edits as edits

keys = sa.Table(
    "keys",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("proof", Sealed, nullable=False),
)

inbox = sa.Table(
    "inbox",
    METADATA,
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
# Done rows stay a week to know repeats by; the queue is found without reading them.
sa.Index(
    "ix_inbox_waiting",
    inbox.c.chat_key,
    inbox.c.seq,
    sqlite_where=inbox.c.state == "waiting",
    postgresql_where=inbox.c.state == "waiting",
)

customers = sa.Table(
    "customers",
    METADATA,
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
    Column("forgotten_at", UtcDateTime),
)

conversations = sa.Table(
    "conversations",
    METADATA,
    Column("customer_id", ForeignKey(customers.c.id), primary_key=True),
    Column("state", Sealed),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
)

cases = sa.Table(
    "cases",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("customer_id", ForeignKey(customers.c.id), nullable=False, index=True),
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
    Column("topic", Text),
    Column("quiet_until", UtcDateTime),
    Column("cited", Text, nullable=False),
    Column("regimes", Text),
)
sa.Index(None, cases.c.staff_chat, cases.c.thread_id)

requests = sa.Table(
    "requests",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", ForeignKey(cases.c.id), nullable=False, index=True),
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
    Column("shifts", Text),
    Column("proposed_status", Text),
    Column("proposed_by", BigInteger),
    Column("proposed_words", Sealed),
    Column("proposed_code", Text),
    Column("closed_at", UtcDateTime),
)

case_details = sa.Table(
    "case_details",
    METADATA,
    Column("case_id", ForeignKey(cases.c.id), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Sealed, nullable=False),
    Column("value_index", LargeBinary, index=True),
)

history = sa.Table(
    "history",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", ForeignKey(cases.c.id), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("request_id", Text),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", BigInteger),
    Column("move", Text, nullable=False),
    Column("from_status", Text),
    Column("to_status", Text),
    Column("words", Sealed),
    # Sealed too: with the salt in clear, short words could be guessed from the digest.
    Column("salt", Sealed),
    Column("digest", Text, nullable=False),
    Column("chain", Text, nullable=False),
    sa.UniqueConstraint("case_id", "seq"),
)

messages = sa.Table(
    "messages",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("case_id", ForeignKey(cases.c.id), nullable=False),
    Column("author", Text, nullable=False),
    Column("user_id", BigInteger),
    Column("words", Sealed, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("customer_message_id", BigInteger, index=True),
    Column("staff_message_id", BigInteger),
    Column("staff_chat", BigInteger),
    Column("delivery", Text),
    sqlite_autoincrement=True,
)
sa.Index(None, messages.c.case_id, messages.c.seq)
sa.Index(None, messages.c.staff_chat, messages.c.staff_message_id)

outbox = sa.Table(
    "outbox",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("customer_id", ForeignKey(customers.c.id), index=True),
    Column("case_id", ForeignKey(cases.c.id), index=True),
    Column("chat_id", BigInteger),
    Column("kind", Text, nullable=False),
    Column("payload", Sealed),
    Column("fold", Text),
    Column("about", Text, index=True),
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
sa.Index(
    "ix_outbox_unfinished",
    outbox.c.lane,
    outbox.c.seq,
    sqlite_where=outbox.c.state.in_(("queued", "sending")),
    postgresql_where=outbox.c.state.in_(("queued", "sending")),
)

knowledge_versions = sa.Table(
    "knowledge_versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("files", LargeBinary, nullable=False),
    Column("ready", LargeBinary),
    Column("figures", Text),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("stored_by", BigInteger),
    sqlite_autoincrement=True,
)

knowledge_active = sa.Table(
    "knowledge_active",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", ForeignKey(knowledge_versions.c.id), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("by", BigInteger),
)

knowledge_log = sa.Table(
    "knowledge_log",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("version", ForeignKey(knowledge_versions.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", BigInteger),
    sqlite_autoincrement=True,
)

facts = sa.Table(
    "facts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text),
    Column("sealed", Sealed),
    Column("at", UtcDateTime, nullable=False),
)

sheets = sa.Table(
    "sheets",
    METADATA,
    Column("case_id", ForeignKey(cases.c.id), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Sealed, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What names the row a sealed value is bound to, where it is not the column `id`.
ROW_NAMES: dict[str, tuple[str, ...]] = {
    "inbox": ("bot_id", "update_id"),
    "conversations": ("customer_id",),
    "case_details": ("case_id", "name"),
    "facts": ("name",),
    "members": ("chat_id", "user_id"),
    "sheets": ("case_id", "user_id"),
}
