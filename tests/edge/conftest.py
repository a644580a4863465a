"""A Bot API server, a database that already serves a knowledge base, and a home for desks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botapi.server import BotApi

from bot.answering import load
from bot.storage import versions
from bot.storage.database import Database
from bot.storage.sealing import Keyring

from . import ground
from .desk import GROUP, ROOT, Home


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two companies are enough for the edge, and are read in no time."""
    folder = tmp_path_factory.mktemp("knowledge")
    ground.save(folder)
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
    files = ground.files()
    async with database.transaction() as db:
        now = datetime.now(UTC)
        content = load.content_hash(files)
        ready = ground.kept()
        version = await versions.add(db, files, hash=content, by=None, now=now, ready=ready)
        await versions.activate(db, version, by=None, now=now, expected=None)
    await database.dispose()
    yield made
    await made.leave()
