"""What can become of sending one message, as values the worker acts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.storage.outbox import Claimed


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it; the id of the message it became, if it became one."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly not sent; try again after so many seconds. `counts`: as a failed attempt."""

    seconds: float
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It left, and no answer came: perhaps sent, perhaps not.

    `made`: a new message if it is, which a repeat would double even where edits are repeated.
    """

    made: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has blocked the bot or is gone."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Telegram refused it for good; a short code, never its text."""

    code: str


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The case's topic was deleted: it needs a new one."""


@dataclass(frozen=True, slots=True)
class NoGroup:
    """No staff group can be reached; the case waits for one."""

    code: str


Outcome = Sent | Later | Unknown | Blocked | Failed | ThreadGone | NoGroup


class Sender(Protocol):
    """The way out; Telegram's is in `tg`."""

    async def send(self, row: Claimed) -> Outcome:
        """Send one claimed message and say what became of it; never raises."""
