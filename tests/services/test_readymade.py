"""A ready reply goes out once, as it was seen, in the language the customer writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.replies import ReadyReply
from bot.storage import messages

from .conftest import on_sqlite
from .office import ANA, GROUP, JOKO, RINA, Office, filed, taken

REPLIES = tuple(
    ReadyReply.model_validate(
        {
            "id": ident,
            "label": {"en": label, "id": label},
            "text": {"en": f"{{reference}} EN {more}", "id": f"{{reference}} ID {more}"},
        }
    )
    for ident, label, more in (("due", "The date", "{due}"), ("contact", "Contact", "{contact}"))
)


@pytest.fixture
def office(office: Office) -> Office:
    known = replace(office.loaded.knowledge, replies=REPLIES)
    office.loaded = office.library.loaded = replace(office.loaded, knowledge=known)
    return office


async def test_a_reply_is_previewed_and_then_sent_once(office: Office) -> None:
    case = await taken(office)
    [listed] = await office.order(RINA, "reply", case)
    assert "The date" in listed.buttons
    await office.click(RINA, listed.buttons["The date"], message_id=listed.number)
    preview = office.sent[-1]
    assert preview.edits == listed.number
    assert f"{case.case.reference} EN" in preview.text
    assert not any(" EN " in text for text in office.to(ANA))
    for times in (1, 1):
        await office.click(RINA, preview.buttons["Send"], message_id=listed.number)
        assert len([text for text in office.to(ANA) if " EN " in text]) == times
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id, author="staff")
    assert (kept.staff_message_id, kept.user_id) == (listed.number, RINA)


async def test_the_other_language_is_a_press_away(office: Office) -> None:
    case = await taken(office)
    await office.do(RINA, "rpick", case, "due.id")
    assert " ID " in office.sent[-1].text
    await office.click(RINA, office.sent[-1].buttons["Send"], message_id=5)
    assert any(" ID " in text for text in office.to(ANA))


@on_sqlite
async def test_nobody_but_the_holder_sends_one(office: Office) -> None:
    case = await filed(office)
    for user in (RINA, JOKO):
        for action, choice in (("replies", ""), ("rpick", "due"), ("rsend", "due.en")):
            assert "available" in (await office.do(user, action, case, choice)).text
        await office.order(user, "reply", case)
    assert not any(" EN " in text for text in [*office.to(ANA), *office.to(GROUP)])


@on_sqlite
@pytest.mark.parametrize("choice", ["", "nothing", "due.xx", "contact.", "due"])
async def test_a_choice_that_is_none_sends_nothing(office: Office, choice: str) -> None:
    case = await taken(office)
    start = len(office.sent)
    assert (await office.do(RINA, "rsend", case, choice)).alert
    assert not office.to(ANA, start=start)
