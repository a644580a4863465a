"""The key file beside an embedded database: made once, whole, for its owner's eyes only."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import sqlite3
from pathlib import Path

from bot.domain.errors import KeyMissing, SettingsError, StorageError


def read_or_make(database: Path) -> str:
    path = beside(database)
    if not path.exists():
        _refuse_if_sealed(database, path)
        _make(path)
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{path}: cannot be read ({type(exc).__name__})") from None


def beside(database: Path) -> Path:
    return database.with_name(database.name + ".keys")


def write(database: Path, keys: str) -> None:
    """The keys of a rotation, in the place of those before; a crash leaves one or the other."""
    path = beside(database)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(keys.encode("ascii") + b"\n")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        sync(path.parent)
    except OSError as exc:
        raise StorageError(f"{path}: cannot be written ({type(exc).__name__})") from None


def made_up() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def _make(path: Path) -> None:
    """Written aside, then linked: a second process, or a crash, never sees half a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    key = made_up().encode()
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(key + b"\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        sync(path.parent)
    except OSError as exc:
        raise StorageError(f"{path}: cannot be made ({type(exc).__name__})") from None
    finally:
        draft.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """The name of a new file is durable only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_if_sealed(database: Path, path: Path) -> None:
    """A new key beside rows sealed under a lost one would only hide the loss."""
    if not database.exists():
        return
    with contextlib.closing(
        sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    ) as file:
        try:
            row = file.execute("select id from keys limit 1").fetchone()
        except sqlite3.OperationalError:  # not migrated yet: nothing is sealed in it
            return
    if row:
        raise KeyMissing(f"{database} is sealed under the key {row[0]}, but {path} is gone")
