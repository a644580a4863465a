"""A case's topic: named as the case stands, also after a restart; opened again when closed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from storage.examples import on_sqlite

from bot.storage import facts
from bot.tg.sender import TelegramSender

from .desk import GROUP, RINA, Home, say
from .inside import Inside, opened
from .test_board import boards, draw
from .test_sender import held, in_thread

pytestmark = on_sqlite


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def test_its_name_follows_the_case_also_when_another_process_goes_on(
    inside: Inside,
) -> None:
    await inside.file_one()
    [(thread, before)] = inside.api.world.chat(GROUP).topics.items()
    assert before.startswith("🆕")
    old = inside.worker.sender
    assert isinstance(old, TelegramSender)
    inside.worker.sender = TelegramSender(old.bot, old.places, old.limits)
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    assert inside.api.world.chat(GROUP).topics[thread].startswith("🔵")
    inside.api.text(RINA, "/card", GROUP, thread=thread)
    await inside.settle()
    assert len(inside.api.of("editForumTopic")) == 1


async def test_a_closed_topic_is_opened_again_when_something_is_to_be_said(
    inside: Inside,
) -> None:
    thread = await held(inside)
    chat = inside.api.world.chat(GROUP)
    chat.closed.add(thread)
    inside.api.press(RINA, say("staff.button.hold"), GROUP)
    await inside.settle()
    inside.clock.advance(5)
    await inside.deliver()
    assert thread not in chat.closed
    assert in_thread(inside, thread)[-1] == say("staff.choose_why_held")


async def test_the_card_never_stands_there_twice(inside: Inside) -> None:
    thread = await held(inside)
    inside.api.text(RINA, "/card", GROUP, thread=thread)
    await inside.settle()
    said = [one for one in inside.api.world.messages if one.thread == thread]
    assert len([one for one in said if one.text.startswith("🔵") and not one.is_deleted]) == 1


async def test_a_board_pinned_by_a_process_that_died_is_taken_over(inside: Inside) -> None:
    await inside.file_one()
    await draw(inside)
    [first] = boards(inside)
    async with inside.database.transaction() as db:  # as a kill after the pin leaves it
        await facts.take(db, f"board:{GROUP}")
        await facts.put(db, f"board_begun:{GROUP}", "yes", now=inside.clock())
    inside.api.text(RINA, "/board", GROUP)
    await inside.settle()
    assert [one.id for one in boards(inside)] == [first.id]
