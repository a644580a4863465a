"""Every answer of Telegram is read for what it truly says, and staff see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from botapi.server import Fault
from storage.examples import on_sqlite

from bot.domain.masking import masked
from bot.domain.messages import Button, Message
from bot.services import posting
from bot.storage import customers
from bot.tg.sender import TelegramSender

from .desk import ANA, BUDI, GROUP, RINA, Home, label, say
from .inside import Inside, opened

pytestmark = on_sqlite
WORDS = "We have <b>stopped</b> it & *told* our _partners_ \u202eolleh"


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def held(inside: Inside) -> int:
    """A case held by Rina; the number of its topic."""
    case = await inside.file_one()
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    assert case.thread_id
    return case.thread_id


def told(inside: Inside, part: str) -> list[str]:
    return [text for text in inside.api.world.texts(ANA.id) if part in text]


def in_thread(inside: Inside, thread: int | None) -> list[str]:
    said = inside.api.world.messages
    return [one.text for one in said if one.chat == GROUP and one.by_bot and one.thread == thread]


async def test_telegram_s_pause_is_obeyed(inside: Inside) -> None:
    inside.api.fail("sendMessage", Fault(status=429, retry_after=7))
    inside.api.text(ANA, "/help")
    await inside.settle()
    inside.clock.advance(6)
    await inside.deliver()
    assert len(inside.api.of("sendMessage")) == 1
    inside.clock.advance(1)
    await inside.deliver()
    assert [one.outcome for one in inside.api.of("sendMessage")] == ["429", "200"]
    assert await inside.states() == [("customer", "sent")]


async def test_a_pause_holds_reactions_and_spent_buttons_too(inside: Inside) -> None:
    thread = await held(inside)
    before = len(inside.api.of("setMessageReaction"))
    assert isinstance(inside.worker.sender, TelegramSender)
    await inside.worker.sender.limits.hold(GROUP, 7)
    inside.api.text(RINA, WORDS, GROUP, thread=thread)
    await inside.settle()
    assert len(inside.api.of("setMessageReaction")) == before
    inside.clock.advance(7)
    await inside.deliver()
    assert len(inside.api.of("setMessageReaction")) > before


async def test_a_pause_for_one_chat_holds_up_no_other(inside: Inside) -> None:
    inside.api.fail("sendMessage", Fault(status=429, retry_after=60))
    inside.api.text(ANA, "/help")
    await inside.settle()
    inside.api.text(BUDI, "/help")
    await inside.settle()
    assert inside.api.world.texts(BUDI.id)
    assert not inside.api.world.texts(ANA.id)


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_in_trouble_is_tried_again(inside: Inside, status: int) -> None:
    page = "<html><h1>502 Bad Gateway</h1></html>" if status == 502 else None
    inside.api.fail("sendMessage", *(Fault(status=status, body=page) for _ in range(3)))
    inside.api.text(ANA, "/help")
    await inside.settle()
    for _ in range(4):
        inside.clock.advance(300)
        await inside.deliver()
    assert len(inside.api.world.texts(ANA.id)) == 1
    assert await inside.states() == [("customer", "sent")]


async def test_a_connection_that_never_came_about_is_tried_again(inside: Inside) -> None:
    inside.api.text(ANA, "/help")
    await inside.store()
    await inside.take()
    assert inside.api.server
    inside.api.server.stop()
    await inside.api.server.close_all_connections()
    await inside.deliver()
    assert await inside.states() == [("customer", "queued")]


async def test_a_customer_who_blocked_the_bot_is_a_fact_of_the_case(inside: Inside) -> None:
    thread = await held(inside)
    inside.api.world.chat(ANA.id).is_blocked = True
    inside.api.text(RINA, WORDS, GROUP, thread=thread)
    await inside.settle()
    spoken = next(one for one in inside.api.world.messages if one.text == WORDS)
    assert spoken.reaction == "💔"
    blocked = say("staff.blocked", name="").strip()
    assert any(blocked in text for text in in_thread(inside, thread))
    case = await inside.case()
    async with inside.database.reading() as db:
        assert (await customers.get(db, case.customer_id)).unreachable_at is not None


async def test_a_customer_who_writes_again_is_reachable_again(inside: Inside) -> None:
    await test_a_customer_who_blocked_the_bot_is_a_fact_of_the_case(inside)
    inside.api.world.chat(ANA.id).is_blocked = False
    inside.api.text(ANA, "/status")
    await inside.settle()
    case = await inside.case()
    async with inside.database.reading() as db:
        assert (await customers.get(db, case.customer_id)).unreachable_at is None


async def unanswered(inside: Inside, times: int) -> None:
    """Telegram takes the next messages, and says nothing."""
    faults = [Fault(hold="after") for _ in range(times)]
    inside.api.fail("sendMessage", *faults)
    await inside.deliver()
    for fault in faults:
        fault.release.set()


async def test_staff_s_words_of_unknown_fate_are_not_repeated(inside: Inside) -> None:
    thread = await held(inside)
    inside.api.text(RINA, WORDS, GROUP, thread=thread)
    await inside.store()
    await inside.take()
    await unanswered(inside, 1)
    await inside.settle()
    assert len(told(inside, WORDS)) == 1  # it did arrive; the desk cannot know
    assert ("customer", "unknown") in await inside.states()
    spoken = next(one for one in inside.api.world.messages if one.text == WORDS)
    assert spoken.reaction == "🤔"
    inside.api.press(RINA, say("staff.again"), GROUP)
    await inside.settle()
    assert len(told(inside, WORDS)) == 2  # a person decided so
    assert spoken.reaction == "👌"


async def test_an_answer_of_unknown_fate_is_repeated_once(inside: Inside) -> None:
    inside.api.text(ANA, "/help")
    await inside.store()
    await inside.take()
    await unanswered(inside, 3)
    await inside.deliver()
    assert len(inside.api.world.texts(ANA.id)) == 2
    assert await inside.states() == [("customer", "unknown")]


async def test_what_is_safe_to_repeat_is_repeated_with_a_pause(inside: Inside) -> None:
    """A card may be drawn any number of times, but not in a loop without breath."""
    thread = await held(inside)
    inside.api.text(RINA, "/release", GROUP, thread=thread)
    await inside.store()
    await inside.take()
    inside.api.fail("editMessageText", *(Fault(drop="before") for _ in range(3)))
    for _ in range(3):
        await inside.deliver()
        inside.clock.advance(300)
    await inside.deliver()
    dropped = inside.api.of("editMessageText", "dropped before")
    assert len(dropped) == 3
    assert {state for _, state in await inside.states("card")} == {"sent"}


async def add(inside: Inside, words: str) -> None:
    """Ana adds words to her case."""
    inside.api.text(ANA, f"/status {(await inside.case()).reference}")
    await inside.settle()
    inside.api.press(ANA, label("add_something"))
    await inside.settle()
    inside.api.text(ANA, words)
    await inside.settle()


async def test_a_deleted_topic_is_replaced_and_its_card_drawn_anew(inside: Inside) -> None:
    thread = await held(inside)
    inside.api.world.chat(GROUP).topics.clear()
    for one in inside.api.world.messages:
        one.is_deleted = one.is_deleted or one.thread == thread
    await add(inside, "Have you stopped it already?")
    case = await inside.case()
    assert case.thread_id not in (None, thread)
    assert list(inside.api.world.chat(GROUP).topics) == [case.thread_id]
    texts = in_thread(inside, case.thread_id)
    assert any(case.reference in text for text in texts)
    assert say("staff.moved") in texts


async def test_a_group_that_became_a_supergroup_is_followed(inside: Inside) -> None:
    await held(inside)
    new = inside.api.world.group(-1_001_000_000_777, is_forum=True)
    inside.api.world.chat(GROUP).moved_to = new.id
    await add(inside, "Have you stopped it already?")
    case = await inside.case()
    assert (case.staff_chat, list(new.topics)) == (new.id, [case.thread_id])
    assert any("stopped it" in text for text in inside.api.world.texts(new.id))


async def test_a_plain_group_holds_each_case_in_a_thread_of_replies(inside: Inside) -> None:
    inside.api.world.group(GROUP, is_forum=False)
    case = await inside.file_one()
    assert (case.thread_id, case.root_id) == (None, case.card_id)
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    said = [one for one in inside.api.world.messages if one.chat == GROUP and one.by_bot]
    assert {one.replies_to for one in said[1:]} == {case.root_id}
    inside.api.text(RINA, WORDS, GROUP, replies_to=case.root_id)
    await inside.settle()
    assert told(inside, WORDS)


async def test_a_plain_group_that_became_a_supergroup_begins_a_new_thread(inside: Inside) -> None:
    inside.api.world.group(GROUP, is_forum=False)
    await inside.file_one()
    new = inside.api.world.group(-1_001_000_000_778, is_forum=False)
    inside.api.world.chat(GROUP).moved_to = new.id
    await add(inside, "And the newsletter, too")
    moved = await inside.case()
    assert (moved.staff_chat, moved.root_id) == (new.id, moved.card_id)
    assert inside.api.world.find(new.id, moved.root_id or 0)


async def test_a_group_that_refuses_keeps_its_messages_waiting(inside: Inside) -> None:
    inside.api.world.chat(GROUP).is_blocked = True
    case = await inside.file_one()
    assert ("thread", "queued") in await inside.states("card")
    assert any("staff group" in text for text in inside.api.world.texts(401))
    inside.api.world.chat(GROUP).is_blocked = False
    inside.clock.advance(60)
    await inside.deliver()
    assert any(case.reference in text for text in inside.api.world.texts(GROUP))


async def test_markup_goes_out_as_it_was_typed(inside: Inside) -> None:
    thread = await held(inside)
    inside.api.text(RINA, WORDS, GROUP, thread=thread)
    await inside.settle()
    assert told(inside, WORDS)
    inside.api.text(ANA, f"Thanks, {WORDS}")
    await inside.settle()
    seen = masked(WORDS)  # but for the marks nobody sees
    assert any(seen in text for text in in_thread(inside, thread))
    assert all("parse_mode" not in one.given for one in inside.api.calls)


async def test_a_message_that_cannot_be_made_does_not_come_back_for_ever(inside: Inside) -> None:
    async with inside.database.transaction() as db:
        broken = Message("Halo", ((Button("too long", "x" * 65),),))
        await posting.to_chat(db, GROUP, broken, now=inside.clock())
    async with asyncio.timeout(10):
        await inside.deliver()
    assert await inside.states() == [("group", "failed")]
