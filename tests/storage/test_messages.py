"""A message is found by the number either side sees, and never in another's chat."""

from __future__ import annotations

from dataclasses import replace

from bot.storage import messages
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.messages import Author, Message

from .examples import ANA, BUDI, GROUP, MARK, NOW, opened


def said(case_id: str, words: str, author: Author = "customer", **changes: int) -> Message:
    message = Message(id=new_id(), case_id=case_id, author=author, words=words, at=NOW)
    return replace(message, **changes)  # type: ignore[arg-type]


async def test_messages_come_in_the_order_they_were_stored(database: Database) -> None:
    async with database.transaction() as db:
        case, other = await opened(db), await opened(db)
        for words in ("1", "2", "3"):
            await messages.add(db, said(case.id, words))
            await messages.add(db, said(case.id, f"note {words}", "note", user_id=2**40))
            await messages.add(db, said(other.id, "elsewhere"))
        everything = await messages.of_case(db, case.id)
        customer = await messages.of_case(db, case.id, author="customer")
        rest = await messages.of_case(db, case.id, after=everything[3].seq)
    assert [one.words for one in everything] == ["1", "note 1", "2", "note 2", "3", "note 3"]
    assert [one.words for one in customer] == ["1", "2", "3"]
    assert rest == everything[4:]


async def test_a_message_comes_back_as_it_was_added(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        message = replace(said(case.id, MARK), delivery="queued")
        await messages.add(db, message)
        found = await messages.get(db, message.id)
        assert await messages.get(db, "p") is None
    assert found is not None
    assert replace(found, seq=0) == message
    assert MARK not in repr(found)


async def test_the_same_number_of_another_customer_is_another_message(database: Database) -> None:
    async with database.transaction() as db:
        anas, budis = await opened(db, ANA), await opened(db, BUDI)
        await messages.add(db, said(anas.id, "Ana's", customer_message_id=7))
        await messages.add(db, said(budis.id, "Budi's", customer_message_id=7))
        found = await messages.by_customer_message(db, anas.customer_id, 7)
        assert await messages.by_customer_message(db, anas.customer_id, 8) is None
    assert found is not None
    assert found.words == "Ana's"


async def test_the_same_number_in_another_group_is_another_message(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        here = said(case.id, "here", "staff", staff_chat=GROUP, staff_message_id=7)
        there = said(case.id, "there", "staff", staff_chat=GROUP - 1, staff_message_id=7)
        await messages.add(db, here)
        await messages.add(db, there)
        found = await messages.by_staff_message(db, GROUP, 7)
        assert await messages.by_staff_message(db, GROUP, 8) is None
    assert found is not None
    assert found.words == "here"


async def test_the_delivery_of_one_message_is_noted(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        first, second = said(case.id, "1", "staff"), said(case.id, "2", "staff")
        for message in (first, second):
            await messages.add(db, message)
        await messages.set_delivery(db, first.id, "sent", customer_message_id=70)
        await messages.set_delivery(db, first.id, "edited")
        found = await messages.of_case(db, case.id)
    assert [(one.delivery, one.customer_message_id) for one in found] == [
        ("edited", 70),
        (None, None),
    ]
