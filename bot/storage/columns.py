"""The column types of the schema: times with a zone, sealed bytes, 64-bit keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage.sealing import VERSION


class UtcDateTime(sa.TypeDecorator[datetime]):
    """SQLite forgets zones: naive times are refused on the way in, UTC comes back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise StorageError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(sa.TypeDecorator[bytes]):
    """Only what the keyring has sealed gets in; a sentence given by mistake does not."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        if value is None or (isinstance(value, bytes) and value[:1] == VERSION):
            return value
        raise StorageError("a sealed column was given something that is not sealed")


# SQLite counts rows only in a column that is exactly INTEGER.
Counter = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
