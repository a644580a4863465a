"""The board where it stands: edited in place, posted and pinned where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, TelegramError

from bot.delivery.outcome import Outcome, Sent
from bot.logs import fault
from bot.storage.outbox import Claimed
from bot.tg.places import Place

if TYPE_CHECKING:
    from bot.tg.sender import TelegramSender

GONE = ("to edit not found", "can't be edited", "message_id_invalid")
log = structlog.get_logger()


async def board(sender: TelegramSender, row: Claimed, place: Place) -> Outcome:
    """One in a group: a second is made only when Telegram says that the first is gone."""
    number = await sender.places.board(place.chat)
    if number is not None:
        try:
            return await sender.redraw({**row.payload, "message_id": number}, place)
        except BadRequest as error:
            if not any(part in error.message.lower() for part in GONE):
                raise
    sent = await sender.post(row, place)
    await sender.places.keep_board(place.chat, sent)
    try:
        await sender.bot.pin_chat_message(place.chat, sent, disable_notification=True)
    except TelegramError as error:  # it stands there all the same
        log.info("board_not_pinned", error=fault(error))
    return Sent(sent)
