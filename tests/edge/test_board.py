"""The board on the wire: one message, pinned, edited in place, and posted anew when it is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from botapi.server import Fault
from botapi.world import Said
from storage.examples import on_sqlite

from bot.services import board

from .desk import GROUP, RINA, Home, say
from .inside import Inside, opened

pytestmark = on_sqlite


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


def boards(inside: Inside) -> list[Said]:
    said = inside.api.world.messages
    return [one for one in said if one.text.startswith("The desk, open") and not one.is_deleted]


async def draw(inside: Inside) -> None:
    await board.draw_all(inside.desk)
    await inside.deliver()


async def test_it_is_one_pinned_message_edited_in_place(inside: Inside) -> None:
    await inside.file_one()
    await draw(inside)
    [first] = boards(inside)
    assert first.is_pinned
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    await draw(inside)
    [second] = boards(inside)
    assert second.id == first.id
    assert "🔵" in second.text


async def test_a_deleted_board_comes_back_and_is_pinned(inside: Inside) -> None:
    await inside.file_one()
    await draw(inside)
    [first] = boards(inside)
    first.is_deleted = True
    inside.api.text(RINA, "/board", GROUP)
    await inside.settle()
    [second] = boards(inside)
    assert second.id != first.id
    assert second.is_pinned


async def test_without_the_right_to_pin_it_stands_there_all_the_same(inside: Inside) -> None:
    inside.api.fail("pinChatMessage", Fault(status=400))
    await inside.file_one()
    await draw(inside)
    await draw(inside)
    [only] = boards(inside)
    assert not only.is_pinned
    assert [state for _, state in await inside.states("board")] == ["sent"]
