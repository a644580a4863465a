"""Commands in Telegram's menus, only where they work."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.language.catalogue import LANGUAGES, catalogue
from bot.logs import fault

CUSTOMER = (
    "request",
    "company",
    "status",
    "human",
    "language",
    "privacy",
    "mydata",
    "forget",
    "help",
    "cancel",
)
STAFF = (
    "queue",
    "mine",
    "case",
    "find",
    "next",
    "board",
    "take",
    "release",
    "assign",
    "ask",
    "tasks",
    "note",
    "reply",
    "recall",
    "reveal",
    "handback",
    "mute",
    "unmute",
    "card",
    "away",
    "back",
    "selfcheck",
    "language",
    "stats",
    "export",
    "help",
    "id",
)
ADMIN = ("reload", "rollback", "kb", "unanswered", "parked", "staff", "selfcheck", *CUSTOMER)
log = structlog.get_logger()


async def publish(bot: Bot, *, staff_chats: set[int], admins: frozenset[int]) -> None:
    """One list for a scope and a language; a chat that refuses harms nothing."""
    scopes: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeAllPrivateChats(), CUSTOMER)
    ]
    scopes += [(BotCommandScopeChat(chat), STAFF) for chat in sorted(staff_chats)]
    scopes += [(BotCommandScopeChat(admin), ADMIN) for admin in sorted(admins)]
    for scope, names in scopes:
        for language in LANGUAGES:
            await publish_one(bot, scope, names, language)


async def publish_one(
    bot: Bot, scope: BotCommandScope, names: tuple[str, ...], language: str
) -> None:
    say = catalogue("id" if language == "id" else "en")
    commands = [BotCommand(name, say(f"command.{name}")) for name in names]
    code = "id" if language == "id" else None
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=code)
    except TelegramError as error:
        log.info("menu_not_set", error=fault(error))
