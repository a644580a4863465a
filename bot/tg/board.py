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
    elif (pinned := await left_pinned(sender, row, place)) is not None:
        await sender.places.keep_board(place.chat, pinned)
        return await sender.redraw({**row.payload, "message_id": pinned}, place)
    await sender.places.begin_board(place.chat)
    sent = await sender.post(row, place)
    try:
        await sender.bot.pin_chat_message(place.chat, sent, disable_notification=True)
    except TelegramError as error:  # it stands there all the same
        log.info("board_not_pinned", error=fault(error))
    await sender.places.keep_board(place.chat, sent)
    return Sent(sent)


async def left_pinned(sender: TelegramSender, row: Claimed, place: Place) -> int | None:
    """A board that was posted and pinned by a process that died before it could note it."""
    if not await sender.places.has_begun_board(place.chat):
        return None
    pinned = (await sender.bot.get_chat(place.chat)).pinned_message
    ours = pinned and pinned.from_user and pinned.from_user.id == sender.bot.id
    if pinned is None or not ours:
        return None
    first = str(row.payload["text"]).partition(":")[0]
    return pinned.message_id if (pinned.text or "").startswith(first) else None
