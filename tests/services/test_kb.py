"""What is in use, what it covers and how right it is, on a phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.answering.golden import Figures, Score
from bot.language.catalogue import catalogue
from bot.services import kb, keeping, reload
from bot.services.desk import Desk
from bot.services.keeping import Keeper
from bot.storage import customers, versions
from bot.storage.database import Db

from .conftest import on_sqlite
from .office import NOW, TONO, Office, Row
from .test_keeping import sent
from .test_reload import changed, office, sound

__all__ = ["office"]

Screen = Callable[[Db, Desk, int, int, int, int], Awaitable[None]]
EN = catalogue("en")


async def shown(office: Office, screen: Screen, number: int = 0, version: int = 0) -> list[Row]:
    async with office.database.transaction() as db:
        await screen(db, office.desk, TONO, number, version, 55)
        return await office.deliver(db)


async def test_the_overview_tells_version_coverage_votes_and_leads_on(office: Office) -> None:
    [row] = await shown(office, kb.overview)
    version = office.loaded.version
    assert row.text.startswith(f"v{version} is in use since 16 November 2026, 09:12 WIB · ")
    assert "3 policies, 90 articles: 24 stated, 0 hedged, 66 silent, 0 unclear" in row.text
    assert EN("admin.not_counted") in row.text
    assert "helpful 0, not helpful 0" in row.text
    assert list(row.buttons.values()) == [
        f"kcov:0:{version}",
        f"kgold:0:{version}",
        "kver:0:0",
        "kun:0:0",
    ]


async def test_each_policy_has_a_line_and_its_topics_by_stance(office: Office) -> None:
    version = office.loaded.version
    [row] = await shown(office, kb.coverage, 0, version)
    assert "Tokoku: 8 · 0 · 22 · 0, 👍 0 👎 0" in row.text
    place = int(row.buttons["Tokoku"].split(":")[1])
    [row] = await shown(office, kb.policy, place, version)
    stated = next(part for part in row.text.split("\n\n") if part.startswith("8 stated"))
    assert "Whether data is sold" in stated
    assert "22 silent: " in row.text
    [row] = await shown(office, kb.policy, 99, version)
    assert "Tokoku: 8" in row.text


@on_sqlite
async def test_many_policies_are_turned_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb, "A_PAGE", 2)
    version = office.loaded.version
    [first] = await shown(office, kb.coverage, 0, version)
    [last] = await shown(office, kb.coverage, 7, version)
    assert ("▶" in first.buttons, "◀" in first.buttons) == (True, False)
    assert ("▶" in last.buttons, "◀" in last.buttons) == (False, True)
    assert len({*first.text.splitlines()} & {*last.text.splitlines()}) == 1


@on_sqlite
async def test_golden_questions_are_counted_once_in_another_process(
    office: Office, tmp_path: Path
) -> None:
    assert await shown(office, kb.ask_golden) == []
    keeper = Keeper(office.desk, tmp_path, None)
    await keeper.round()
    await keeper.round()
    [row] = await sent(office)
    assert row.text.startswith(f"Golden questions of v{office.loaded.version}")
    [again] = await shown(office, kb.ask_golden)
    assert again.text == row.text


@on_sqlite
async def test_what_was_counted_is_told_by_kind_and_language(office: Office) -> None:
    kinds, languages = {"request": Score(3, 4)}, {"mix": Score(1, 3)}
    found = Figures(Score(607, 607), Score(4, 7), kinds, languages)
    async with office.database.transaction() as db:
        await reload.put_figures(db, office.loaded.version, found)
    [row] = await shown(office, kb.ask_golden)
    assert "must hold 607/607, 100.0 %; counted 4/7, 57.1 %" in row.text
    assert row.text.endswith("requests: 3/4, 75.0 %\nmixed: 1/3, 33.3 %")


async def test_every_version_is_kept_and_each_that_was_loaded_one_press_away(
    office: Office,
) -> None:
    old, database = office.loaded.version, office.database
    new, never = await sound(database, changed()), await sound(database, changed(aliases=["x"]))
    async with database.transaction() as db:
        await versions.activate(db, new, by=TONO, now=NOW, expected=old)
    [row] = await shown(office, kb.kept)
    lines = [line.split(" · ") for line in row.text.splitlines()[1:]]
    assert [(one, use.split()[0]) for one, _, use in lines] == [
        (f"v{never}", "checked"),
        (f"v{new}", "in"),
        (f"v{old}", "last"),
    ]
    assert row.buttons[f"Back to v{old}"] == f"kto:{old}:{new}"
    assert f"Back to v{never}" not in row.buttons
    [asked] = await shown(office, keeping.ask_back, old, new)
    assert asked.buttons["Go back"] == f"kback:{old}:{new}"
    [unknown] = await shown(office, keeping.ask_back, 999, new)
    assert unknown.text == EN("admin.outdated")


@on_sqlite
async def test_an_admin_reads_it_in_their_own_language(office: Office) -> None:
    async with office.database.transaction() as db:
        await customers.meet(db, TONO, language="id", pseudonym="Robin 1", now=NOW)
    [row] = await shown(office, kb.overview)
    assert "90 artikel: 24 dinyatakan" in row.text
