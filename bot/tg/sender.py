"""Sends what the outbox holds, and reads Telegram's answer for what it truly says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.outcome import (
    Blocked,
    Failed,
    Later,
    NoGroup,
    Outcome,
    Sent,
    ThreadGone,
    Unknown,
)
from bot.delivery.shared import Shared
from bot.domain.errors import BotError, StorageError
from bot.services import papers
from bot.storage.outbox import Claimed
from bot.tg import board, removal, render, selfcheck, topics
from bot.tg.doubts import Perhaps, seconds_of, unanswered
from bot.tg.places import Place, Places

TOPIC_GONE = ("thread not found", "topic_deleted", "topic_id_invalid", "message to be replied")
EDIT_GONE = ("to edit not found", "can't be edited", "message_id_invalid")
NO_CHAT = (
    "chat not found",
    "need administrator rights",
    "not enough rights",
    "chat_write_forbidden",
)
DONE_ALREADY = ("not modified", "to delete not found", "reaction_invalid", "to react not found")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(slots=True)
class TelegramSender:
    """One bot's way out; what was sent where is kept by `places`."""

    bot: Bot
    places: Places
    limits: Shared

    async def send(self, row: Claimed) -> Outcome:
        try:
            place = await self.places.find(row)
            if place is None:
                return NoGroup("no staff group")
            asked = self.limits.rest_of_hold if row.kind in UNLIMITED else self.limits.reserve
            wait = await asked(place.chat)
        except BotError:
            return Later(5, counts=True)
        if wait > 0:
            return Later(wait)
        return await self.attempt(row, place)

    async def attempt(self, row: Claimed, place: Place) -> Outcome:
        """One call; an error is read for what it says about the message."""
        try:
            return await KINDS[row.kind](self, row, place)
        except BotError:
            return Later(5, counts=True)
        except Perhaps:
            return Unknown(made=True)
        except ValueError:  # it cannot be made into a message, now or ever
            return Failed("unsendable")
        except TelegramError as error:
            with suppress(StorageError):  # it goes by what was answered, stored or not
                await self.remember(error, place)
            if topics.is_closed(error, place):
                return await topics.reopen(self, place)
            return self.read(error, row, place)

    async def remember(self, error: TelegramError, place: Place) -> None:
        """What an error says of a chat, for all that goes there."""
        if isinstance(error, ChatMigrated):
            await self.places.moved(place.chat, error.new_chat_id)
        if isinstance(error, RetryAfter):
            await self.limits.hold(place.chat, seconds_of(error))

    def read(self, error: TelegramError, row: Claimed, place: Place) -> Outcome:
        """Every way a call can fail; the order matters, since some errors are kinds of others."""
        match error:
            case RetryAfter():
                return Later(seconds_of(error))
            case ChatMigrated():
                return Later(0)
            case Forbidden():
                return NoGroup("forbidden") if place.chat < 0 else Blocked()
            case BadRequest():
                return self.refused(row, place, error.message.lower())
            case NetworkError():
                return unanswered(error)
            case InvalidToken() | EndPointNotFound():  # so a refused token looks to a known bot
                return Later(30, counts=True)
            case _:
                return Failed(type(error).__name__)

    def refused(self, row: Claimed, place: Place, text: str) -> Outcome:
        """A 400 by its words, which are Telegram's, never a person's."""
        if any(part in text for part in DONE_ALREADY):
            return Sent(row.payload.get("message_id"))
        if place.case_id and any(part in text for part in TOPIC_GONE):
            return ThreadGone()
        if any(part in text for part in NO_CHAT):
            return NoGroup("no rights") if place.chat < 0 else Failed("chat_not_found")
        return Failed("bad_request")

    # ---- the kinds of row

    async def text(self, row: Claimed, place: Place) -> Outcome:
        """A new message."""
        sent = await self.post(row, place)
        await self.places.posted(row, place, sent)
        return Sent(sent)

    async def post(self, row: Claimed, place: Place) -> int:
        """Its number; the rest of the answer is not made into a message of the library's."""
        message = render.message(row.payload)
        thread = await topics.made(self, row, place)
        answered = row.payload.get("reply_to") or place.root
        reply = ReplyParameters(answered, allow_sending_without_reply=True) if answered else None
        given = {
            "chat_id": place.chat,
            "text": message.text,
            "entities": render.entities(message),
            "message_thread_id": thread,
            "reply_parameters": reply,
            "reply_markup": render.keyboard(message.rows),
            "link_preview_options": NO_PREVIEW,
        }
        try:
            # Two underscores keep it from recommending its method, which reads all of the answer.
            sent = await self.bot.do_api_request("send__message", api_kwargs=given)
        except NetworkError as error:
            if isinstance(unanswered(error), Unknown):
                raise Perhaps from error
            raise
        return int(sent["message_id"])

    async def is_forum(self, chat: int) -> bool:
        return bool((await self.bot.get_chat(chat)).is_forum)

    async def edit(self, row: Claimed, place: Place) -> Outcome:
        """A message redrawn; where it is gone or too old, a new one says the same."""
        number = await self.places.number(row)
        if number is None:
            return Failed("never_arrived")
        try:
            return await self.redraw({**row.payload, "message_id": number}, place)
        except BadRequest as error:
            if not any(part in error.message.lower() for part in EDIT_GONE):
                raise
            return await self.text(row, place)

    async def card(self, row: Claimed, place: Place) -> Outcome:
        """The case's one card, edited where it stands; its topic's name follows it."""
        if place.card is None:
            sent = await self.post(row, place)
            await self.places.carded(row, place, sent)
            return Sent(sent)
        again = {**row.payload, "message_id": place.card}
        try:
            outcome = await self.redraw(again, place)
        except BadRequest as error:
            text = error.message.lower()
            if any(part in text for part in EDIT_GONE):
                await self.places.uncarded(place)
                return Later(0)
            if "not modified" not in text:
                raise
            outcome = Sent(place.card)
        await topics.rename(self, str(row.payload.get("topic") or ""), place)
        return outcome

    async def redraw(self, payload: dict[str, Any], place: Place) -> Outcome:
        message = render.message(payload)
        await self.bot.edit_message_text(
            message.text,
            entities=render.entities(message),
            chat_id=place.chat,
            message_id=payload["message_id"],
            reply_markup=render.keyboard(message.rows),
            link_preview_options=NO_PREVIEW,
        )
        return Sent(payload["message_id"])

    async def document(self, row: Claimed, place: Place) -> Outcome:
        """A paper, made now; what it was about may be gone by now."""
        paper = await papers.make(self.places.desk, row.customer_id, row.payload)
        if paper is None:
            return Failed("paper_gone")
        file = InputFile(paper.content, paper.name)
        sent = await self.bot.send_document(place.chat, file, caption=paper.caption)
        return Sent(sent.message_id)

    async def picture(self, row: Claimed, place: Place) -> Outcome:
        """A paper to look at."""
        paper = await papers.make(self.places.desk, row.customer_id, row.payload)
        if paper is None:
            return Failed("paper_gone")
        sent = await self.bot.send_photo(
            place.chat, InputFile(paper.content, paper.name), caption=paper.caption
        )
        return Sent(sent.message_id)

    async def unbutton(self, row: Claimed, place: Place) -> Outcome:
        """The buttons of a spent form."""
        number = row.payload["message_id"]
        await self.bot.edit_message_reply_markup(place.chat, number, reply_markup=None)
        return Sent(number)

    async def react(self, row: Claimed, place: Place) -> Outcome:
        number = row.payload["message_id"]
        await self.bot.set_message_reaction(place.chat, number, row.payload["emoji"])
        return Sent(number)

    async def delete(self, row: Claimed, place: Place) -> Outcome:
        number = await self.places.number(row)
        if number is None:
            return Failed("never_arrived")
        await self.bot.delete_message(place.chat, number)
        return Sent(number)


Way = Callable[[TelegramSender, Claimed, Place], Awaitable[Outcome]]
KINDS: dict[str, Way] = {
    "send": TelegramSender.text,
    "edit": TelegramSender.edit,
    "card": TelegramSender.card,
    "document": TelegramSender.document,
    "picture": TelegramSender.picture,
    "unbutton": TelegramSender.unbutton,
    "react": TelegramSender.react,
    "delete": TelegramSender.delete,
    "board": board.board,
    "selfcheck": selfcheck.selfcheck,
    "untopic": removal.untopic,
    "remove": removal.remove,
}
UNLIMITED = ("react", "unbutton", "delete")
"""Calls that send no message: not counted against a chat's rate, yet bound by a 429."""
