"""An update is stored before Telegram is told so, by polling and by webhook, and only once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import httpx
import pytest
import sqlalchemy as sa
from botapi.server import Fault
from botapi.world import Person
from storage.examples import on_postgresql
from tornado.testing import bind_unused_port

from bot.domain.errors import StorageError
from bot.storage import tables
from bot.storage.database import Database, Db
from bot.tg.intake import Polling, arrived
from bot.tg.web import HEADER, Web

from .desk import ANA, BUDI, Home, say
from .inside import Inside, opened

SECRET = "of-this-test-only"  # noqa: S105


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


async def stored(database: Database) -> list[int]:
    """What another connection sees."""
    query = sa.select(tables.inbox.c.update_id).order_by(tables.inbox.c.seq)
    async with database.reading() as db:
        return list((await db.execute(query)).scalars())


async def test_a_batch_is_stored_before_the_offset_moves(inside: Inside, home: Home) -> None:
    second = home.database()
    numbers = [inside.api.text(ANA, str(number)) for number in range(5)]
    asking = Fault(hold="before")
    inside.api.faults["getUpdates"] += [Fault(), asking]
    polling = Polling(inside.bot, inside.intake)
    running = asyncio.create_task(polling.run())
    await asyncio.wait_for(asking.reached.wait(), 30)
    assert inside.api.confirmed == set()
    assert await stored(second) == numbers
    asking.release.set()
    await inside.api.until(lambda: inside.api.confirmed == set(numbers), "the offset")
    polling.stop()
    await asyncio.wait_for(running, 30)
    await second.dispose()


@dataclass(slots=True)
class FullDisk:
    """A database that cannot write for a while."""

    real: Database
    left: int

    def brief(self) -> AbstractAsyncContextManager[Db]:
        self.left -= 1
        if self.left >= 0:
            raise StorageError("the disk is full")
        return self.real.brief()


async def test_an_update_that_cannot_be_stored_is_not_confirmed(inside: Inside) -> None:
    """It is asked for again, and stored then."""
    inside.intake.database = FullDisk(inside.database, 2)  # type: ignore[assignment]
    polling = Polling(inside.bot, inside.intake, pause=0.01)
    number = inside.api.text(ANA, "Halo")
    running = asyncio.create_task(polling.run())
    await inside.api.until(lambda: number in inside.api.confirmed, "the offset")
    polling.stop()
    await asyncio.wait_for(running, 30)
    assert await stored(inside.database) == [number]
    assert len(inside.api.of("getUpdates")) >= 3


async def test_an_update_the_library_cannot_read_keeps_no_other_away(inside: Inside) -> None:
    odd = inside.api.update(ANA.id, message={"message_id": 1, "of": "a later Bot API"})
    number = inside.api.text(BUDI, "/help")
    polling = Polling(inside.bot, inside.intake)
    running = asyncio.create_task(polling.run())
    await inside.api.until(lambda: number in inside.api.confirmed, "the offset")
    polling.stop()
    await asyncio.wait_for(running, 30)
    assert await stored(inside.database) == [odd, number]
    await inside.take()
    await inside.deliver()
    assert inside.api.world.texts(BUDI.id)


async def test_a_stop_ends_the_pause_after_an_error_at_once(inside: Inside) -> None:
    inside.api.fail("getUpdates", Fault(status=429, retry_after=3600))
    polling = Polling(inside.bot, inside.intake)
    running = asyncio.create_task(polling.run())
    await inside.api.until(lambda: bool(inside.api.of("getUpdates")), "the refusal")
    polling.stop()
    await asyncio.wait_for(running, 30)


async def test_what_comes_twice_is_taken_once(inside: Inside) -> None:
    inside.api.text(ANA, "/help")
    again = [arrived(one) for one in inside.api.updates.values()]
    await inside.settle()
    await inside.intake.store(again)
    await inside.settle()
    assert len(inside.api.world.texts(ANA.id)) == 1


@pytest.fixture
async def port(inside: Inside) -> AsyncIterator[int]:
    """The webhook of this desk, on loopback."""
    web = Web(inside.database, "/hook", SECRET, inside.intake.take, clock=inside.clock)
    yield web.start("127.0.0.1", 0)
    await web.stop()


async def post(port: int, body: bytes | str, secret: str = SECRET) -> int:
    async with httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{port}/hook"
        return (await client.post(address, content=body, headers={HEADER: secret})).status_code


async def test_a_webhook_says_200_when_another_connection_sees_the_row(
    inside: Inside, home: Home, port: int
) -> None:
    second = home.database()
    for number in range(1, 6):
        assert await post(port, json.dumps({"update_id": number})) == 200
        assert await stored(second) == list(range(1, number + 1))
    await second.dispose()


async def test_a_webhook_that_cannot_store_says_so_and_is_asked_again(
    inside: Inside, port: int
) -> None:
    inside.intake.database = FullDisk(inside.database, 1)  # type: ignore[assignment]
    assert await post(port, '{"update_id": 1}') == 503
    assert await stored(inside.database) == []
    assert await post(port, '{"update_id": 1}') == 200
    assert await stored(inside.database) == [1]


async def test_many_at_once_are_all_stored(inside: Inside, port: int) -> None:
    bodies = [json.dumps({"update_id": number}) for number in range(1, 61)]
    answers = await asyncio.gather(*(post(port, body) for body in bodies))
    assert set(answers) == {200}
    assert sorted(await stored(inside.database)) == list(range(1, 61))


UNUSABLE: dict[str, str | bytes] = {
    "not JSON": "{",
    "no object": "[1]",
    "no number": "{}",
    "number of another kind": '{"update_id": "1; DROP TABLE inbox"}',
    "number too large": '{"update_id": 9223372036854775808}',
    "endless number": '{"update_id": 1e999}',
    "absurdly deep": '{"update_id": 1, "message": ' + "[" * 200_000,
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("what", UNUSABLE)
async def test_what_is_no_update_is_refused(inside: Inside, port: int, what: str) -> None:
    assert await post(port, UNUSABLE[what]) == 400
    assert await stored(inside.database) == []
    assert await post(port, '{"update_id": 1}') == 200


@on_postgresql
async def test_two_desks_at_one_database_and_one_port(home: Home) -> None:
    """200 updates of 20 customers by webhook: none lost, none doubled, each chat in its order."""
    api = home.api
    socket, port = bind_unused_port()
    socket.close()
    address = {"PORT": str(port), "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
    desks = [home.start(more=address), home.start(more=address)]
    people = [Person(1000 + number, f"Guest {number}") for number in range(20)]
    asked = [say("start_unknown"), say("cancelled"), say("help"), say("languages")]
    words = ["/start nobody", "/cancel", "/help", "/language"]
    for turn in range(10):
        for person in people:
            api.text(person, words[turn % 4])
    await api.until(lambda: len(api.confirmed) == 200, "200 updates")
    await home.quiet()
    for desk in desks:
        assert await desk.stop() == 0
    expected = [asked[turn % 4].splitlines()[0] for turn in range(10)]
    for person in people:
        told = [text.splitlines()[0] for text in api.world.texts(person.id)]
        assert told == expected
    assert await home.problems(requests=0) == []
