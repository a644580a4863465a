"""Every kind of update the desk takes, and who takes it: one ordered list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.services.desk import Desk
from bot.storage.database import Db
from bot.tg import admin, customer, group, reactions, staff
from bot.tg.turns import Reply

NEW = filters.UpdateType.MESSAGE
EDITED = filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUP = filters.ChatType.GROUPS
JOINED_OR_LEFT = filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.LEFT_CHAT_MEMBER

On = Callable[[Update, Any], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Edge:
    """What a handler is given: the turn's transaction and the desk."""

    db: Db
    desk: Desk
    username: str


def handlers() -> list[BaseHandler[Update, Any, Reply | None]]:
    """The first that fits takes the update; one nobody wants is done."""
    return [
        # private: admins' own commands and buttons, then everything a customer does
        CommandHandler(sorted(admin.COMMANDS), admin.on_command, filters=NEW & PRIVATE),
        CallbackQueryHandler(admin.on_press, pattern=admin.PRESS),
        MessageHandler(NEW & PRIVATE & filters.COMMAND, customer.on_command),
        MessageHandler(NEW & PRIVATE & filters.TEXT, customer.on_text),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, customer.on_other),
        MessageHandler(EDITED & PRIVATE & filters.TEXT, customer.on_edit),
        # groups: who comes and goes, commands, words in a case's thread
        MessageHandler(NEW & GROUP & filters.StatusUpdate.MIGRATE, group.on_moved),
        MessageHandler(NEW & GROUP & JOINED_OR_LEFT, group.on_members),
        ChatMemberHandler(group.on_member, ChatMemberHandler.CHAT_MEMBER),
        MessageHandler(NEW & GROUP & filters.COMMAND, staff.on_command),
        MessageHandler(NEW & GROUP & filters.TEXT, staff.on_text),
        MessageHandler(EDITED & GROUP & filters.TEXT, staff.on_edit),
        MessageHandler(NEW & GROUP & ~filters.StatusUpdate.ALL, staff.on_other),
        MessageReactionHandler(reactions.on_reaction),
        # the bot itself: blocked, unblocked, added, removed
        ChatMemberHandler(group.on_own_member, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(staff.on_press_or_customer),
    ]


class Routes:
    """Takes one update with the first handler that wants it."""

    def __init__(self, desk: Desk, username: str) -> None:
        self.desk = desk
        self.username = username
        self.handlers = handlers()

    async def take(self, db: Db, update: Update) -> Reply | None:
        edge = Edge(db, self.desk, self.username)
        for handler in self.handlers:
            check = handler.check_update(update)
            if check is not None and check is not False:
                return await handler.callback(update, edge)
        return None

    async def park(self, db: Db, number: int, update: Update | None) -> None:
        """A turn that failed for good: the admins are told, and the customer if one is known."""
        if update is not None:
            await customer.tell_fault(db, self.desk, update)
        await admin.alarm_parked(db, self.desk, number)
