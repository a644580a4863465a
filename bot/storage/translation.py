"""Turns drivers' errors into the desk's own, without the values they like to quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.domain.errors import BotError, StorageError

DRIVER_ERRORS = (
    SQLAlchemyError,
    sqlite3.Error,
    OSError,  # nobody listens there
    ValueError,  # SQLite: text that is no Unicode
    OverflowError,  # SQLite: more than 64 bits
)


@contextmanager
def translated() -> Iterator[None]:
    """`from None`, because PostgreSQL and its driver quote stored values in their texts."""
    try:
        yield
    except Exception as exc:
        if not _is_drivers(exc):
            raise
        cause = exc.orig if isinstance(exc, StatementError) and exc.orig else exc
        if isinstance(cause, BotError):
            raise cause from None
        raise StorageError(f"the database refused: {_named(cause)}") from None


def _is_drivers(exc: Exception) -> bool:
    """PostgreSQL's driver is told by its name: on SQLite it is never loaded."""
    return isinstance(exc, DRIVER_ERRORS) or type(exc).__module__.startswith("asyncpg")


def _named(cause: BaseException) -> str:
    """The kind of error, its code, the constraint's name: enough to find it, nothing personal."""
    details = (
        getattr(cause, "sqlite_errorname", None),
        getattr(cause, "sqlstate", None),
        getattr(cause.__cause__ or cause, "constraint_name", None),
    )
    return " ".join([type(cause).__name__, *(str(part) for part in details if part)])
