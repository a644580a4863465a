"""What the bot may do in a staff group, asked of Telegram itself, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.error import BadRequest, Forbidden

from bot.delivery.outcome import Outcome, Sent
from bot.domain.messages import Message
from bot.language.catalogue import Catalogue, catalogue
from bot.services import posting
from bot.storage.outbox import Claimed
from bot.tg.places import Place

if TYPE_CHECKING:
    from bot.tg.sender import TelegramSender

RIGHTS = {
    "topics": "can_manage_topics",
    "pin": "can_pin_messages",
    "remove": "can_delete_messages",
    "invite": "can_invite_users",
}
"""What the desk needs in a group, as the desk and as Telegram call it."""


async def selfcheck(sender: TelegramSender, row: Claimed, place: Place) -> Outcome:
    """The findings as a message; at a start only where something is missing."""
    say = catalogue("id" if row.payload["language"] == "id" else "en")
    found = await look(sender, int(row.payload["group"]))
    missing = [name for name, is_so in found.items() if not is_so]
    if row.payload["if_missing"] and not missing:
        return Sent()
    text = report(say, found, missing, str(row.payload["more"]))
    message = posting.body(Message(text))
    sent = await sender.bot.send_message(place.chat, message["text"])
    return Sent(sent.message_id)


async def look(sender: TelegramSender, group: int) -> dict[str, bool]:
    """Each thing that is asked for, and whether it is so."""
    try:
        own = await sender.bot.get_chat_member(group, sender.bot.id)
        is_forum = await sender.is_forum(group)
    except (BadRequest, Forbidden):
        return {"reachable": False}
    is_admin = isinstance(own, ChatMemberAdministrator | ChatMemberOwner)
    found = {"reachable": own.status not in ("left", "kicked"), "admin": is_admin}
    found |= {name: may(own, right) for name, right in RIGHTS.items()}
    if not is_forum:  # there are no topics to look after
        del found["topics"]
    if not is_admin:  # an admin hears everything anyhow
        me = await sender.bot.get_me()
        found["hears"] = bool(me.can_read_all_group_messages)
    return found


def may(own: ChatMember, right: str) -> bool:
    return isinstance(own, ChatMemberOwner) or bool(getattr(own, right, False))


def report(say: Catalogue, found: dict[str, bool], missing: list[str], more: str) -> str:
    """What is as it should be on one line; a line for each thing that is not."""
    fine = [f"✓ {say(f'staff.selfcheck.{name}')}" for name, is_so in found.items() if is_so]
    wrong = [f"✗ {say(f'staff.selfcheck.lacking.{name}')}" for name in missing]
    head = say("staff.selfcheck.missing" if missing else "staff.selfcheck.fine")
    return "\n".join(one for one in (head, " ".join(fine), *wrong, more) if one)
