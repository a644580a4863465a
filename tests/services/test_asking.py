"""A question to the customer: it waits, the answer comes back, and nobody gives up too soon."""

from __future__ import annotations

import asyncio

from bot.domain.cases import Status
from bot.services import asking

from .conftest import on_sqlite
from .office import ANA, JOKO, RINA, SARI, Office, Row, taken

QUESTION = "Which account is meant, the old or the new one?"


async def reminded(office: Office) -> list[Row]:
    await asking.remind(office.desk)
    async with office.database.transaction() as db:
        return await office.deliver(db)


async def test_the_holders_next_words_are_the_question_and_the_answer_comes_back(
    office: Office,
) -> None:
    case = await taken(office)
    await office.do(RINA, "ask", case)
    assert "Write your question to the customer now" in office.sent[-1].text
    await office.staff(RINA, QUESTION, await office.file(case))
    waiting = await office.file(case)
    assert waiting.requests[0].status is Status.WAITING_CUSTOMER
    [asked] = [text for text in office.to(ANA) if QUESTION in text]
    assert asked.endswith("Just write your answer here. The date stands meanwhile.")
    card = [row for row in office.sent if row.kind == "card"][-1]
    assert card.text.startswith("🟡")
    assert "Answered elsewhere" in card.buttons
    rows = await office.say(ANA, "the old one")
    assert any(row.text.endswith("the old one") for row in rows)
    assert any(row.text.startswith("That was the answer") for row in rows)
    after = await office.file(case)
    assert after.requests[0].status is Status.IN_PROGRESS
    assert after.requests[0].due_at == case.requests[0].due_at


@on_sqlite
async def test_by_command_it_leaves_at_once_and_nobody_but_the_holder_asks(
    office: Office,
) -> None:
    case = await taken(office)
    [refused] = await office.order(JOKO, "ask", case, QUESTION)
    assert refused.text.startswith("That isn't available here.")
    rows = await office.order(RINA, "ask", case, QUESTION)
    assert any(row.chat == ANA and QUESTION in row.text for row in rows)
    [again] = await office.order(RINA, "ask", case, QUESTION)
    assert again.text == "This changed meanwhile; here is how it stands."


@on_sqlite
async def test_an_answer_a_week_later_still_finds_its_case_and_a_question_the_bot(
    office: Office,
) -> None:
    case = await taken(office)
    await office.order(RINA, "ask", case, QUESTION)
    office.later(days=7)
    rows = await office.say(ANA, "how long do you keep my data?")
    assert not any(row.case_id == case.case.id for row in rows)
    await office.say(ANA, "the one with the blue shop")
    assert (await office.file(case)).requests[0].status is Status.IN_PROGRESS
    await office.say(ANA, "I mean the shop in Bandung")
    assert any(row.text.endswith("the shop in Bandung") for row in office.sent)


async def test_the_customer_is_reminded_once_by_day_and_only_then_a_lead_may_give_up(
    office: Office,
) -> None:
    case = await taken(office, company="alpenpost")
    await office.order(RINA, "ask", case, QUESTION)
    assert (await office.do(SARI, "unanswered", case)).text.startswith("Not yet:")
    office.later(days=15, hours=14)
    assert await reminded(office) == [], "it is night in Jakarta"
    office.later(hours=8)
    await asyncio.gather(*(asking.remind(office.desk) for _ in range(3)))
    async with office.database.transaction() as db:
        [row] = await office.deliver(db)
    assert (row.chat, case.case.reference in row.text) == (ANA, True)
    assert await reminded(office) == []
    assert (await office.do(SARI, "unanswered", case)).text.startswith("Not yet:")
    office.later(days=3)
    await office.do(SARI, "unanswered", case)
    after = await office.file(case)
    assert after.requests[0].status is Status.CLOSED_UNVERIFIED
    assert "our question was not answered" in office.to(ANA)[-1]
    assert "You can complain to" in office.to(ANA)[-1]
    await office.do(SARI, "reopen", case)
    assert "We still need what we asked you for" in office.to(ANA)[-1]


@on_sqlite
async def test_a_second_question_has_a_reminder_of_its_own(office: Office) -> None:
    case = await taken(office, company="alpenpost")
    for _ in range(2):
        await office.order(RINA, "ask", case, QUESTION)
        office.later(days=16)
        assert len(await reminded(office)) == 1
        await office.do(RINA, "answered", case)
