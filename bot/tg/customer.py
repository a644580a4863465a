"""The private chat: Telegram's updates as what the desk hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, Update

from bot.domain.cases import read_reference
from bot.services import notices, rewording, talk
from bot.services.desk import Desk
from bot.services.talk import Heard
from bot.storage.database import Db
from bot.tg import render
from bot.tg.turns import Reply

if TYPE_CHECKING:
    from bot.tg.app import Edge


def language_of(update: Update) -> str:
    user = update.effective_user
    return (user.language_code if user else None) or "en"


def names_of(update: Update) -> tuple[str, ...]:
    user = update.effective_user
    return tuple(filter(None, (user.full_name, user.username))) if user else ()


def heard(update: Update, message: Message, **content: object) -> Heard:
    replied = message.reply_to_message
    return Heard(
        chat_id=message.chat_id,
        language=language_of(update),
        message_id=message.message_id,
        replies_to=replied.message_id if replied else None,
        names=names_of(update),
        marks=render.marks(message),
        **content,  # type: ignore[arg-type]  # the three content fields of Heard
    )


async def on_text(update: Update, edge: Edge) -> Reply | None:
    message = update.message
    if message is None or message.from_user is None:
        return None
    await talk.hear(edge.db, edge.desk, heard(update, message, text=words(message)))
    return None


def words(message: Message) -> str:
    """What stands there; half a sign is none."""
    return (message.text or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


async def on_command(update: Update, edge: Edge) -> Reply | None:
    """`/status PR-…` and the like; the bot's own name after the command is cut off."""
    message = update.message
    if message is None or not message.text:
        return None
    first, _, argument = message.text.partition(" ")
    name = first.lstrip("/").partition("@")[0].lower()
    argument = argument.strip()
    if name == "status" and argument:
        argument = read_reference(argument) or "unknown"
    await talk.hear(edge.db, edge.desk, heard(update, message, command=(name, argument)))
    return None


async def on_other(update: Update, edge: Edge) -> Reply | None:
    """A photo, voice note, sticker or file."""
    if update.message is not None:
        await talk.hear(edge.db, edge.desk, heard(update, update.message))
    return None


async def on_edit(update: Update, edge: Edge) -> Reply | None:
    """An edit never files or changes anything; the customer is told so."""
    message = update.edited_message
    if message is not None:
        await rewording.edited(edge.db, edge.desk, heard(update, message, text=words(message)))
    return None


async def on_press(update: Update, edge: Edge) -> Reply | None:
    """A button in the private chat."""
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    said = Heard(
        chat_id=query.message.chat.id,
        language=language_of(update),
        press=query.data,
        message_id=query.message.message_id,
        names=names_of(update),
    )
    word = await talk.hear(edge.db, edge.desk, said)
    return Reply(query.id, word or "")


async def tell_fault(db: Db, desk: Desk, update: Update) -> None:
    chat = update.effective_chat
    if chat is not None and chat.type == "private":
        await notices.fault(db, desk, chat.id)
