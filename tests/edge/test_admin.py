"""Admins' commands and buttons obey admins alone, whatever a client sends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.storage import tables
from bot.tg import admin

from .desk import ANA, TONO, Home, say
from .inside import Inside, opened


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def test_what_was_answered_badly_reaches_the_admin_and_nobody_else(inside: Inside) -> None:
    inside.api.text(ANA, "/start mailcamp")
    inside.api.text(ANA, "do you sell my data, my name is Maria")
    await inside.settle()
    inside.api.press(ANA, say("button.not_helpful"))
    await inside.settle()
    for person in (ANA, TONO):
        inside.api.text(person, "/unanswered")
    await inside.settle()
    assert inside.api.world.texts(ANA.id)[-1] == say("unknown_command")
    assert "“do you sell my data, my name is [name]”" in inside.api.world.texts(TONO.id)[-1]
    inside.api.press(TONO, "1")
    await inside.settle()
    inside.api.press(TONO, say("unanswered.button.dismiss"))
    await inside.settle()
    async with inside.database.reading() as db:
        kept = await db.scalar(sa.select(tables.answers.c.words))
    assert kept is None


async def test_no_button_of_an_admin_obeys_a_customer(inside: Inside) -> None:
    inside.api.text(ANA, "/start mailcamp")
    await inside.settle()
    seen = len(inside.api.world.texts(ANA.id))
    said = next(one for one in inside.api.world.messages if one.chat == ANA.id and one.by_bot)
    for action in admin.PRESSES:
        inside.api.press_raw(ANA, said, f"{action}:1:1")
    await inside.settle()
    assert len(inside.api.world.texts(ANA.id)) == seen
    assert await inside.states("edit") == []
