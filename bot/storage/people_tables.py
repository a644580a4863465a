"""The tables of staff: roles given in chat, who is in a group and called what, and languages."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, LargeBinary, Text

from bot.storage.columns import Sealed, UtcDateTime
from bot.storage.metadata import METADATA

roles = sa.Table(
    "roles",
    METADATA,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("granted_by", BigInteger),
    Column("at", UtcDateTime, nullable=False),
)

members = sa.Table(
    "members",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("name", Sealed),
    Column("handle", Sealed),
    Column("handle_index", LargeBinary),
)

staff_settings = sa.Table(
    "staff_settings",
    METADATA,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
)
