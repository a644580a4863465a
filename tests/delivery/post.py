"""A way out that remembers what it sent, and answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from services.office import Office

from bot.delivery.outcome import Outcome, Sent
from bot.delivery.worker import Told, Worker
from bot.storage.database import Db
from bot.storage.outbox import Claimed

Answer = Outcome | Callable[[Claimed], Outcome]


@dataclass(slots=True)
class Post:
    """A `Sender`; what it was asked to send, in order, and the answers it still has to give."""

    answers: list[Answer] = field(default_factory=list)
    sent: list[Claimed] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def send(self, row: Claimed) -> Outcome:
        self.sent.append(row)
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else Sent(1000 + len(self.sent))
        return answer(row) if callable(answer) else answer

    @property
    def texts(self) -> list[str]:
        return [row.payload["text"] for row in self.sent]


@dataclass(slots=True)
class Listener:
    """Remembers what it was told."""

    outcomes: list[tuple[str, Outcome]] = field(default_factory=list)

    async def __call__(self, db: Db, row: Claimed, outcome: Outcome) -> None:
        self.outcomes.append((row.id, outcome))


def worker(office: Office, post: Post, told: Told | None = None, name: str = "w1") -> Worker:
    return Worker(office.database, post, told or Listener(), lambda: office.now, name)


async def emptied(worker: Worker) -> None:
    """Everything that is due now goes out."""
    while await worker.round():
        if worker.busy:
            await asyncio.wait(worker.busy)
