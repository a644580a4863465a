"""What was acknowledged survives `kill -9`, and what was half done is free again."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import inbox, tables
from bot.storage.database import Database
from bot.storage.inbox import Arrived
from bot.storage.sealing import Keyring

from .examples import ANA, NOW

ROOT = bytes(range(32))
HERE = Path(__file__).parent


async def child(does: str, url: str) -> Process:
    environment = {
        **os.environ,
        "KEYS": base64.urlsafe_b64encode(ROOT).decode(),
        "PYTHONPATH": str(HERE.parents[1]),
    }
    script = str(HERE / "child.py")
    return await asyncio.create_subprocess_exec(
        sys.executable, script, does, url, stdout=PIPE, env=environment
    )


@pytest.mark.parametrize("after", [1, 25])
async def test_every_acknowledged_update_is_there_after_a_kill(
    database_url: str, after: int
) -> None:
    process = await child("store", database_url)
    assert process.stdout
    for _ in range(after):
        acknowledged = int(await process.stdout.readline())
    process.kill()
    rest = (await process.communicate())[0].split()
    acknowledged = int(rest[-1]) if rest else acknowledged
    database = Database(database_url, Keyring([ROOT]))
    async with database.transaction() as db:
        found = list((await db.execute(sa.select(tables.inbox.c.update_id))).scalars())
        assert sorted(found)[:acknowledged] == list(range(1, acknowledged + 1))
        assert len(found) <= acknowledged + 1  # one may be there that nobody was told of
        if database.dialect == "sqlite":
            assert await db.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    await database.dispose()


async def test_an_update_whose_worker_was_killed_is_taken_by_another(database_url: str) -> None:
    database = Database(database_url, Keyring([ROOT]))
    async with database.transaction() as db:
        [key] = await inbox.store(db, 7, [Arrived(1, ANA, "Halo")], now=NOW)
    process = await child("claim", database_url)
    assert process.stdout
    assert await process.stdout.readline() == b"claimed\n"
    process.kill()
    await process.communicate()
    stored = None
    async with asyncio.timeout(10):  # the server frees it when it sees the connection gone
        while stored is None:
            async with database.transaction() as db:
                stored = await inbox.claim(db, key, now=NOW)
    assert stored.body == "Halo"
    await database.dispose()
