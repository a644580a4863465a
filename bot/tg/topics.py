"""A case's topic in a forum: made, named after how the case stands, opened again when closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.delivery.outcome import Later, NoGroup, Outcome, Unknown
from bot.domain.cases import Kind
from bot.logs import fault
from bot.storage.outbox import Claimed
from bot.tg.doubts import NotYet, unanswered
from bot.tg.places import Place

if TYPE_CHECKING:
    from bot.tg.sender import TelegramSender

CLOSED = "topic_closed"
SAME = "topic_not_modified"
BLUE, YELLOW, VIOLET, GREEN, PINK, RED = 7322096, 16766590, 13338331, 9367192, 16749490, 16478047
"""The six colours Telegram has for a topic; they are chosen once and stay."""
COLOURS: dict[str, int] = {
    Kind.ERASURE: RED,
    Kind.ACCESS: BLUE,
    Kind.PORTABILITY: BLUE,
    Kind.RECTIFICATION: YELLOW,
    Kind.COMPLAINT: PINK,
    Kind.OPT_OUT_MARKETING: GREEN,
    Kind.OPT_OUT_ADS: GREEN,
}
log = structlog.get_logger()


async def made(sender: TelegramSender, row: Claimed, place: Place) -> int | None:
    """The case's topic, made when it is first needed and the group is a forum."""
    if place.case_id is None or place.thread or place.root:
        return place.thread
    name = str(row.payload.get("topic") or place.reference)
    colour = COLOURS.get(str(row.payload.get("kind")), VIOLET)
    try:
        if not await sender.is_forum(place.chat):
            return None
        topic = await sender.bot.create_forum_topic(place.chat, name, icon_color=colour)
    except NetworkError as error:
        if isinstance(unanswered(error), Unknown):
            raise NotYet from error
        raise
    await sender.places.opened(place, topic.message_thread_id, name)
    return topic.message_thread_id


async def rename(sender: TelegramSender, name: str, place: Place) -> None:
    """Only when it changed, and when the group's limits leave room; else with the next drawing."""
    if not place.thread or not name or place.topic == name:
        return
    if await sender.limits.reserve(place.chat) > 0:
        return
    try:
        await sender.bot.edit_forum_topic(place.chat, place.thread, name=name)
    except BadRequest as error:  # the card stands all the same
        if SAME not in error.message.lower():
            log.info("topic_not_renamed", error=fault(error))
            return
    await sender.places.named(place, name)


def is_closed(error: TelegramError, place: Place) -> bool:
    return bool(place.thread) and CLOSED in str(error).lower()


async def reopen(sender: TelegramSender, place: Place) -> Outcome:
    """Somebody closed it, and something is to be said in it."""
    try:
        await sender.bot.reopen_forum_topic(place.chat, place.thread or 0)
    except TelegramError as error:
        log.warning("topic_not_reopened", error=fault(error))
        return NoGroup("topic closed")
    return Later(0, counts=True)
