"""What a call without a proper answer means: that it never left, or that nobody knows."""

from __future__ import annotations

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery.outcome import Later, Outcome, Unknown
from bot.domain.errors import BotError
from bot.tg.wire import NEVER_LEFT


class NotYet(BotError):
    """Something that comes before the message was not answered; the message itself never left."""


class Perhaps(Exception):
    """A new message left, and no answer came."""


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()


def unanswered(error: NetworkError) -> Outcome:
    """Never left: later. A server's own 5xx, even one that only a page of HTML tells: later too,
    but for a gateway that gave up waiting. Anything else: nobody knows.
    """
    if isinstance(error.__cause__, NEVER_LEFT):
        return Later(1, counts=True)
    refused = error.__cause__ is None or isinstance(error.__cause__, TelegramError)
    if refused and not isinstance(error, TimedOut) and "(504)" not in error.message:
        return Later(1, counts=True)
    return Unknown()
