"""One commit for what comes together: what arrives while one runs goes with the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

One = TypeVar("One")

MOST = 100


class Batches(Generic[One]):
    """`store` takes a batch, whole or not at all; everyone of it hears what became of it."""

    def __init__(self, store: Callable[[list[One]], Awaitable[None]]) -> None:
        self.store = store
        self.waiting: list[tuple[One, asyncio.Future[None]]] = []
        self.storing = False

    async def put(self, one: One) -> None:
        """Returns when it is stored, or raises what kept its batch from it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((one, done))
        if not self.storing:
            await self.flush()
        await done

    async def flush(self) -> None:
        self.storing = True
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                await self.flush_batch(batch)
        finally:
            self.storing = False

    async def flush_batch(self, batch: list[tuple[One, asyncio.Future[None]]]) -> None:
        error: Exception | None = None
        try:
            await self.store([one for one, _ in batch])
        except Exception as failed:  # whatever it was, nobody may wait for ever
            error = failed
        for _, done in batch:
            if done.done():
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)
