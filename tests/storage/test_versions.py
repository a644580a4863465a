"""Every process serves the version that one row names, and nobody switches it unseen."""

from __future__ import annotations

import pytest

from bot.domain.errors import Changed, StorageError
from bot.storage import versions
from bot.storage.database import Database, Db

from .examples import LATER, NOW

FILES = {"topics.yaml": "a: 1\n", "policies/onee.yaml": "nama: Önee\n"}


async def added(db: Db, name: str) -> int:
    return await versions.add(db, FILES, hash=name, by=None, now=NOW)


async def test_the_files_of_a_version_come_back(database: Database) -> None:
    async with database.transaction() as db:
        version = await added(db, "a")
        assert await versions.files(db, version) == FILES
        assert await versions.known(db, "a") == version
        assert await versions.known(db, "b") is None
        with pytest.raises(StorageError):
            await versions.files(db, version + 1)


async def test_the_same_content_is_the_same_version(database: Database) -> None:
    async with database.transaction() as db:
        assert await added(db, "a") == await added(db, "a") != await added(db, "b")


async def test_nothing_is_active_until_something_is_activated(database: Database) -> None:
    async with database.transaction() as db:
        assert await versions.active(db) is None
        assert await versions.previous(db) is None
        version = await added(db, "a")
        await versions.activate(db, version, by=None, now=NOW, expected=None)
        assert await versions.active(db) == version
        assert await versions.previous(db) is None


async def test_the_previous_version_is_the_one_to_go_back_to(database: Database) -> None:
    async with database.transaction() as db:
        one, two, three = [await added(db, name) for name in "abc"]
        await versions.activate(db, one, by=1, now=NOW, expected=None)
        await versions.activate(db, two, by=1, now=NOW, expected=one)
        await versions.activate(db, three, by=1, now=NOW, expected=two)
        assert await versions.previous(db) == two
        await versions.activate(db, two, by=1, now=LATER, expected=three)
        assert (await versions.active(db), await versions.previous(db)) == (two, three)


async def test_a_switch_from_another_version_than_expected_is_refused(database: Database) -> None:
    async with database.transaction() as db:
        one, two = await added(db, "a"), await added(db, "b")
        with pytest.raises(Changed):
            await versions.activate(db, two, by=1, now=NOW, expected=one)
        await versions.activate(db, one, by=1, now=NOW, expected=None)
        for stale in (None, two):
            with pytest.raises(Changed):
                await versions.activate(db, two, by=1, now=NOW, expected=stale)
        assert await versions.active(db) == one
        assert await versions.previous(db) is None
