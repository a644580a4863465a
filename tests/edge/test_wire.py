"""Every call the desk makes under every fault of the wire: what it does, and what it calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from botapi.server import Fault
from botapi.world import Said
from storage.examples import on_sqlite

from bot.storage import cases, tables
from bot.tg.intake import arrived

from .desk import ANA, GROUP, Home
from .inside import Inside, opened
from .wire_calls import CALLS, At, Call

pytestmark = on_sqlite
PATIENCE = 400
"""Seconds that every pause is over after."""


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        await made.file_one()
        yield made


FIRST = sa.select(tables.outbox.c.state).order_by(tables.outbox.c.seq).limit(1)
CHATS = {"customer": ANA.id, "group": GROUP}
END = {"safe": "sent", "once": "sent", "never": "unknown"}


async def written(inside: Inside, call: Call) -> None:
    """The one row of this test waits; the bot has a message of its own in both chats."""
    world, case = inside.api.world, await inside.case()
    numbers = [next(world.numbers), next(world.numbers)]
    for number, chat in zip(numbers, (ANA.id, GROUP), strict=True):
        thread = case.thread_id if chat == GROUP else None
        world.add(Said(number, chat, "old", True, thread, buttons={"old": "menu"}))
    async with inside.database.transaction() as db:
        await db.execute(sa.delete(tables.outbox))
        await call.write(At(inside, db, case, *numbers))
    inside.api.calls.clear()


async def run(inside: Inside, call: Call, *faults: Fault) -> tuple[str, int]:
    """How the row ended, and how often Telegram did what it asks for in its chat."""
    await written(inside, call)
    inside.api.faults[call.method] += faults
    state = "queued"
    while state == "queued":
        await inside.deliver()
        inside.clock.advance(PATIENCE)
        async with inside.database.reading() as db:
            state = str(await db.scalar(FIRST))
    inside.api.faults[call.method].clear()
    done = inside.api.of(call.method, "200") + inside.api.of(call.method, "dropped after")
    return state, sum(one.given["chat_id"] == CHATS[call.to] for one in done)


PASSING = {
    "429": Fault(status=429, retry_after=9),
    "500": Fault(status=500),
    "502 as a page": Fault(status=502, body="<html>Bad Gateway</html>"),
}


@pytest.mark.parametrize("fault", PASSING)
async def test_what_telegram_did_not_take_is_sent_later_and_once(
    inside: Inside, fault: str
) -> None:
    found = {
        name: await run(inside, call, PASSING[fault], PASSING[fault])
        for name, call in CALLS.items()
    }
    assert found == dict.fromkeys(CALLS, ("sent", 1))


async def test_what_was_cut_off_before_it_arrived_ends_as_well_as_it_can(inside: Inside) -> None:
    """Nobody can tell that from one that did arrive: staff's words are not repeated."""
    found = {name: await run(inside, call, Fault(drop="before")) for name, call in CALLS.items()}
    assert found == {
        name: (END[call.repeats], int(call.repeats != "never")) for name, call in CALLS.items()
    }


async def test_what_was_done_and_not_answered_is_repeated_where_it_harms_nobody(
    inside: Inside,
) -> None:
    found = {name: await run(inside, call, Fault(drop="after")) for name, call in CALLS.items()}
    wanted = {"once": ("sent", 2), "never": ("unknown", 1)}
    new = {name: call for name, call in CALLS.items() if call.repeats != "safe"}
    assert {name: found[name] for name in new} == {n: wanted[c.repeats] for n, c in new.items()}
    assert {state for name, (state, _) in found.items() if name not in new} == {"sent"}


async def test_what_is_new_is_never_sent_a_third_time(inside: Inside) -> None:
    never_answered = [Fault(drop="after") for _ in range(6)]
    new = {name: call for name, call in CALLS.items() if call.repeats != "safe"}
    found = {name: await run(inside, call, *never_answered) for name, call in new.items()}
    twice = {"once": ("unknown", 2), "never": ("unknown", 1)}
    assert found == {name: twice[call.repeats] for name, call in new.items()}


REFUSED = {
    "Forbidden: bot was blocked by the user": (403, "blocked"),
    "Forbidden: user is deactivated": (403, "blocked"),
    "Bad Request: chat not found": (400, "failed"),
    "Bad Request: something new": (400, "failed"),
}


@pytest.mark.parametrize("says", REFUSED)
async def test_what_telegram_refuses_a_customer_is_called_so_and_not_tried_again(
    inside: Inside, says: str
) -> None:
    status, state = REFUSED[says]
    private = {name: call for name, call in CALLS.items() if call.to == "customer"}
    found = {}
    for name, call in private.items():
        found[name] = await run(inside, call, Fault(status=status, says=says))
        tried = [one for one in inside.api.of(call.method) if one.given["chat_id"] == ANA.id]
        assert len(tried) == 1
    assert found == dict.fromkeys(private, (state, 0))


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_what_the_group_refuses_waits_until_it_does_no_more(
    inside: Inside, status: int, says: str
) -> None:
    group = {name: call for name, call in CALLS.items() if call.to == "group"}
    faults = Fault(status=status, says=says), Fault(status=status, says=says)
    found = {name: await run(inside, call, *faults) for name, call in group.items()}
    left = {"a topic taken away", "a message taken away"}  # these try a second way, or are done
    assert {name: end for name, end in found.items() if name not in left} == {
        name: ("sent", 1) for name in group if name not in left
    }


async def test_a_message_too_old_to_be_changed_is_said_anew_or_emptied(inside: Inside) -> None:
    old = {
        "a message redrawn": "Bad Request: message can't be edited",
        "a card redrawn": "Bad Request: message can't be edited",
        "a board redrawn": "Bad Request: message can't be edited",
        "a message taken away": "Bad Request: message can't be deleted for everyone",
    }
    for name, says in old.items():
        found = await run(inside, CALLS[name], Fault(status=400, says=says))
        assert found == ("sent", 0), name
        again = "editMessageText" if "away" in name else "sendMessage"
        assert len(inside.api.of(again, "200")) == 1, name


@pytest.mark.parametrize("method", ["getChat", "createForumTopic"])
async def test_what_comes_before_a_message_is_no_doubt_about_the_message(
    inside: Inside, method: str
) -> None:
    """It is sent in the end, and once; only a topic may be there twice."""
    case = await inside.case()
    async with inside.database.transaction() as db:
        await cases.set_place(db, case.id, chat=GROUP, thread_id=None, root_id=None, card_id=None)
    inside.api.fail(method, *(Fault(drop="after") for _ in range(3)))
    assert await run(inside, CALLS["a note in the thread"]) == ("sent", 1)


async def test_hours_without_any_server_lose_nothing(inside: Inside) -> None:
    inside.api.fail("sendMessage", *(Fault(status=502) for _ in range(30)))
    inside.api.text(ANA, "/help")
    inside.api.calls.clear()
    await inside.settle()
    for _ in range(31):
        inside.clock.advance(300)
        await inside.deliver()
    assert len(inside.api.of("sendMessage", "200")) == 1
    assert len(inside.api.calls) == 31


async def test_updates_in_disorder_and_more_than_once_are_each_taken_once(inside: Inside) -> None:
    """By a webhook they come as they come; each chat is taken in the order they were stored."""
    for word in ("/help", "/cancel", "/language", "/status"):
        inside.api.text(ANA, word)
    found = [arrived(one) for one in inside.api.updates.values()]
    before = len(inside.api.world.texts(ANA.id))
    for batch in ([found[2], found[0]], [found[0], found[3]], [found[1], found[1]], found):
        await inside.intake.store(batch)
    await inside.take()
    await inside.take()
    await inside.deliver()
    assert len(inside.api.world.texts(ANA.id)) == before + 4
    async with inside.database.reading() as db:
        box = tables.inbox.c
        states = (await db.execute(sa.select(box.state).order_by(box.seq))).scalars()
        assert set(states) == {"done"}
