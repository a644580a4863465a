"""What a customer can take away and have deleted: all that can go goes, the rest is named."""

from __future__ import annotations

import json

import sqlalchemy as sa

from bot.services import forgetting, papers
from bot.services.chores import Chores
from bot.services.papers import Wish
from bot.services.records import CaseFile
from bot.storage import customers, history, retention, tables
from bot.storage import forgetting as marks

from .office import ANA, BUDI, GROUP, NOW, RINA, Office, filed, taken, walked

WORDS = "please delete my data"


async def count(office: Office, table: sa.Table) -> int:
    async with office.database.reading() as db:
        found: int = await db.scalar(sa.select(sa.func.count()).select_from(table))
        return found


async def withdrawn(office: Office) -> CaseFile:
    """A closed case with words in it."""
    case = await walked(office)
    await office.press(ANA, f"wdy:{case.case.reference}")
    return await office.file(case)


async def held(office: Office, chat: int = ANA) -> str:
    async with office.database.reading() as db:
        customer = await customers.find(db, chat)
    assert customer is not None
    paper = await papers.my_data(office.desk, Wish("mydata", customer.id, None, "en"))
    assert isinstance(json.loads(paper.content), dict)
    return paper.content.decode()


async def test_my_data_is_one_file_with_all_that_was_said_and_seen(office: Office) -> None:
    case = await taken(office)
    await office.say(ANA, "does tokoku sell my data?")
    await office.press(ANA, f"add:{case.case.reference}")
    await office.say(ANA, "My shop is called Kopi Senja.")
    await office.staff(RINA, "We look into it.", case)
    await office.staff(RINA, "// seems fine", case)
    [row] = await office.command(ANA, "mydata")
    assert (row.kind, row.payload["paper"]) == ("document", "mydata")
    text = await held(office)
    for part in (case.case.reference, "Kopi Senja", "We look into it.", "seems fine", str(ANA)):
        assert part in text, part
    assert "looked_at_by_staff" in text
    assert "Rina" not in text
    assert str(RINA) not in text


async def test_my_data_holds_nothing_of_anybody_else(office: Office) -> None:
    await filed(office, BUDI)
    await office.command(ANA, "start", "tokoku")
    assert json.loads(await held(office))["requests"] == []


async def test_who_has_no_case_is_gone_when_the_last_word_has_left(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "does tokoku sell my data?")
    [asked] = await office.command(ANA, "forget")
    assert "Nothing of you stays." in asked.text
    await office.tap(ANA, "Forget me")
    assert office.to(ANA)[-1].startswith("Done.")
    assert await count(office, tables.answers) == 0
    await Chores(office.desk).round()
    for table in (tables.customers, tables.conversations, tables.outbox):
        assert await count(office, table) == 0, table.name


async def test_keeping_it_all_deletes_nothing(office: Office) -> None:
    await withdrawn(office)
    await office.command(ANA, "forget")
    await office.tap(ANA, "Keep it all")
    await Chores(office.desk).round()
    assert await count(office, tables.messages) == 1
    assert len(await office.files(ANA)) == 1


async def test_what_must_stay_is_named_with_its_reason_and_its_end(office: Office) -> None:
    await withdrawn(office)
    open_ = await filed(office)
    [asked] = await office.command(ANA, "forget")
    assert f"Stays while open: {open_.case.reference}." in asked.text
    assert "Stays until 16 November 2029: a bare record of closed requests" in asked.text


async def test_a_closed_case_loses_its_words_its_topic_and_its_owner(office: Office) -> None:
    case = await withdrawn(office)
    await office.command(ANA, "forget")
    await office.tap(ANA, "Forget me")
    for table in (tables.messages, tables.case_details):
        assert await count(office, table) == 0, table.name
    assert await office.files(ANA) == []
    after = await office.file(case)
    assert [one.status for one in after.requests] == ["withdrawn"]
    assert after.case.customer_id != case.case.customer_id
    async with office.database.reading() as db:
        assert history.broken(await history.of_case(db, case.case.id)) is None
    [gone] = [row for row in office.sent if row.kind == "untopic"]
    assert (gone.chat, gone.payload) == (GROUP, {"thread_id": case.case.thread_id})
    assert "no request like that" in (await office.command(ANA, "status"))[0].text


async def test_in_a_plain_group_each_message_of_the_case_is_removed(office: Office) -> None:
    case = await withdrawn(office)
    async with office.database.transaction() as db:
        plain = sa.update(tables.cases).values(thread_id=None, root_id=77, card_id=77)
        await db.execute(plain)
    await office.command(ANA, "forget")
    await office.tap(ANA, "Forget me")
    removed = {row.payload["message_id"] for row in office.sent if row.kind == "remove"}
    there = {
        row.number for row in office.sent if row.case_id == case.case.id and row.chat == GROUP
    }
    assert removed == {*there, 77}


async def test_an_open_case_goes_on_and_its_customer_is_reached(office: Office) -> None:
    case = await taken(office)
    await office.command(ANA, "forget")
    await office.tap(ANA, "Forget me")
    await Chores(office.desk).round()
    await office.staff(RINA, "It is done on our side.", case)
    assert "It is done on our side." in office.to(ANA)[-1]
    assert [file.case.id for file in await office.files(ANA)] == [case.case.id]


async def test_who_writes_again_at_once_is_somebody_new(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.press(ANA, "fgty")
    await office.command(ANA, "help")
    await Chores(office.desk).round()
    assert await count(office, tables.customers) == 1


async def test_a_restored_backup_does_not_bring_back_who_was_forgotten(office: Office) -> None:
    await withdrawn(office)
    await office.command(BUDI, "start", "tokoku")
    office.later(days=1)
    async with office.database.transaction() as db:
        await marks.remember(db, ANA, now=office.now)
        key, found = await marks.marks(db)
        assert key is not None
        await marks.carry(db, key, found, now=office.now)
    assert await forgetting.again(office.desk) == 1
    assert await office.files(ANA) == []
    assert await count(office, tables.messages) == 0
    await office.command(ANA, "start", "tokoku")
    assert await forgetting.again(office.desk) == 0


async def test_the_marks_tell_nobody_without_their_key(office: Office) -> None:
    async with office.database.transaction() as db:
        one = await marks.mark(db, ANA, now=NOW)
        two = await marks.mark(db, BUDI, now=NOW)
        assert one != two
        assert str(ANA).encode() not in one


async def test_forgetting_is_on_record_without_a_name(office: Office) -> None:
    await withdrawn(office)
    await office.press(ANA, "fgty")
    async with office.database.reading() as db:
        [taken_] = await retention.of_all(db)
    assert (taken_.rule, taken_.reference, taken_.count) == ("forget", None, 1)
