"""Reactions of people, in private and in groups; a bot's own are never told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ReactionTypeEmoji, Update

from bot.services import reactions, roles
from bot.services.group import Said
from bot.tg.turns import Reply

if TYPE_CHECKING:
    from bot.tg.app import Edge


async def on_reaction(update: Update, edge: Edge) -> Reply | None:
    """One emoji, or none where it was taken back; what a bot cannot set itself goes nowhere."""
    told = update.message_reaction
    if told is None or told.user is None:
        return None
    now = [one for one in told.new_reaction if isinstance(one, ReactionTypeEmoji)]
    if told.new_reaction and not now:
        return None
    emoji = now[0].emoji if now else ""
    if told.chat.type == "private":
        await reactions.of_customer(edge.db, edge.desk, told.chat.id, told.message_id, emoji)
    elif told.chat.id in await roles.staff_chats(edge.db, edge.desk):
        one = Said(
            chat_id=told.chat.id,
            user_id=told.user.id,
            name=told.user.first_name[:40],
            anonymous=False,
            message_id=told.message_id,
            thread_id=None,
            replies_to=None,
            text=emoji,
        )
        await reactions.of_staff(edge.db, edge.desk, one)
    return None
