"""Customers ask while desk after desk is killed, at named seams and at any instant.

`make torture` runs it. Figures are printed; the seed with them.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from botapi.world import Person
from storage.examples import on_sqlite

from bot.storage import tables

from .desk import KILLED, RECORDED, Child, Home, label, say, unfinished
from .test_crash import ALL, sweep

REFERENCE = re.compile(r"PR-\w{4}-\w{4}")
EACH = 3
"""Kills while one customer asks."""
KILLS = {"sqlite": 300, "postgresql": 100}
WAITS = 2.0


@dataclass(slots=True)
class Torture:
    """One database and one Telegram, through which many desks go."""

    home: Home
    chance: random.Random
    mutant: bool = False
    desks: int = 0
    kills: Counter[str] = field(default_factory=Counter)

    def start(self, seam: str = "", nth: int = 1) -> Child:
        """On PostgreSQL each desk's clock is ahead of the last one's: what it held is over."""
        more = {"STOPPING_MUTANT": "confirms first"} if self.mutant else {}
        if "postgresql" in self.home.url:
            more["STOPPING_LATER"] = str(90 * self.desks)
        self.desks += 1
        return self.home.start(seam, nth, more)

    async def kill_one(self) -> None:
        """A desk that ends itself at a seam, or is ended wherever it happens to be."""
        seam = self.chance.choice(ALL) if self.chance.random() < 0.6 else ""
        desk = self.start(seam, self.chance.randint(1, 3))
        over = asyncio.create_task(desk.gone())
        longest = WAITS if seam else self.chance.uniform(0.02, WAITS / 2)
        await asyncio.wait({over}, timeout=longest)
        named = over.done()
        if not named:
            desk.kill()
        assert await over == KILLED
        self.kills[seam if named else "any instant"] += 1

    async def supervise(self, done: asyncio.Event) -> None:
        for _ in range(EACH):
            await self.kill_one()
        last = self.start()
        await done.wait()
        last.kill()
        await last.gone()
        self.kills["between two turns"] += 1

    async def ask(self, who: Person) -> None:
        """Three inputs that file one request; whoever is not answered waits, as people do."""
        api = self.home.api
        api.text(who, "/start mailcamp")
        await api.until_said(who.id, say("start_company", name="Mailcamp").splitlines()[0])
        api.text(who, "Stop the promo e-mails")
        await api.until_said(who.id, say("quick.opt_out_marketing", name="Mailcamp"))
        api.press(who, label("quick_opt_out_marketing"))
        await api.until_said(who.id, RECORDED)

    async def episode(self, number: int) -> None:
        done = asyncio.Event()
        supervising = asyncio.create_task(self.supervise(done))
        try:
            await self.ask(Person(10_000 + number, "Ana"))
        finally:
            done.set()
            await supervising

    async def figures(self, episodes: int) -> dict[str, int]:
        """What was lost, doubled or misdirected; only the last may be more than none."""
        api = self.home.api
        introduced = len(api.of("deleteWebhook"))
        heir = self.start()
        await api.until(lambda: len(api.of("deleteWebhook")) > introduced, "the heir")
        await self.home.quiet()
        assert await heir.stop() == 0
        problems = await self.home.problems(requests=episodes)
        told = {10_000 + n: self.receipts(10_000 + n) for n in range(episodes)}
        owners = Counter(one for found in told.values() for one in set(found))
        database = self.home.database()
        async with database.reading() as db:
            asked = sa.select(tables.cases.c.customer_id, sa.func.count())
            each = list(await db.execute(asked.group_by(tables.cases.c.customer_id)))
        assert not await unfinished(database)
        await database.dispose()
        return {
            "problems": len(problems),
            "requests lost": episodes - len(each),
            "requests doubled": sum(count - 1 for _, count in each),
            "receipts lost": sum(not found for found in told.values()),
            "replies to a wrong chat": sum(count - 1 for count in owners.values()),
            "said three times": sum(
                count > 2 for n in told.values() for count in Counter(n).values()
            ),
            "messages doubled": sum(max(0, len(found) - 1) for found in told.values()),
        }

    def receipts(self, chat: int) -> list[str]:
        said = [text for text in self.home.api.world.texts(chat) if RECORDED in text]
        return [found[0] for text in said if (found := REFERENCE.search(text))]


@sweep
async def test_hundreds_of_kills_lose_nothing(home: Home) -> None:
    kind = "postgresql" if "postgresql" in home.url else "sqlite"
    wanted = int(os.environ.get("PRIVASI_KILLS", KILLS[kind]))
    seed = int(os.environ.get("PRIVASI_SEED", random.randrange(10**6)))  # noqa: S311
    torture = Torture(home, random.Random(seed))  # noqa: S311
    episodes = -(-wanted // (EACH + 1))
    for number in range(episodes):
        await torture.episode(number)
    found = await torture.figures(episodes)
    total = torture.kills.total()
    print(f"\n{kind}, seed {seed}: {total} kills, {episodes} customers; {found}")  # noqa: T201
    print(dict(torture.kills.most_common()))  # noqa: T201
    assert {name: count for name, count in found.items() if name != "messages doubled"} == {
        name: 0 for name in found if name != "messages doubled"
    }


@sweep
@on_sqlite
async def test_a_desk_that_confirms_first_does_not_survive_them(home: Home) -> None:
    """The harness can fail: an update confirmed and not stored is named as lost."""
    torture = Torture(home, random.Random(1), mutant=True)  # noqa: S311
    desk = torture.start("commit:store", 1)
    home.api.text(Person(10_000, "Ana"), "/start mailcamp")
    assert await desk.gone() == KILLED
    found = await torture.figures(1)
    assert found["problems"] >= 1
    assert found["requests lost"] == 1
