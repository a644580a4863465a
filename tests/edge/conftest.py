"""A Bot API server, a database that already serves a knowledge base, and a home for desks."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botapi.server import BotApi

from bot.answering import load
from bot.storage import versions
from bot.storage.database import Database
from bot.storage.sealing import Keyring

from .desk import GROUP, HERE, ROOT, Home


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two companies are enough for the edge, and are read in no time."""
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "policies").mkdir()
    for path in (HERE / "knowledge").glob("*.yaml"):
        shutil.copy(path, folder)
    for name in ("mailcamp", "jurnal"):
        shutil.copy(HERE / "knowledge" / "policies" / f"{name}.yaml", folder / "policies")
    return folder


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        made.world.group(GROUP, is_forum=True)
        yield made


@pytest.fixture
async def home(
    api: BotApi, database_url: str, tmp_path: Path, knowledge: Path
) -> AsyncIterator[Home]:
    """The knowledge base is in use already: its check has tests of its own."""
    made = Home(api, database_url, tmp_path, knowledge)
    database = Database(database_url, Keyring([ROOT]))
    files, faults = load.read(knowledge)
    assert not faults
    async with database.transaction() as db:
        now = datetime.now(UTC)
        content = load.content_hash(files)
        version = await versions.add(db, files, hash=content, by=None, now=now)
        await versions.activate(db, version, by=None, now=now, expected=None)
    await database.dispose()
    yield made
    await made.leave()
