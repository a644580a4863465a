"""What leaves for good: papers as files, and the copies in the group of what was deleted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from botapi.server import Fault
from storage.examples import on_sqlite

from bot.tg import removal

from .desk import ANA, GROUP, SARI, Home, label, say
from .inside import Inside, opened
from .test_sender import held

pytestmark = on_sqlite


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def test_a_paper_is_made_when_it_leaves_and_its_loss_is_told(inside: Inside) -> None:
    case = await inside.file_one()
    inside.api.press(ANA, say("button.receipt_pdf"))
    await inside.settle()
    [sent] = [one for one in inside.api.world.messages if one.file]
    assert sent.chat == ANA.id
    assert sent.file is not None
    assert (sent.file[0], sent.file[1][:5]) == (f"{case.reference}.pdf", b"%PDF-")
    assert await inside.states("document") == [("customer", "sent")]


async def test_the_figures_of_the_desk_come_as_a_picture(inside: Inside) -> None:
    inside.api.text(SARI, "/stats 7", GROUP)
    await inside.settle()
    [sent] = [one for one in inside.api.world.messages if one.file]
    assert sent.chat == GROUP
    assert sent.file is not None
    assert (sent.file[0], sent.file[1][:4]) == ("privasi-stats.png", b"\x89PNG")
    assert await inside.states("picture") == [("group", "sent")]


async def forgotten(inside: Inside) -> None:
    """Ana withdraws what she asked for, and wants to be forgotten."""
    inside.api.text(ANA, f"/status {(await inside.case()).reference}")
    await inside.settle()
    for label_ in ("withdraw", "withdraw"):
        inside.api.press(ANA, label(label_))
        await inside.settle()
    inside.api.text(ANA, "/forget")
    await inside.settle()
    inside.api.press(ANA, label("forget_me"))
    await inside.settle()


async def test_the_topic_of_a_forgotten_person_is_deleted(inside: Inside) -> None:
    thread = await held(inside)
    await forgotten(inside)
    assert thread not in inside.api.world.chat(GROUP).topics
    assert all(one.is_deleted for one in inside.api.world.messages if one.thread == thread)
    assert await inside.states("untopic") == [("group", "sent")]


async def test_a_topic_that_is_gone_already_is_well_deleted(inside: Inside) -> None:
    await held(inside)
    inside.api.world.chat(GROUP).topics.clear()
    await forgotten(inside)
    assert set(await inside.states("untopic")) == {("group", "sent")}


async def test_a_message_too_old_to_be_deleted_is_emptied(inside: Inside) -> None:
    inside.api.world.group(GROUP, is_forum=False)
    case = await inside.file_one()
    too_old = "Bad Request: message can't be deleted for everyone"
    body = json.dumps({"ok": False, "error_code": 400, "description": too_old})
    inside.api.fail("deleteMessage", *(Fault(status=400, body=body) for _ in range(9)))
    await forgotten(inside)
    card = inside.api.world.find(GROUP, case.root_id or 0)
    assert card is not None
    assert card.text == removal.EMPTIED
