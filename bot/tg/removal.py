"""Takes what the desk once posted out of a group: a topic, or message by message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.error import BadRequest

from bot.delivery.outcome import Outcome, Sent
from bot.storage.outbox import Claimed
from bot.tg.places import Place

if TYPE_CHECKING:
    from bot.tg.sender import TelegramSender

GONE = ("not found", "topic_id_invalid", "topic_deleted", "message_id_invalid")
EMPTIED = "—"


async def untopic(sender: TelegramSender, row: Claimed, place: Place) -> Outcome:
    """A case's topic with all that stands in it; one that is gone already is what was wanted."""
    try:
        await sender.bot.delete_forum_topic(place.chat, row.payload["thread_id"])
    except BadRequest as error:
        if not any(part in error.message.lower() for part in GONE):
            raise
    return Sent()


async def remove(sender: TelegramSender, row: Claimed, place: Place) -> Outcome:
    """After two days Telegram deletes nothing; what the bot said is emptied instead."""
    number = row.payload["message_id"]
    try:
        await sender.bot.delete_message(place.chat, number)
    except BadRequest as error:
        if any(part in error.message.lower() for part in GONE):
            return Sent(number)
        await sender.bot.edit_message_text(EMPTIED, chat_id=place.chat, message_id=number)
    return Sent(number)
