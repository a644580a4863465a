"""Names in a message of the group that reach the people themselves, by their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.messages import Mark, Message
from bot.domain.people import Role
from bot.language.catalogue import Catalogue
from bot.services import roles
from bot.services.desk import Desk
from bot.storage import people
from bot.storage.database import Db


def calling(text: str, people_: Mapping[str, int]) -> Message:
    """The text with these people called by their names: where it begins with one, else below."""
    marks, whole = [], text
    for name, user in people_.items():
        at = 0
        if not text.startswith(name):
            whole += ("\n" if whole == text else " · ") + name
            at = len(whole) - len(name)
        marks.append(Mark("text_link", at, len(name), f"tg://user?id={user}"))
    return Message(whole, (), tuple(marks))


async def leads(db: Db, desk: Desk, chat: int, say: Catalogue) -> dict[str, int]:
    """Whoever leads in this group now, by name; an unmet one by what they are."""
    granted = {one.user_id for one in await people.everyone(db) if one.role == Role.LEAD}
    named = sorted((desk.team.leads | granted) or await roles.admins(db, desk))
    found: dict[str, int] = {}
    for user in named:
        actor = await roles.actor(db, desk, user, chat_id=chat, name="")
        if actor.is_a(Role.LEAD):
            name = await people.name_of(db, user) or f"{say('roles.as.lead')} {len(found) + 1}"
            found[name] = user
    return found
