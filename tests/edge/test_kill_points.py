"""`kill -9` in a migration, a backup, a restore, a reload: the old or the new, never a half."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from botapi.server import BotApi
from sqlalchemy.engine import make_url
from storage.examples import NOW, on_sqlite

from bot.storage import copies, facts, keys, schema, tables, versions

from .desk import ANA, KILLED, Home
from .test_crash import sweep


@pytest.fixture
async def bare(api: BotApi, empty_url: str, tmp_path: Path) -> AsyncIterator[Home]:
    made = Home(api, empty_url, tmp_path, tmp_path)
    yield made
    await made.leave()


@pytest.mark.parametrize(
    ("seam", "nth", "is_done"),
    [
        ("statement:migrate", 1, False),
        ("statement:migrate", 9, False),
        ("statement:migrate", 30, False),
        ("commit:migrate", 1, False),
        ("committed:migrate", 1, True),
    ],
)
async def test_a_migration_is_whole_or_not_at_all(
    bare: Home, seam: str, nth: int, is_done: bool
) -> None:
    assert await bare.start(seam, nth, words=("migrate",)).gone() == KILLED
    assert await schema.is_newest(bare.url) == is_done
    assert await bare.start(words=("migrate",)).gone() == 0
    assert await schema.is_newest(bare.url)
    database = bare.database()
    async with database.reading() as db:
        for table in tables.METADATA.sorted_tables:
            await db.execute(sa.select(table).limit(1))
    await database.dispose()


def marks(path: Path) -> list[str]:
    """What stands in a database that tells one from another."""
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
        return [name for [name] in file.execute("select name from facts where name like 'mark%'")]


async def mark(home: Home, name: str) -> None:
    database = home.database()
    async with database.transaction() as db:
        await keys.prove(db)
        await db.execute(sa.delete(tables.facts).where(tables.facts.c.name.startswith("mark")))
        await facts.put(db, f"mark {name}", "x", now=NOW)
    await database.dispose()


@on_sqlite
async def test_a_backup_that_was_killed_has_no_name_and_the_next_one_has(home: Home) -> None:
    await mark(home, "now")
    copy = home.folder / "copy"
    assert await home.start("rename", 1, words=("backup", "copy")).gone() == KILLED
    assert not copy.exists()
    assert await home.start(words=("backup", "copy")).gone() == 0
    copies.check(copy)
    assert marks(copy) == ["mark now"]


@on_sqlite
async def test_a_restore_that_was_killed_left_the_database_as_it_was(home: Home) -> None:
    await mark(home, "then")
    assert await home.start(words=("backup", "copy")).gone() == 0
    await mark(home, "now")
    path = Path(make_url(home.url).database or "")
    assert await home.start("rename", 1, words=("restore", "copy")).gone() == KILLED
    assert marks(path) == ["mark now"]
    assert await home.start(words=("restore", "copy")).gone() == 0
    assert marks(path) == ["mark then"]
    assert marks(path.with_name(f"{path.name}.before-restore")) == ["mark now"]


@sweep
@pytest.mark.parametrize("seam", ["commit:swap", "committed:swap"])
async def test_a_reload_that_was_killed_is_done_by_the_next_desk(
    home: Home, seam: str, tmp_path: Path
) -> None:
    """The version in use before goes on, or the new one is: there is always one."""
    folder = tmp_path / "changed"
    for path in home.knowledge.rglob("*.yaml"):
        new = folder / path.relative_to(home.knowledge)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(path.read_text("utf-8") + "# looked at again\n", "utf-8")
    home.knowledge = folder
    process = await asyncio.create_subprocess_exec(  # one that may have children: it checks in one
        *(sys.executable, "-m", "tests.edge.stopping", seam, "1", "run"),
        env=home.environment(),
        cwd=home.folder,
    )
    home.processes.append(process)
    assert await asyncio.wait_for(process.wait(), 60) == KILLED
    database = home.database()
    async with database.reading() as db:
        assert await versions.active(db) == (1 if seam == "commit:swap" else 2)
    heir = await home.command()
    home.api.text(ANA, "/help")
    told = home.api.world.texts
    await home.api.until(lambda: bool(told(ANA.id)), "an answer", patience=90)
    async with database.reading() as db:
        assert await versions.active(db) == 2
    await database.dispose()
    heir.terminate()
    assert await asyncio.wait_for(heir.wait(), 60) == 0
