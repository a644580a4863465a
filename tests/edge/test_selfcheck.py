"""The bot says what it may do in the group, and at a start only what it may not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from botapi.server import Fault
from storage.examples import on_sqlite

from bot.services import selfcheck

from .desk import GROUP, RINA, TONO, Home, say
from .inside import Inside, opened

pytestmark = on_sqlite
FINE, MISSING = say("staff.selfcheck.fine"), say("staff.selfcheck.missing")


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


def said(inside: Inside, chat: int = GROUP) -> list[str]:
    return [one.text for one in inside.api.world.messages if one.by_bot and one.chat == chat]


async def test_with_every_right_a_start_is_silent_and_the_command_says_so(inside: Inside) -> None:
    await selfcheck.at_start(inside.desk)
    await inside.deliver()
    assert said(inside) == []
    inside.api.text(RINA, "/selfcheck", GROUP)
    await inside.settle()
    [text] = said(inside)
    head, rights, state = text.splitlines()
    assert (head, "✗" in text) == (FINE, False)
    assert rights == "✓ the group is there ✓ administrator ✓ topics ✓ pin ✓ delete ✓ invite"
    assert state.startswith("Knowledge base v1")


@pytest.mark.parametrize(
    ("right", "missing"),
    [
        ("can_manage_topics", ["topics"]),
        ("can_pin_messages", ["pin"]),
        ("can_delete_messages", ["remove"]),
        ("admin", ["admin", "topics", "pin", "remove", "invite", "hears"]),
    ],
)
async def test_what_is_missing_is_posted_at_a_start_with_what_stops(
    inside: Inside, right: str, missing: list[str]
) -> None:
    inside.api.world.taken_away.add(right)
    await selfcheck.at_start(inside.desk)
    await inside.deliver()
    [text] = said(inside)
    assert text.startswith(MISSING)
    assert [line for line in text.splitlines() if line[0] == "✗"] == [
        f"✗ {say(f'staff.selfcheck.lacking.{name}')}" for name in missing
    ]


async def test_an_admin_hears_of_a_group_that_cannot_be_reached(inside: Inside) -> None:
    inside.api.fail("getChatMember", Fault(status=400))
    inside.api.text(TONO, "/selfcheck")
    await inside.settle()
    assert say("staff.selfcheck.lacking.reachable") in said(inside, TONO.id)[-1]
