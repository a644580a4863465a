"""An embedded database into a server's: row by row, sealed as it is, all of it or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage import keys
from bot.storage.columns import Counter
from bot.storage.database import Database, Db
from bot.storage.metadata import METADATA
from bot.storage.migrate import migrate
from bot.storage.tables import knowledge_versions

BATCH = 200
MAGIC = b"SQLite format 3\x00"
COUNTED = "select setval(pg_get_serial_sequence(:of, :column), :last)"


def is_embedded(copy: Path) -> bool:
    """Whether this file is a copy of an embedded database."""
    if not copy.is_file():
        return False
    with copy.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


async def move(copy: Path, into: Database) -> int:
    """How many rows; the server's database must be new, and of the newest schema."""
    with TemporaryDirectory(prefix="privasi-") as folder:  # for its owner alone
        draft = Path(folder) / "copy.db"
        shutil.copyfile(copy, draft)
        url = f"sqlite+aiosqlite:///{draft}"
        await migrate(url)
        source = Database(url, into.keyring)
        try:
            async with source.reading() as old, into.transaction() as db:
                count = await _tables(old, db)
                await keys.prove(db)
                return count
        finally:
            await source.dispose()


async def _tables(old: Db, db: Db) -> int:
    for table in METADATA.sorted_tables:
        if await db.scalar(sa.select(sa.func.count()).select_from(table)):
            raise StorageError(f"that database is in use: there are rows in {table.name} already")
    return sum([await _rows(old, db, table) for table in METADATA.sorted_tables])


async def _rows(old: Db, db: Db, table: sa.Table) -> int:
    count = 0
    for batch in (await old.execute(sa.select(table))).mappings().partitions(BATCH):
        await db.execute(sa.insert(table), [dict(row) for row in batch])
        count += len(batch)
    for column in table.primary_key.columns:
        if column.type is Counter or column is knowledge_versions.c.id:
            await _count_on(db, table, column.name)
    return count


async def _count_on(db: Db, table: sa.Table, column: str) -> None:
    """New rows get numbers after those that came."""
    last = await db.scalar(sa.select(sa.func.max(table.c[column])))
    if last is not None and db.dialect == "postgresql":
        await db.execute(sa.text(COUNTED).bindparams(of=table.name, column=column, last=last))
