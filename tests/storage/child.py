"""A process to be killed: stores updates and says so, or claims one and never comes back."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from datetime import UTC, datetime

from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import Arrived
from bot.storage.sealing import Keyring

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def store(database: Database) -> None:
    for number in itertools.count(1):
        async with database.transaction() as db:
            await inbox.store(db, 7, [Arrived(number, number, str(number))], now=NOW)
        say(number)


async def claim(database: Database) -> None:
    async with database.transaction() as db:
        [key] = await inbox.waiting(db, now=NOW)
        stored = await inbox.claim(db, key, now=NOW)
        assert stored
        await inbox.done(db, stored.seq)
        say("claimed")
        await asyncio.Event().wait()


if __name__ == "__main__":
    opened = Database(sys.argv[2], Keyring.parse(os.environ["KEYS"]))
    asyncio.run({"store": store, "claim": claim}[sys.argv[1]](opened))
