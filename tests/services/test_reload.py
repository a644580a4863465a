"""A bad knowledge base never replaces a good one; a good one is confirmed first."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from answering.small import save

from bot.answering import load
from bot.domain.errors import Changed, KnowledgeError
from bot.services import reload
from bot.services.comparing import Change, Version, compare
from bot.services.library import Library, Loaded
from bot.storage import tables, versions
from bot.storage.database import Database

from .companies import files, tokoku, with_companies
from .conftest import on_sqlite, opened
from .office import NOW, TONO, Office, filed


@pytest.fixture
async def office(database: Database, prepared: Loaded) -> Office:
    """Here the files are stored as well: they are what is compared."""
    return await opened(database, prepared, files())


def changed(**changes: object) -> dict[str, str]:
    """The three companies with another Tokoku."""
    made = tokoku(**changes)
    by_topic = {article["topic"]: article for article in made["articles"]}
    by_topic["security"]["summary"] = {"en": "It says otherwise now.", "id": "Kini lain."}
    name = "policies/tokoku.yaml"
    return files() | {name: with_companies(made)[name]}


async def sound(database: Database, texts: dict[str, str]) -> int:
    """These files, recorded as sound: they are not checked again."""
    async with database.transaction() as db:
        content = load.content_hash(texts)
        return await versions.add(db, texts, hash=content, by=None, now=NOW)


async def active(database: Database) -> int | None:
    async with database.reading() as db:
        return await versions.active(db)


# ---- at start


@on_sqlite
async def test_the_first_sound_files_are_served_and_then_left_alone(
    database: Database, office: Office, tmp_path: Path
) -> None:
    """Checked for real, in a process of their own."""
    folder = save(with_companies(tokoku()), tmp_path / "knowledge")
    before = await active(database)
    assert await reload.start(database, folder, None, office.desk) == []
    first = await active(database)
    assert first not in (None, before)
    assert await reload.start(database, folder, None, office.desk) == []
    assert await active(database) == first
    async with database.reading() as db:
        assert (await Library().current(db)).version == first


@on_sqlite
async def test_files_that_are_not_sound_change_nothing(
    database: Database, office: Office, tmp_path: Path
) -> None:
    before = await active(database)
    broken = tokoku()
    broken["articles"][0]["summary"] = {"en": "Only English."}
    folder = save(with_companies(broken), tmp_path / "knowledge")
    found = await reload.look(database, folder, None, office.desk, TONO)
    [problem] = [one for one in found.problems if one.path == "policies/tokoku.yaml"]
    assert "summary.id" in problem.reason
    assert (found.version, found.active) == (None, before)
    assert await active(database) == before


async def test_a_folder_that_cannot_be_read_leaves_the_last_good_version(
    office: Office, tmp_path: Path
) -> None:
    folder = save(files(), tmp_path)
    (folder / "policies" / "tokoku.yaml").write_bytes(b"\xff")
    [problem] = await reload.start(office.database, folder, None, office.desk)
    assert problem.path == "policies/tokoku.yaml"
    assert await active(office.database) == office.loaded.version


async def test_without_any_version_a_broken_folder_is_no_start(
    database: Database, office: Office, tmp_path: Path
) -> None:
    async with database.transaction() as db:
        await db.execute(sa.delete(tables.knowledge_active))
    with pytest.raises(KnowledgeError, match="no knowledge base here"):
        await reload.start(database, tmp_path, None, office.desk)
    async with database.reading() as db:
        with pytest.raises(KnowledgeError, match="no knowledge base is active"):
            await Library().current(db)


async def test_a_rollback_survives_a_restart(office: Office, tmp_path: Path) -> None:
    """The files of a version that is known leave the row alone."""
    database, old = office.database, office.loaded.version
    new = await sound(database, changed())
    folder = save(changed(), tmp_path)
    async with database.transaction() as db:
        await versions.activate(db, new, by=TONO, now=NOW, expected=old)
        await versions.activate(db, old, by=TONO, now=NOW, expected=new)
    assert await reload.start(database, folder, None, office.desk) == []
    assert await active(database) == old


async def test_known_files_become_the_version_where_none_is_in_use(
    office: Office, tmp_path: Path
) -> None:
    async with office.database.transaction() as db:
        await db.execute(sa.delete(tables.knowledge_active))
    folder = save(files(), tmp_path)
    assert await reload.start(office.database, folder, None, office.desk) == []
    assert await active(office.database) == office.loaded.version


@on_sqlite
async def test_files_that_break_the_check_itself_are_not_sound(office: Office) -> None:
    """Whatever happens in the checking process is told, and stays there."""

    no_text: Any = 5
    [problem], kept = await reload.examined({"topics.yaml": no_text}, None)
    assert problem.reason.startswith("the check itself failed: ")
    assert kept is None


# ---- by an admin


@on_sqlite
async def test_a_look_tells_what_would_change_and_changes_nothing(
    office: Office, tmp_path: Path
) -> None:
    """And how many open cases rest on what changes: not the other company's, not the closed."""
    less = tokoku()
    less["articles"] = [one for one in less["articles"] if one["topic"] != "right_erasure"]
    texts = files() | {"policies/tokoku.yaml": with_companies(less)["policies/tokoku.yaml"]}
    new = await sound(office.database, texts)
    for chat in (1, 2, 3):
        await filed(office, chat)
    await filed(office, company="warungin")
    withdrawn = await office.only_case(3)
    await office.press(3, f"wdy:{withdrawn.case.reference}")
    found = await reload.look(office.database, save(texts, tmp_path), None, office.desk, TONO)
    assert (found.version, found.active) == (new, office.loaded.version)
    assert found.compared.changes == (Change("tokoku", (), (), ("tokoku.right_erasure",)),)
    assert (found.compared.shared, found.cases) == ((), 2)
    assert await active(office.database) == office.loaded.version


async def test_a_confirmation_on_a_stale_view_is_refused(office: Office) -> None:
    database, old = office.database, office.loaded.version
    one = await sound(database, changed())
    two = await sound(database, changed(aliases=["other"]))
    async with database.transaction() as db:
        await versions.activate(db, one, by=TONO, now=NOW, expected=old)

    async def late() -> None:
        async with database.transaction() as db:
            await versions.activate(db, two, by=TONO, now=NOW, expected=old)

    with pytest.raises(Changed):
        await late()
    assert await active(database) == one


def test_a_comparison_names_articles_by_policy_and_files_by_name() -> None:
    without = {k: v for k, v in files().items() if k != "policies/warungin.yaml"}
    found = compare(Version(without), Version(files()))
    assert [(one.policy, len(one.added)) for one in found.changes] == [("warungin", 30)]
    assert (found.shared, found.after.must.count) == ((), 0)
    found = compare(Version(files()), Version(without))
    assert [(one.policy, len(one.removed)) for one in found.changes] == [("warungin", 30)]
    assert compare(None, Version(without)).changes


def test_a_change_beside_the_articles_is_told_as_well() -> None:
    """Other clocks, promises or names are no small thing."""
    other = changed(regimes=[{"regime": "eu-gdpr", "basis": "named"}])
    laws = files()["statutes.yaml"].replace("amount: 72", "amount: 71", 1)
    shared = compare(Version(files()), Version(other | {"statutes.yaml": laws})).shared
    assert shared == ("statutes.yaml", "policies/tokoku.yaml")


def test_what_was_sound_once_and_cannot_be_read_is_a_fault() -> None:
    with pytest.raises(KnowledgeError):
        compare(Version(files()), Version())


ORPHANED = """
import asyncio, os, signal
from bot.services.reload import elsewhere

def work():
    os.write(1, f"{os.getpid()}\\n".encode())
    os.kill(os.getppid(), signal.SIGKILL)
    signal.pause()

if __name__ == "__main__":
    asyncio.run(elsewhere(work))
"""


def test_a_desk_killed_in_the_middle_of_a_check_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(ORPHANED)
    root = str(Path(__file__).parents[2])
    killed = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert killed.stdout is not None
    left = os.pidfd_open(int(killed.stdout.readline()))
    gone, _, _ = select.select([left], [], [], 30)
    os.close(left)
    assert killed.wait() == -signal.SIGKILL
    killed.stdout.close()
    assert gone
