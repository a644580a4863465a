"""Groups: who comes and goes, and where a group moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatMemberUpdated, Update

from bot.services import roles
from bot.storage import customers, facts, people
from bot.tg.turns import Reply

if TYPE_CHECKING:
    from bot.tg.app import Edge


async def on_moved(update: Update, edge: Edge) -> Reply | None:
    """The group became a supergroup: its new number is kept and overrides the setting."""
    message = update.message
    if message is None or message.migrate_to_chat_id is None:
        return None
    name = f"{roles.MOVED}:{message.chat_id}"
    await facts.put(edge.db, name, str(message.migrate_to_chat_id), now=edge.desk.clock())
    return None


async def on_members(update: Update, edge: Edge) -> Reply | None:
    """Somebody joined or left: rights begin and end at once."""
    message = update.message
    if message is None:
        return None
    now, chat = edge.desk.clock(), message.chat_id
    for user in message.new_chat_members or ():
        await people.saw(edge.db, chat, user.id, "member", now=now)
    if message.left_chat_member is not None:
        await people.saw(edge.db, chat, message.left_chat_member.id, "left", now=now)
    return None


async def on_member(update: Update, edge: Edge) -> Reply | None:
    if update.chat_member is not None:
        await saw(update.chat_member, edge)
    return None


async def on_own_member(update: Update, edge: Edge) -> Reply | None:
    """In private: the customer blocked the bot, or let it in again."""
    changed = update.my_chat_member
    if changed is None:
        return None
    if changed.chat.type == "private":
        customer = await customers.find(edge.db, changed.chat.id)
        if customer is not None:
            gone = changed.new_chat_member.status == "kicked"
            at = edge.desk.clock() if gone else None
            await customers.set_unreachable(edge.db, customer.id, at)
        return None
    await saw(changed, edge)
    return None


async def saw(changed: ChatMemberUpdated, edge: Edge) -> None:
    user, status = changed.new_chat_member.user, str(changed.new_chat_member.status)
    await people.saw(edge.db, changed.chat.id, user.id, status, now=edge.desk.clock())
