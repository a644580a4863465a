"""Brings the schema to the newest version, whole or not at all, one process at a time."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import SchemaTooNew, StorageError
from bot.storage import engines
from bot.storage.database import Db
from bot.storage.translation import translated

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 0x70726976  # any number, the same in every process


async def migrate(url: str) -> str:
    """The version it ended at."""
    engine = engines.migrator(url)
    try:
        with translated():
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()
    return newest()


def newest() -> str:
    """The version this code was written for."""
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    if head is None:
        raise StorageError("the package came without its migrations")
    return head


async def schema_version(db: Db) -> str | None:
    with translated():
        assert isinstance(db.connection, AsyncConnection)  # noqa: S101 - nothing brief
        return await db.connection.run_sync(_current)


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    _refuse_newer(_current(connection))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    command.upgrade(config, "head")
    if (
        connection.dialect.name == "sqlite"
        and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise StorageError("the migration would leave rows that point nowhere")


def _current(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(current: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaTooNew(f"the database is of version {current}, this desk knows {newest()}")
