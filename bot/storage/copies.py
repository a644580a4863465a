"""A consistent copy of an embedded database while it is written to, and the way back."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import SchemaTooNew, StorageError
from bot.storage import engines, keyfile
from bot.storage.schema import HEAD


def path_of(url: str) -> Path | None:
    """The file of an embedded database; None at a server."""
    address = engines.parsed(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def url_of(path: Path) -> str:
    return engines.parsed("sqlite:///x").set(database=str(path)).render_as_string()


def shown(url: str) -> str:
    """The address without its secrets, for a person to read."""
    address = engines.parsed(url)
    return f"--host={address.host} --port={address.port or 5432} --dbname={address.database}"


def back_up(database: Path, to: Path) -> None:
    """Whole or not at all, for its owner's eyes; free pages, where deleted text lingers, stay."""
    if to.exists():
        raise StorageError(f"{to} is there already")
    if not database.exists():
        raise StorageError(f"there is no database {database}")
    with _draft(to) as draft, _opened(database) as file:
        file.execute("VACUUM INTO ?", (str(draft),))


def check(copy: Path) -> None:
    """Refuse what is no sound database of ours, or of a newer desk."""
    if not copy.is_file():
        raise StorageError(f"there is no file {copy}")
    with _opened(copy, "?mode=ro&immutable=1") as file:
        if file.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StorageError(f"{copy} is damaged")
        if file.execute("PRAGMA foreign_key_check").fetchall():
            raise StorageError(f"{copy} is damaged: rows point at nothing")
        [[version]] = file.execute("select version_num from alembic_version").fetchall()
    if version > HEAD:
        raise SchemaTooNew(f"{copy} is of version {version}; this desk knows {HEAD}")


@contextlib.contextmanager
def put_back(copy: Path, database: Path) -> Iterator[tuple[Path, Path | None]]:
    """A draft made of the copy, to be worked on; at the end it has the database's name.

    What was there before lies beside it. Until the last moment that one is the database, so a
    crash leaves either the old one or the new one, whole.
    """
    before = database.with_name(f"{database.name}.before-restore")
    if before.exists() and not (database.exists() and before.samefile(database)):
        raise StorageError(f"{before} is there already: take it away first")
    with _draft(database) as draft:
        shutil.copyfile(copy, draft)
        yield draft, before if database.exists() else None
        _forget_log(draft)
        if database.exists():
            with _opened(database) as file:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before.unlink(missing_ok=True)  # a second name an interrupted restore has left
            os.link(database, before)
            _forget_log(database)


def _forget_log(database: Path) -> None:
    for more in ("-wal", "-shm"):
        database.with_name(database.name + more).unlink(missing_ok=True)


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Written aside, made durable, then renamed: a crash leaves no half of it under its name."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield draft
        keyfile.sync(draft)
        draft.rename(path)
        keyfile.sync(path.parent)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or type(error).__name__}") from None
    finally:
        draft.unlink(missing_ok=True)
        _forget_log(draft)


@contextlib.contextmanager
def _opened(path: Path, how: str = "") -> Iterator[sqlite3.Connection]:
    try:
        address = f"{path.absolute().as_uri()}{how}"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=10)) as file:
            yield file
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}") from None
