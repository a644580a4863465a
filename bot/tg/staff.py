"""The staff group: commands, words in a case's thread, and the buttons of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, Update, User

from bot.domain.masking import UNSEEN
from bot.services import group, group_commands, group_presses, group_words, notices, roles
from bot.services.group import Said
from bot.tg import customer, render
from bot.tg.turns import Reply

if TYPE_CHECKING:
    from bot.tg.app import Edge


def said(message: Message) -> Said | None:
    """What a person wrote; somebody posting as the group or a channel is nobody."""
    user = message.from_user
    if user is None:
        return None
    replied = message.reply_to_message
    return Said(
        chat_id=message.chat_id,
        user_id=user.id,
        name=called(user),
        anonymous=message.sender_chat is not None,
        message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        replies_to=replied.message_id if replied else None,
        text=message.text or "",
        about=meant(message),
        marks=render.marks(message),
        handle=user.username,
    )


def called(user: User) -> str:
    """A colleague's name in one line, without marks that would turn the line around."""
    return " ".join(UNSEEN.sub("", user.first_name).split())[:40] or str(user.id)


def meant(message: Message) -> tuple[int, str] | None:
    """The person mentioned out of Telegram's list, else the one whose message is answered."""
    named = [one.user for one in message.entities if one.user]
    if message.reply_to_message and message.reply_to_message.from_user:
        named.append(message.reply_to_message.from_user)
    people = [(one.id, called(one)) for one in named if not one.is_bot]
    return people[0] if people else None


async def on_command(update: Update, edge: Edge) -> Reply | None:
    """A command in a group: staff's in a staff group, else only where to go."""
    message = update.message
    one = said(message) if message else None
    if message is None or one is None:
        return None
    first, _, argument = one.text.partition(" ")
    name, _, addressed = first.lstrip("/").partition("@")
    if addressed and addressed.lower() != edge.username.lower():
        return None
    if name.lower() == "id":
        await group_commands.tell_id(edge.db, edge.desk, one)
    elif one.chat_id in await roles.staff_chats(edge.db, edge.desk):
        await group.meet(edge.db, edge.desk, one)
        await group_commands.command(edge.db, edge.desk, one, name.lower(), argument.strip())
    else:
        language = customer.language_of(update)
        await notices.in_a_group(edge.db, edge.desk, one.chat_id, language, edge.username)
    return None


async def on_text(update: Update, edge: Edge) -> Reply | None:
    one = said(update.message) if update.message else None
    if one and one.chat_id in await roles.staff_chats(edge.db, edge.desk):
        await group.meet(edge.db, edge.desk, one)
        await group_words.hear(edge.db, edge.desk, one)
    return None


async def on_edit(update: Update, edge: Edge) -> Reply | None:
    one = said(update.edited_message) if update.edited_message else None
    if one and one.chat_id in await roles.staff_chats(edge.db, edge.desk):
        await group_words.hear_edit(edge.db, edge.desk, one)
    return None


async def on_other(update: Update, edge: Edge) -> Reply | None:
    """A photo or file in a case's thread goes nowhere, and its writer is told."""
    one = said(update.message) if update.message else None
    if one and one.chat_id in await roles.staff_chats(edge.db, edge.desk):
        await group_words.hear_file(edge.db, edge.desk, one)
    return None


async def on_press_or_customer(update: Update, edge: Edge) -> Reply | None:
    """A button: in private the customer's, in a group staff's."""
    query = update.callback_query
    if query is None:
        return None
    if query.message is None or query.data is None:
        return Reply(query.id)
    if query.message.chat.type == "private":
        return await customer.on_press(update, edge)
    one = Said(
        chat_id=query.message.chat.id,
        user_id=query.from_user.id,
        name=called(query.from_user),
        anonymous=False,
        message_id=query.message.message_id,
        thread_id=None,
        replies_to=None,
        text=query.data,
        handle=query.from_user.username,
    )
    if one.chat_id in await roles.staff_chats(edge.db, edge.desk):
        await group.meet(edge.db, edge.desk, one)
    answer = await group_presses.press(edge.db, edge.desk, one)
    return Reply(query.id, answer.text[:200], answer.alert)
