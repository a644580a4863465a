"""Which language staff are spoken to in: each chooses their own, a lead the group's."""

from __future__ import annotations

from bot.domain.messages import Button, Message
from bot.domain.people import Role
from bot.language.catalogue import LANGUAGES
from bot.services import posting, roles, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.group import Said, refuse, say_to
from bot.storage import facts, journal, people
from bot.storage.database import Db

GROUP = ("group", "grup")


async def command(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    """`/language` asks, `/language id` is one's own, `/language group id` everybody's."""
    first, *rest = (*words.lower().split(), "")
    if first in GROUP and (code := tongues.named(rest[0])):
        return await of_group(db, desk, said, code)
    if code := tongues.named(first):
        return await own(db, said, code)
    say, group = await say_to(db, said), await tongues.of_group(db)
    shown = say("staff.language.which", group=say(f"language_name.{group.language}"))
    buttons = tuple(Button(say(f"staff.language.{one}"), f"lang:{one}") for one in LANGUAGES)
    await posting.to_chat(db, said.chat_id, Message(shown, (buttons,)), now=desk.clock())
    return Answer()


async def pick(db: Db, desk: Desk, said: Said, args: list[str]) -> Answer:
    """A button under the question: whoever presses it chooses for themselves."""
    code = tongues.named("".join(args))
    return await own(db, said, code) if code else await refuse(db, desk, said, "lang")


async def own(db: Db, said: Said, code: str) -> Answer:
    await people.set_language(db, said.user_id, code)
    return Answer((await say_to(db, said))("staff.language.own"))


async def of_group(db: Db, desk: Desk, said: Said, code: str) -> Answer:
    """For all of the desk: the board within moments, each card as soon as it is drawn again."""
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if not actor.is_a(Role.LEAD):
        return await refuse(db, desk, said, "language group")
    now = desk.clock()
    await facts.put(db, "desk_language", code, now=now)
    await journal.note(db, said.user_id, "language", now=now, about=code, chat=said.chat_id)
    say = await tongues.of_group(db)
    await posting.to_chat(db, said.chat_id, Message(say("staff.language.group")), now=now)
    return Answer()
