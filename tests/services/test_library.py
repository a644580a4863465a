"""Every process serves the version the one row names."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.cases import Kind
from bot.domain.errors import KnowledgeError
from bot.services.library import Library
from bot.storage import tables, versions

from .companies import tokoku, with_companies
from .conftest import on_sqlite
from .office import NOW, TONO, Office

FEWER = with_companies(tokoku())


async def follow(office: Office, texts: dict[str, str]) -> int:
    async with office.database.transaction() as db:
        new = await versions.add(db, texts, hash="new", by=None, now=NOW)
        await versions.activate(db, new, by=TONO, now=NOW, expected=office.loaded.version)
    return new


async def test_a_second_process_follows_the_row_at_its_next_turn(office: Office) -> None:
    ours, theirs = office.library, Library()
    theirs.loaded = office.loaded
    new = await follow(office, FEWER)
    async with office.database.reading() as db:
        assert (await ours.current(db)).version == new
        assert set((await theirs.current(db)).knowledge.policies) == {"tokoku"}
        assert await theirs.current(db) is await theirs.current(db)
        assert theirs.loaded is not office.loaded


@on_sqlite
async def test_turns_that_come_together_load_it_once(office: Office) -> None:
    await follow(office, FEWER)

    async def turn() -> object:
        async with office.database.reading() as db:
            return await office.library.current(db)

    first, *others = await asyncio.gather(*(turn() for _ in range(4)))
    assert all(one is first for one in others)


@on_sqlite
async def test_files_that_cannot_be_read_are_an_error_and_not_an_empty_desk(
    office: Office,
) -> None:
    await follow(office, {"topics.yaml": "{"})
    async with office.database.reading() as db:
        with pytest.raises(KnowledgeError, match="cannot be read"):
            await Library().current(db)


@on_sqlite
async def test_a_desk_without_a_version_says_so(office: Office) -> None:
    async with office.database.transaction() as db:
        await db.execute(sa.delete(tables.knowledge_active))
        with pytest.raises(KnowledgeError, match="no knowledge base is active"):
            await office.library.current(db)


@on_sqlite
async def test_forms_and_articles_are_found_by_name(office: Office) -> None:
    loaded = office.loaded
    assert loaded.forms[Kind.ERASURE] == ("whose", "business", "email")
    policy, article = loaded.article("alpenpost.right_erasure")
    assert (policy.policy, article.topic) == ("alpenpost", "right_erasure")
    with pytest.raises(KeyError):
        loaded.article("alpenpost.none")


async def test_a_version_is_loaded_before_the_turn_that_needs_it(office: Office) -> None:
    """A turn holds the only writer; nobody waits for it while files are read."""
    library = office.library
    new = await follow(office, FEWER)
    assert library.loaded is office.loaded
    await library.follow(office.database)
    ready = library.spare
    assert ready is not None
    async with office.database.transaction() as db:
        assert await library.current(db) is ready
    assert (ready.version, library.loaded, library.spare) == (new, ready, None)
    await library.follow(office.database)
    assert library.loaded is ready


@on_sqlite
async def test_a_version_that_cannot_be_read_ahead_is_left_to_the_turn(office: Office) -> None:
    await follow(office, {"topics.yaml": "{"})
    await office.library.follow(office.database)
    assert office.library.spare is None
