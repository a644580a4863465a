"""The schema is what the tables say, and changes whole or not at all."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import SchemaTooNew, StorageError
from bot.storage import conversations, facts, migrate
from bot.storage.database import Database, Db
from bot.storage.sealing import Keyring
from bot.storage.tables import METADATA

from .examples import NOW, met

NEXT = '''"""Another one."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("birds", sa.Column("name", sa.Text, primary_key=True))
    {then}
'''


async def differences(db: Db) -> list[object]:
    def compare(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, METADATA))

    assert isinstance(db.connection, AsyncConnection)
    return await db.connection.run_sync(compare)


async def tables(database: Database) -> set[str]:
    async with database.reading() as db:
        assert isinstance(db.connection, AsyncConnection)
        return set(await db.connection.run_sync(lambda c: sa.inspect(c).get_table_names()))


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes one more, in a copy of the package's migrations."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)

    def add(then: str) -> None:
        script = NEXT.format(before=migrate.newest(), then=then)
        (scripts / "versions" / "9999_birds.py").write_text(script)

    return add


async def test_the_newest_migration_ends_at_the_tables_of_the_code(database: Database) -> None:
    async with database.transaction() as db:
        assert await differences(db) == []
        assert await migrate.schema_version(db) == migrate.newest()


async def test_a_missing_column_would_be_noticed(database: Database) -> None:
    async with database.transaction() as db:
        await db.execute(sa.text("ALTER TABLE customers DROP COLUMN pseudonym"))
        assert len(await differences(db)) == 1


async def test_migrating_again_changes_nothing(database_url: str, keyring: Keyring) -> None:
    database = Database(database_url, keyring)
    async with database.transaction() as db:
        await facts.put(db, "a", "1", now=NOW)
    assert await migrate.migrate(database_url) == migrate.newest()
    async with database.reading() as db:
        assert await facts.get(db, "a") == "1"
    await database.dispose()


async def test_processes_that_start_together_migrate_once(
    empty_url: str, keyring: Keyring
) -> None:
    ended = await asyncio.gather(*(migrate.migrate(empty_url) for _ in range(4)))
    assert ended == [migrate.newest()] * 4
    database = Database(empty_url, keyring)
    assert set(METADATA.tables) <= await tables(database)
    await database.dispose()


async def test_a_database_that_was_never_migrated_has_no_version(
    empty_url: str, keyring: Keyring
) -> None:
    database = Database(empty_url, keyring)
    async with database.transaction() as db:
        assert await migrate.schema_version(db) is None
    await database.dispose()


async def test_a_database_of_a_newer_desk_is_left_alone(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as db:
        await db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="9999"):
        await migrate.migrate(database_url)


async def test_the_next_migration_is_applied(
    database: Database, database_url: str, add_migration: Callable[[str], None]
) -> None:
    add_migration("")
    assert await migrate.migrate(database_url) == "9999"
    assert "birds" in await tables(database)


async def test_a_table_others_point_at_can_be_changed(
    database_url: str, keyring: Keyring, add_migration: Callable[[str], None]
) -> None:
    """SQLite can only rebuild it, which must not take the rows that point at it along."""
    database = Database(database_url, keyring)
    async with database.transaction() as db:
        customer = await met(db)
        await conversations.save(db, customer.id, "x", version=0, now=NOW)
    add_migration(
        'with op.batch_alter_table("customers") as batch:\n'
        '        batch.alter_column("policy", type_=sa.String(40))'
    )
    await database.dispose()
    await migrate.migrate(database_url)
    async with database.transaction() as db:
        assert await met(db) == customer
        assert (await conversations.load(db, customer.id)).state == "x"
        with pytest.raises(StorageError):  # the rule is there again
            await conversations.save(db, "nobody", "x", version=0, now=NOW)
    await database.dispose()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database: Database, database_url: str, add_migration: Callable[[str], None]
) -> None:
    then = 'op.execute("INSERT INTO nowhere VALUES (1)")'
    add_migration(then)
    with pytest.raises(StorageError):
        await migrate.migrate(database_url)
    assert "birds" not in await tables(database)
    async with database.reading() as db:
        assert await migrate.schema_version(db) != "9999"


async def test_a_migration_that_leaves_rows_pointing_nowhere_is_refused(
    database: Database, database_url: str, add_migration: Callable[[str], None]
) -> None:
    then = (
        'op.execute("INSERT INTO conversations VALUES '
        "('nobody', NULL, 1, '2026-01-01 00:00:00')\")"
    )
    add_migration(then)
    with pytest.raises(StorageError):
        await migrate.migrate(database_url)
    assert "birds" not in await tables(database)
