"""What admins do in private: reload, confirm, roll back, look; nobody's words are in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from answering.small import save

from bot.answering.articles import Problem
from bot.domain.people import Role
from bot.language.catalogue import catalogue
from bot.services import keeping
from bot.services.keeping import Keeper, report
from bot.services.reload import Change, Checked
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
    assert row.buttons == {"Load it": f"kload:{new}:{old}", "Cancel": f"kcancel:{new}:0"}


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
async def test_what_is_in_use_is_shown_in_figures(office: Office) -> None:
    async with office.database.transaction() as db:
        await keeping.show(db, office.desk, TONO)
        [row] = await office.deliver(db)
    version = office.loaded.version
    assert row.text.startswith(f"v{version} is in use: 3 policies, 90 articles, 66 silent")


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


# ---- the report


def test_problems_are_told_with_file_and_line_and_the_rest_counted() -> None:
    problems = tuple(Problem("policies/a.yaml", n, "is wrong") for n in range(1, 14))
    message = report(EN, Checked(problems=problems, active=4))
    lines = message.text.splitlines()
    assert lines[0] == "Not loaded; v4 stays in use. Problems: 13"
    assert lines[1] == "policies/a.yaml:1: is wrong"
    assert len(lines) == 2 + keeping.SHOWN
    assert "3 more" in lines[-1]
    assert message.rows == ()


def test_no_change_is_called_so() -> None:
    assert report(EN, Checked(version=4, active=4)).text.startswith("Nothing changed: v4")


def test_changes_are_told_by_policy_with_a_few_names() -> None:
    many = tuple(f"tokoku.{n}" for n in range(7))
    found = Checked(
        version=5,
        active=4,
        changes=(Change("tokoku", many, ("tokoku.a",), ("tokoku.b",)),),
        shared=("statutes.yaml",),
        golden=12,
        cases=3,
    )
    text = report(EN, found).text
    assert "tokoku: 7 new (0, 1, 2, 3, 4, …) · 1 changed (a) · 1 removed (b)" in text
    assert "shared files: statutes.yaml" in text
    assert "all that must hold (12) do" in text
    assert "Open cases that rest on changed passages: 3" in text


def test_a_version_without_changed_articles_says_that_too() -> None:
    assert "no article changes" in report(EN, Checked(version=5, active=4)).text
