"""Files for an authority go to leads alone, in private and on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services import papers, verifying

from .conftest import on_sqlite
from .exporting import WORDS, paper, talked
from .office import GROUP, JOKO, OTHER_GROUP, RINA, SARI, Office, filed, proposed

NOT_HERE = "That isn't available here. /help shows what is."


async def test_a_lead_gets_the_file_of_a_case_in_private_and_that_is_on_record(
    office: Office,
) -> None:
    case = await talked(office)
    handed, said = await office.order(SARI, "export", case)
    assert (said.chat, handed.chat, handed.kind) == (GROUP, SARI, "document")
    assert said.text == f"Sari, the file of {case.case.reference} comes to you in private."
    made = await paper(office, handed)
    assert made.name == f"{case.case.reference}.json"
    assert verifying.verify(made.content).problems == ()
    for private in ("ana@example.org", "0812"):
        assert private not in made.content.decode()
    step = (await office.file(case)).steps[-1]
    assert (step.move, step.actor_id, step.words) == ("export", SARI, None)


async def test_the_words_stand_in_it_only_for_a_reason_which_is_kept(office: Office) -> None:
    case = await talked(office)
    [asked] = await office.order(SARI, "export", case, "full")
    assert asked.text.startswith("In full, for what?")
    rows = await office.order(SARI, "export", case, "full the authority asked")
    [handed] = [row for row in rows if row.kind == "document"]
    made = await paper(office, handed)
    assert WORDS in made.content.decode()
    assert (await office.file(case)).steps[-1].words == "the authority asked"


@pytest.mark.parametrize("user", [RINA, JOKO])
@pytest.mark.parametrize("words", ["", "full because", "register", "register 2026"])
async def test_whoever_does_not_lead_gets_nothing(office: Office, user: int, words: str) -> None:
    case = await filed(office)
    before = len((await office.file(case)).steps)
    for place in (case, None):
        [row] = await office.order(user, "export", place, words)
        assert row.text == NOT_HERE
    assert len((await office.file(case)).steps) == before


@on_sqlite
async def test_in_general_a_case_is_named(office: Office) -> None:
    case = await talked(office)
    rows = await office.order(SARI, "export", None, f"{case.case.reference.lower()} full asked")
    assert {row.chat for row in rows} == {GROUP, SARI}
    for wrong in ("", "PR-0000-0000", "everything", "register lately"):
        [row] = await office.order(SARI, "export", None, wrong)
        assert row.text.startswith("Which file?")
    [row] = await office.order(SARI, "export", case, "all of it")
    assert row.text.startswith("Which file?")


@on_sqlite
async def test_another_groups_case_is_as_unknown_as_none(office: Office) -> None:
    case = await talked(office)
    office.team = replace(office.team, staff_chats={"tokoku": OTHER_GROUP})
    for reference in (case.case.reference, "PR-0000-0000"):
        [row] = await office.order(SARI, "export", None, reference)
        assert row.text.startswith("Which file?")
    [row] = await office.order(SARI, "export", None, "register all")
    assert row.text == "No requests were received in that time."
    rows = await office.order(SARI, "export", None, "register all", chat_id=OTHER_GROUP)
    assert [row.kind for row in rows if row.chat == SARI] == ["document", "document"]


@on_sqlite
async def test_a_closed_case_offers_its_file_to_leads(office: Office) -> None:
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    answer = await office.do(SARI, "file", case)
    assert answer.text.endswith("comes to you in private.")
    assert office.sent[-1].kind == "document"
    assert (await office.do(RINA, "file", case)).text == NOT_HERE


@on_sqlite
async def test_no_customer_can_have_a_paper_of_staffs(office: Office) -> None:
    case = await talked(office)
    wish = {"paper": "case", "case": case.case.id, "language": "en", "detail": "full"}
    with pytest.raises(KeyError):
        await papers.make(office.desk, case.case.customer_id, wish)
