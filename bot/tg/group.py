"""Groups: who comes and goes, and where a group moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatMemberUpdated, Update

from bot.services import absence, roles
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
    for user in message.new_chat_members or ():
        await saw(edge, message.chat_id, user.id, "member")
    if message.left_chat_member is not None:
        await saw(edge, message.chat_id, message.left_chat_member.id, "left")
    return None


async def on_member(update: Update, edge: Edge) -> Reply | None:
    if update.chat_member is not None:
        await changed(update.chat_member, edge)
    return None


async def on_own_member(update: Update, edge: Edge) -> Reply | None:
    """In private: the customer blocked the bot, or let it in again."""
    own = update.my_chat_member
    if own is None:
        return None
    if own.chat.type == "private":
        customer = await customers.find(edge.db, own.chat.id)
        if customer is not None:
            gone = own.new_chat_member.status == "kicked"
            at = edge.desk.clock() if gone else None
            await customers.set_unreachable(edge.db, customer.id, at)
        return None
    await changed(own, edge)
    return None


async def changed(told: ChatMemberUpdated, edge: Edge) -> None:
    member = told.new_chat_member
    await saw(edge, told.chat.id, member.user.id, str(member.status))


async def saw(edge: Edge, chat: int, user: int, status: str) -> None:
    """Kept of staff groups only: who is in any other is none of the desk's business."""
    if chat in await roles.staff_chats(edge.db, edge.desk):
        await people.saw(edge.db, chat, user, status, now=edge.desk.clock())
        if status in roles.GONE:
            await absence.left(edge.db, edge.desk, chat, user)
