"""What admins do in private: reload, confirm, roll back, look; nobody's words are in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from answering.small import save

from bot.domain.people import Role
from bot.language.catalogue import catalogue
from bot.services import keeping
from bot.services.keeping import Keeper
from bot.storage import customers, people, versions

from .conftest import on_sqlite
from .office import EKA, NOW, TONO, Office, Row
from .test_reload import changed, office, sound

__all__ = ["office"]

EN = catalogue("en")


@on_sqlite
async def test_a_reload_that_was_asked_for_is_checked_reported_and_forgotten(
    office: Office, tmp_path: Path
) -> None:
    new, old = await sound(office.database, changed()), office.loaded.version
    keeper = Keeper(office.desk, save(changed(), tmp_path), None)
    await keeper.round()
    async with office.database.transaction() as db:
        await keeping.ask_reload(db, office.desk, TONO)
    await keeper.round()
    await keeper.round()
    async with office.database.transaction() as db:
        [row] = await office.deliver(db)
    assert row.chat == TONO
    assert row.text.startswith(f"v{new} is ready to load. v{old} is in use.\ntokoku: 1 changed")
    assert row.buttons == {
        "Load it": f"kload:{new}:{old}",
        "Cancel": f"kcancel:{new}:0",
        "See what changes": f"ksee:0:{new}",
    }


@on_sqlite
async def test_a_reload_that_was_asked_for_survives_a_crash(
    office: Office, tmp_path: Path
) -> None:
    async with office.database.transaction() as db:
        await keeping.ask_reload(db, office.desk, TONO)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "x.yaml").write_bytes(b"\xff")
    keeper = Keeper(office.desk, tmp_path, None)
    running = asyncio.create_task(keeper.run())
    keeper.wake.set()
    async with asyncio.timeout(20):
        while not (rows := await sent(office)):
            await asyncio.to_thread(lambda: None)
    keeper.stop()
    await running
    assert rows[0].text.startswith(f"Not loaded; v{office.loaded.version} stays in use.")
    assert "policies/x.yaml:1: not UTF-8" in rows[0].text


async def sent(office: Office) -> list[Row]:
    async with office.database.transaction() as db:
        return await office.deliver(db)


async def confirmed(office: Office, version: int, expected: int, rolling: bool = False) -> Row:
    async with office.database.transaction() as db:
        do = keeping.roll_back if rolling else keeping.load
        await do(db, office.desk, TONO, version, expected, 55)
        [row] = await office.deliver(db)
    assert (row.chat, row.kind, row.edits) == (TONO, "edit", 55)
    return row


async def test_a_confirmed_version_is_in_use_and_can_be_taken_back(office: Office) -> None:
    new, old = await sound(office.database, changed()), office.loaded.version
    row = await confirmed(office, new, old)
    assert row.text == f"Loaded v{new}. Back to v{old}: /rollback."
    async with office.database.transaction() as db:
        await keeping.ask_rollback(db, office.desk, TONO)
        [asked] = await office.deliver(db)
    assert asked.text == f"Go back to v{old}, stored 16 November 2026, 09:12 WIB?"
    assert asked.buttons["Go back"] == f"kback:{old}:{new}"
    row = await confirmed(office, old, new, rolling=True)
    assert row.text == f"v{old} is in use again."
    async with office.database.reading() as db:
        assert await versions.active(db) == old


@on_sqlite
@pytest.mark.parametrize("rolling", [True, False])
async def test_a_confirmation_that_comes_too_late_changes_nothing(
    office: Office, rolling: bool
) -> None:
    one = await sound(office.database, changed())
    two = await sound(office.database, changed(aliases=["other"]))
    old = office.loaded.version
    await confirmed(office, one, old)
    row = await confirmed(office, two, old, rolling)
    assert row.text.startswith("Another admin changed the knowledge base meanwhile")
    async with office.database.reading() as db:
        assert await versions.active(db) == one


@on_sqlite
async def test_without_an_earlier_version_there_is_nothing_to_go_back_to(
    office: Office,
) -> None:
    async with office.database.transaction() as db:
        await keeping.ask_rollback(db, office.desk, TONO)
        [row] = await office.deliver(db)
    assert row.text == "There is no earlier version to go back to."


@on_sqlite
async def test_whoever_was_made_an_admin_in_chat_is_answered_as_well(
    office: Office, tmp_path: Path
) -> None:
    async with office.database.transaction() as db:
        await people.grant(db, EKA, Role.ADMIN, by=TONO, now=NOW)
        await keeping.ask_reload(db, office.desk, EKA)
    await Keeper(office.desk, tmp_path, None).round()
    async with office.database.transaction() as db:
        [row] = await office.deliver(db)
        assert (row.chat, "no knowledge base here" in row.text) == (EKA, True)
        await keeping.help_(db, office.desk, EKA)
        [row] = await office.deliver(db)
    assert row.text == EN("admin.help")


@on_sqlite
async def test_cancelling_says_what_stays(office: Office) -> None:
    async with office.database.transaction() as db:
        await keeping.cancel(db, office.desk, TONO, 9, 0, 55)
        [row] = await office.deliver(db)
    assert row.text == f"Nothing was changed; v{office.loaded.version} stays in use."


@on_sqlite
async def test_an_admin_reads_it_in_their_own_language(office: Office) -> None:
    async with office.database.transaction() as db:
        await customers.meet(db, TONO, language="id", pseudonym="Robin 1", now=NOW)
        await keeping.ask_rollback(db, office.desk, TONO)
        [row] = await office.deliver(db)
    assert row.text == catalogue("id")("admin.nothing_older")
