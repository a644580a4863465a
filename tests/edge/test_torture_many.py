"""Two and four desks at one PostgreSQL and one webhook, killed at random while many people write.

`make torture` runs it; what a killed desk held is taken over by the others, with no clock moved.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random

import pytest
from botapi.world import Person
from storage.examples import on_postgresql
from tornado.testing import bind_unused_port

from .desk import KILLED, Child, Home, say
from .test_crash import sweep

WORDS = ("/start nobody", "/cancel", "/help", "/language")
ANSWERS = [say(key).splitlines()[0] for key in ("start_unknown", "cancelled", "help", "languages")]
PEOPLE, EACH, KILLS = 20, 16, 12


async def kill_some(
    home: Home, desks: list[Child], more: dict[str, str], chance: random.Random
) -> int:
    """One after the other, each followed by a new one."""
    kills = int(os.environ.get("PRIVASI_KILLS", KILLS))
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(0.1, 1.0))
        victim = desks.pop(chance.randrange(len(desks)))
        victim.kill()
        assert await victim.gone() == KILLED
        desks.append(home.start(more=more))
    return kills


async def write(home: Home, people: list[Person], chance: random.Random) -> None:
    for turn in range(EACH):
        for person in people:
            home.api.text(person, WORDS[turn % len(WORDS)])
        await asyncio.sleep(chance.uniform(0.1, 1.0))


@sweep
@on_postgresql
@pytest.mark.parametrize("count", [2, 4])
async def test_desks_beside_each_other_lose_and_double_nothing(home: Home, count: int) -> None:
    seed = int(os.environ.get("PRIVASI_SEED", random.randrange(10**6)))  # noqa: S311
    chance = random.Random(seed)  # noqa: S311
    socket, port = bind_unused_port()
    socket.close()
    more = {"PORT": str(port), "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
    desks = [home.start(more=more) for _ in range(count)]
    people = [Person(1000 + number, f"Guest {number}") for number in range(PEOPLE)]
    _, kills = await asyncio.gather(
        write(home, people, chance), kill_some(home, desks, more, chance)
    )
    total = PEOPLE * EACH
    await home.api.until(lambda: len(home.api.confirmed) == total, f"{total} updates", 120)
    await home.quiet()
    for desk in desks:
        assert await desk.stop() == 0
    doubled = 0
    for person in people:
        told = [text.splitlines()[0] for text in home.api.world.texts(person.id)]
        once = [word for word, _ in itertools.groupby(told)]
        assert once == [ANSWERS[turn % len(ANSWERS)] for turn in range(EACH)], person.id
        doubled += len(told) - len(once)
    assert await home.problems(requests=0) == []
    kept = f"{total} updates, 0 lost, {doubled} doubled"
    print(f"\n{count} desks, seed {seed}: {kills} kills, {kept}")  # noqa: T201
