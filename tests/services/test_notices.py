"""Short notices outside any conversation: to those the desk knows, and not too often."""

from __future__ import annotations

from dataclasses import replace

from bot.language.catalogue import catalogue
from bot.services import notices
from bot.storage import customers

from .conftest import on_sqlite
from .office import ANA, EKA, NOW, TEAM, TONO, Office, Row

pytestmark = on_sqlite


async def test_a_fault_is_told_to_a_known_customer_in_their_language(office: Office) -> None:
    async with office.database.transaction() as db:
        await notices.fault(db, office.desk, ANA)
        assert await office.deliver(db) == []
        assert await customers.find(db, ANA) is None
        await customers.meet(db, ANA, language="id", pseudonym="Robin 1", now=NOW)
        await notices.fault(db, office.desk, ANA)
        await notices.say(db, office.desk, ANA, "edited")
        fault, edited = await office.deliver(db)
    assert fault.text == catalogue("id")("fault")
    assert edited.text == catalogue("id")("edited")


async def test_a_strange_group_is_shown_the_way_once_a_day(office: Office) -> None:
    async def greet(language: str = "en") -> list[Row]:
        async with office.database.transaction() as db:
            await notices.in_a_group(db, office.desk, -77, language, "privasi_bot")
            return await office.deliver(db)

    [row] = await greet()
    assert row.chat == -77
    assert row.text.startswith("For your privacy we only talk in private.")
    assert row.payload["rows"][0][0]["url"] == "https://t.me/privasi_bot"
    assert await greet() == []
    office.later(days=1)
    [row] = await greet("id-ID")
    assert row.text.startswith("Demi privasi")


async def test_every_admin_of_the_settings_is_told_in_private(office: Office) -> None:
    office.team = replace(TEAM, admins=frozenset({TONO, EKA}))
    async with office.database.transaction() as db:
        await notices.to_admins(
            db, office.desk, "admin.broken_at_start", more=("a.yaml:1: x",), version=4
        )
        rows = await office.deliver(db)
    assert {row.chat for row in rows} == {TONO, EKA}
    assert rows[0].text.endswith("so v4 goes on serving:\na.yaml:1: x")


async def test_an_alarm_is_raised_once_an_hour_for_each_cause(office: Office) -> None:
    async def alarm(name: str) -> int:
        async with office.database.transaction() as db:
            await notices.alarm_once(
                db, office.desk, name, "admin.alarm_no_group", reason="forbidden"
            )
            return len(await office.deliver(db))

    assert [await alarm("a"), await alarm("a"), await alarm("b")] == [1, 0, 1]
    office.later(hours=1)
    assert await alarm("a") == 1
