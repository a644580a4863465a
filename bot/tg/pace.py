"""How fast one person is answered: who writes very much is answered later, and all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram import Update

from bot.delivery.limits import Bucket
from bot.storage.database import Db

AT_ONCE, SECONDS = 20, 10
"""So many messages in so many seconds are answered at once; what is more waits its turn."""
FORGET = 10_000
"""People remembered at most; whoever is forgotten begins afresh."""

Told = Callable[[Db, int], Awaitable[None]]


@dataclass(slots=True)
class Pace:
    """Kept by each process for itself: it delays, so nothing is lost with it."""

    clock: Callable[[], float]
    told: Told
    buckets: dict[int, Bucket] = field(default_factory=dict)

    async def wait(self, db: Db, update: Update) -> float:
        """Seconds until this one is taken; 0 when it is now, and counted. Buttons are free."""
        chat, message = update.effective_chat, update.message or update.edited_message
        if chat is None or chat.type != "private" or message is None:
            return 0.0
        bucket = self.bucket(chat.id)
        longest = bucket.wait(self.clock())
        if longest > 0:
            await self.told(db, chat.id)
        else:
            bucket.left -= 1
        return longest

    def bucket(self, chat: int) -> Bucket:
        if chat not in self.buckets:
            if len(self.buckets) >= FORGET:
                self.buckets.clear()
            self.buckets[chat] = Bucket(AT_ONCE / SECONDS, AT_ONCE, AT_ONCE, self.clock())
        return self.buckets[chat]
