"""An embedded database has one desk; a lock that dies with it tells when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from bot.storage import alone

SPAWN = multiprocessing.get_context("spawn")


def hold(url: str, told: Connection) -> None:
    with alone.held(url) as only:
        told.send(only)
        signal.pause()


def test_one_desk_is_alone_until_it_dies_however_it_dies(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'privasi.db'}"
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(url, theirs))
    process.start()
    assert ours.recv() is True
    with alone.held(url) as only:
        assert not only
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    with alone.held(url) as only:
        assert only
        with alone.held(url) as second:
            assert not second


def test_nobody_is_known_to_be_alone_at_a_server_or_without_a_place_for_the_lock() -> None:
    for url in ("postgresql+asyncpg://desk@127.0.0.1:1/desk", "sqlite+aiosqlite:///no/such/x.db"):
        with alone.held(url) as only:
            assert not only
