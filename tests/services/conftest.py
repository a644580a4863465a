"""An office with three invented companies, on a fresh database each time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings

from bot.answering import load
from bot.answering.answer import Engine
from bot.services.library import Loaded, prepare
from bot.storage import versions
from bot.storage.database import Database

from .companies import files
from .office import NOW, Office

settings.register_profile(
    "services",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="session")
def prepared() -> Loaded:
    """The three companies, read once: reading takes longer than most tests."""
    knowledge, problems = load.parse(files())
    assert knowledge is not None, problems
    return prepare(0, Engine(knowledge))


async def activated(database: Database, texts: dict[str, str]) -> int:
    """These files as the version in use."""
    async with database.transaction() as db:
        content = load.content_hash(texts)
        version = await versions.add(db, texts, hash=content, by=None, now=NOW)
        await versions.activate(db, version, by=None, now=NOW, expected=None)
    return version


@pytest.fixture
async def office(database: Database, prepared: Loaded) -> Office:
    """Its knowledge is loaded already; storing the files each time would take most of the time."""
    return await opened(database, prepared, {"topics.yaml": ""})


async def opened(database: Database, prepared: Loaded, texts: dict[str, str]) -> Office:
    version = await activated(database, texts)
    return Office(database, replace(prepared, version=version))


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what another database could not change."""
