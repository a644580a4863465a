"""Rights are what was granted and not revoked, and membership is what was last seen."""

from __future__ import annotations

from bot.storage import facts, people
from bot.storage.database import Database
from bot.storage.people import Grant

from .examples import GROUP, LATER, MARK, NOW

SARI, TONO = 2**40, 12


async def test_a_role_is_held_from_its_grant_to_its_revocation(database: Database) -> None:
    async with database.transaction() as db:
        assert await people.grant(db, SARI, "staff", by=TONO, now=NOW)
        assert not await people.grant(db, SARI, "staff", by=None, now=LATER)
        assert await people.grant(db, SARI, "lead", by=None, now=LATER)
        assert await people.roles_of(db, SARI) == {"staff", "lead"}
        assert await people.roles_of(db, TONO) == set()
        assert await people.everyone(db) == [
            Grant(SARI, "lead", None, LATER),
            Grant(SARI, "staff", TONO, NOW),
        ]
        assert await people.revoke(db, SARI, "staff")
        assert not await people.revoke(db, SARI, "staff")
        assert await people.roles_of(db, SARI) == {"lead"}


async def test_a_member_is_what_they_were_last_seen_as_in_that_group(database: Database) -> None:
    async with database.transaction() as db:
        assert await people.status_of(db, GROUP, SARI) is None
        await people.saw(db, GROUP, SARI, "member", now=NOW)
        await people.saw(db, GROUP - 1, SARI, "member", now=NOW)
        await people.saw(db, GROUP, SARI, "left", now=LATER)
        assert await people.status_of(db, GROUP, SARI) == "left"
        assert await people.status_of(db, GROUP - 1, SARI) == "member"


async def test_staff_choose_their_language(database: Database) -> None:
    async with database.transaction() as db:
        assert await people.language_of(db, SARI) is None
        for language in ("id", "en"):
            await people.set_language(db, SARI, language)
        assert await people.language_of(db, SARI) == "en"


async def test_a_fact_is_its_last_value(database: Database) -> None:
    async with database.transaction() as db:
        assert await facts.get(db, "group") is None
        for value in ("-1", "-2"):
            await facts.put(db, "group", value, now=NOW)
        assert await facts.get(db, "group") == "-2"
        await facts.put(db, "group", None, now=NOW)
        assert await facts.get(db, "group") is None


async def test_a_secret_is_no_fact(database: Database) -> None:
    async with database.transaction() as db:
        assert await facts.get_secret(db, "webhook") is None
        await facts.put_secret(db, "webhook", MARK, now=NOW)
        assert await facts.get_secret(db, "webhook") == MARK
        assert await facts.get(db, "webhook") is None
        await facts.put(db, "webhook", "plain", now=NOW)
        assert await facts.get_secret(db, "webhook") is None
