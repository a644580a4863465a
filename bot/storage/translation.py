"""Turns drivers' errors into the desk's own, without the values they like to quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import BotError, StorageError, Unwritable

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
        if plain := _passing(exc, cause):
            raise Unwritable(f"the database refused: {plain} ({_named(cause)})") from None
        raise StorageError(f"the database refused: {_named(cause)}") from None


PASSING = {
    "SQLITE_FULL": "its disk is full",
    "SQLITE_IOERR": "its disk cannot be read or written",
    "SQLITE_READONLY": "it may only be read",
    "SQLITE_BUSY": "another process holds it",
    "SQLITE_LOCKED": "another process holds it",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "53100": "its disk is full",
    "53": "it has no room for more",
    "25006": "it may only be read",
    "08": "it cannot be reached",
    "57P": "it is being stopped",
}
"""What ends by itself or by an operator's hand, by how the databases' codes begin."""


def _passing(exc: Exception, cause: BaseException) -> str | None:
    """In plain words; None where it is a fault of what the database was given."""
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    found = next((plain for start, plain in PASSING.items() if code.startswith(start)), None)
    lost = isinstance(exc, DBAPIError) and exc.connection_invalidated
    if found is None and (lost or isinstance(cause, OSError | TimeoutError | PoolTimeout)):
        return "it cannot be reached"
    return found


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
