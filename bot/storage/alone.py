"""Whether this is the only desk at an embedded database; known for as long as the desk lives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage import engines

try:
    import fcntl
except ImportError:  # a system without such locks: then nobody is known to be alone
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(url: str) -> Iterator[bool]:
    """True when whatever desk was here before is provably gone: a lock dies with its process."""
    address = engines.parsed(url)
    if address.get_backend_name() != "sqlite" or fcntl is None:
        yield False
        return
    handle = _open(Path(f"{address.database}.lock"))
    try:
        yield handle is not None and _lock(handle)
    finally:
        if handle is not None:
            os.close(handle)


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
