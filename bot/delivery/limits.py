"""Keeps sending within Telegram's limits: overall, to one chat, and to one group a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

BURST = 3.0
"""How many messages one chat may get at once before its rate counts."""
FORGET = 10_000
"""Chats remembered at most; a full bucket need not be."""


@dataclass(slots=True)
class Bucket:
    rate: float
    size: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more fits."""
        self.left = min(self.size, self.left + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.left) / self.rate)


@dataclass(slots=True)
class Limits:
    """`reserve` takes a place or says how long there is none; `hold` obeys a 429."""

    rates: tuple[float, float, float] | None
    clock: Callable[[], float]
    buckets: dict[object, Bucket] = field(default_factory=dict)
    held: dict[int, float] = field(default_factory=dict)

    def reserve(self, chat: int) -> float:
        """0 when it may go now (and is counted), else the seconds to wait."""
        now = self.clock()
        if (still := self.rest_of_hold(chat)) > 0 or self.rates is None:
            return still
        needed = [self.bucket(key, rate, size, now) for key, rate, size in self.of(chat)]
        longest = max(bucket.wait(now) for bucket in needed)
        if longest <= 0:
            for bucket in needed:
                bucket.left -= 1
        return longest

    def rest_of_hold(self, chat: int) -> float:
        """Seconds until Telegram wants to hear of this chat again, whatever the call."""
        still = self.held.get(chat, 0.0) - self.clock()
        if still <= 0:
            self.held.pop(chat, None)
        return max(0.0, still)

    def of(self, chat: int) -> list[tuple[object, float, float]]:
        """The buckets a message to this chat draws from."""
        overall, each, group = self.rates or (1.0, 1.0, 1.0)
        drawn: list[tuple[object, float, float]] = [("all", overall, overall)]
        if chat < 0:
            drawn.append((chat, group / 60, max(1.0, group * 0.8)))
        drawn.append((("chat", chat), each, BURST))
        return drawn

    def bucket(self, key: object, rate: float, size: float, now: float) -> Bucket:
        if key not in self.buckets:
            if len(self.buckets) > FORGET:
                self.buckets.clear()
            self.buckets[key] = Bucket(rate, size, size, now)
        return self.buckets[key]

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram said when to come back for this chat."""
        self.held[chat] = self.clock() + seconds
