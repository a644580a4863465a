"""The tables of what is forgotten, what retention took, and codes sent by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text

from bot.storage.columns import Counter, UtcDateTime
from bot.storage.metadata import METADATA

# Under a key of its own that no rotation changes: a restored backup is cleaned by this list.
forgotten = sa.Table(
    "forgotten",
    METADATA,
    Column("mark", LargeBinary, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

retention = sa.Table(
    "retention",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("reference", Text),
    Column("count", Integer, nullable=False),
    sqlite_autoincrement=True,
)

codes = sa.Table(
    "codes",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("address_index", LargeBinary, nullable=False),
    Column("digest", LargeBinary),
    Column("until", UtcDateTime),
    Column("tries", Integer, nullable=False),
)

code_sends = sa.Table(
    "code_sends",
    METADATA,
    Column("seq", Counter, primary_key=True),
    Column("address_index", LargeBinary, nullable=False, index=True),
    Column(
        "customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
