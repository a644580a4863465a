"""Admins in private: commands and buttons of the knowledge base, authorised each time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from telegram import Message, MessageOriginUser, Update

from bot.domain.people import Role
from bot.services import (
    aside,
    kb,
    keeping,
    notices,
    reports,
    roles,
    selfcheck,
    staffing,
    unanswered,
)
from bot.services.desk import Desk
from bot.storage.database import Db
from bot.tg import customer
from bot.tg.turns import Reply

if TYPE_CHECKING:
    from bot.tg.app import Edge

Do = Callable[[Db, Desk, int], Awaitable[None]]
DoTyped = Callable[[Db, Desk, int, str], Awaitable[None]]
"""A command and what was typed after it."""
DoWith = Callable[[Db, Desk, int, int, int, int], Awaitable[None]]
"""Two numbers the button carries, and the message it stands under."""


def alone(do: Do) -> DoTyped:
    """A command that takes nothing more; what was typed after it does not matter."""

    async def done(db: Db, desk: Desk, admin: int, _: str) -> None:
        await do(db, desk, admin)

    return done


COMMANDS: dict[str, DoTyped] = {
    "reload": alone(keeping.ask_reload),
    "rollback": alone(keeping.ask_rollback),
    "kb": alone(kb.show),
    "unanswered": unanswered.show,
    "parked": alone(aside.show),
    "staff": staffing.command,
    "selfcheck": alone(selfcheck.of_admin),
    "help": alone(keeping.help_),
}
PRESSES: dict[str, DoWith] = {
    "kload": keeping.load,
    "kback": keeping.roll_back,
    "kcancel": keeping.cancel,
    "kto": keeping.ask_back,
    "ksee": reports.see,
    "kturn": reports.turn,
    "kall": kb.overview,
    "kcov": kb.coverage,
    "kpol": kb.policy,
    "kgold": kb.ask_golden,
    "kver": kb.kept,
    "kun": unanswered.page,
    "kuf": unanswered.choose,
    "kuo": unanswered.narrow,
    "kug": unanswered.group,
    "kux": unanswered.dismiss,
    "kuq": unanswered.as_golden,
    "kagain": aside.again,
    "kdrop": aside.drop,
    "srem": staffing.ask,
    "syes": staffing.take,
    "slist": staffing.again,
}
PRESS = rf"^({'|'.join(PRESSES)}):\d{{1,12}}:\d{{1,12}}$"


async def is_admin(edge: Edge, user_id: int) -> bool:
    found = await roles.actor(edge.db, edge.desk, user_id, chat_id=user_id, name="")
    return found.is_a(Role.ADMIN)


async def on_command(update: Update, edge: Edge) -> Reply | None:
    """Anybody else hears what any unknown command says."""
    message = update.message
    if message is None or message.from_user is None or not message.text:
        return None
    first, *rest = message.text.split(maxsplit=1)
    name = first.lstrip("/").partition("@")[0].lower()
    if not await is_admin(edge, message.from_user.id):
        return await customer.on_command(update, edge)
    if name == "help":  # an admin is a customer too
        await customer.on_command(update, edge)
    words = " ".join([*rest, *([str(who)] if (who := meant(message)) else [])])
    await COMMANDS[name](edge.db, edge.desk, message.from_user.id, words)
    return None


def meant(message: Message) -> int | None:
    """Whom an admin mentions, or whose forwarded message they answer."""
    named = [one.user.id for one in message.entities if one.user]
    replied = message.reply_to_message
    if replied and isinstance(origin := replied.forward_origin, MessageOriginUser):
        named.append(origin.sender_user.id)
    return named[0] if named else None


async def on_press(update: Update, edge: Edge) -> Reply | None:
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    private = query.message.chat.id == query.from_user.id
    if not private or not await is_admin(edge, query.from_user.id):
        say = await notices.say_for(edge.db, query.from_user.id)
        return Reply(query.id, say("staff.not_here"), alert=True)
    action, version, expected = query.data.split(":")
    await PRESSES[action](
        edge.db,
        edge.desk,
        query.from_user.id,
        int(version),
        int(expected),
        query.message.message_id,
    )
    return Reply(query.id)


async def alarm_parked(db: Db, desk: Desk, number: int) -> None:
    await notices.to_admins(db, desk, "staff.parked", update=number)
