"""What is older than its rule allows goes, with its copies, and nothing else does."""

from __future__ import annotations

import sqlalchemy as sa

from bot.services import retention
from bot.services.records import CaseFile
from bot.storage import retention as record
from bot.storage import tables

from .office import ANA, BUDI, Office, filed, walked
from .test_forgetting import count


async def closed(office: Office, chat: int = ANA) -> CaseFile:
    case = await walked(office, chat)
    await office.press(chat, f"wdy:{case.case.reference}")
    return await office.file(case)


async def test_a_closed_case_goes_whole_when_its_months_are_over(office: Office) -> None:
    case = await closed(office)
    open_ = await filed(office, BUDI)
    office.later(days=36 * 30)
    assert (await retention.sweep(office.desk))["cases"] == 0
    office.later(days=60)
    assert (await retention.sweep(office.desk))["cases"] == 1
    async with office.database.transaction() as db:
        for table in (tables.messages, tables.case_details, tables.history, tables.requests):
            mine = sa.select(sa.func.count()).where(table.c.case_id == case.case.id)
            assert await db.scalar(mine) == 0, table.name
        rows = await office.deliver(db)
    assert [row.payload for row in rows if row.kind == "untopic"] == [
        {"thread_id": case.case.thread_id}
    ]
    assert [file.case.id for file in await office.files(BUDI)] == [open_.case.id]


async def test_what_went_is_on_record_by_reference_and_count_alone(office: Office) -> None:
    case = await closed(office)
    office.later(days=1200)
    await retention.sweep(office.desk)
    async with office.database.reading() as db:
        taken = [(one.rule, one.reference) for one in await record.of_all(db)]
    assert ("case", case.case.reference) in taken
    assert ("people", None) in taken


async def test_a_dry_run_counts_and_deletes_nothing(office: Office) -> None:
    await closed(office)
    await closed(office, BUDI)
    office.later(days=1200)
    before = await count(office, tables.history)
    taken = await retention.sweep(office.desk, dry=True)
    assert taken["cases"] == 2
    assert await count(office, tables.history) == before
    assert await count(office, tables.retention) == 0
    assert taken["cases"] == (await retention.sweep(office.desk))["cases"]


async def test_an_open_case_stays_however_old(office: Office) -> None:
    await filed(office)
    office.later(days=5000)
    await retention.sweep(office.desk)
    assert len(await office.files(ANA)) == 1


async def test_people_without_a_case_go_a_year_after_they_last_wrote(office: Office) -> None:
    await office.command(ANA, "help")
    office.later(days=300)
    await office.command(ANA, "help")
    office.later(days=300)
    assert (await retention.sweep(office.desk))["people"] == 0
    office.later(days=100)
    assert (await retention.sweep(office.desk))["people"] == 1
    assert await count(office, tables.customers) == 0


async def test_many_go_in_pieces_to_the_last(office: Office) -> None:
    batch = retention.BATCH + 1
    async with office.database.transaction() as db:
        one = {"rule": "x", "count": 1, "at": office.now}
        await db.execute(sa.insert(tables.retention), [one] * batch)
    for chat in range(3):
        await office.command(ANA + chat, "help")
    office.later(days=1200)
    taken = await retention.sweep(office.desk)
    assert (taken["records"], taken["people"]) == (batch, 3)
    assert list(taken) == [rule.name for rule in retention.RULES]
