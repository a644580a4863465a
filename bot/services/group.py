"""What a person did in a group, and the case they mean by it: by stored ids only."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.messages import Mark
from bot.domain.people import Role
from bot.language.catalogue import Catalogue
from bot.services import casework, refusing, roles, tongues
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.storage import cases, messages, outbox, people
from bot.storage.cases import Case
from bot.storage.database import Db


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person did in a group: text, a command or a button's data; `about` is the person
    they mention or answer."""

    chat_id: int
    user_id: int
    name: str
    anonymous: bool
    message_id: int
    thread_id: int | None
    replies_to: int | None
    text: str = field(repr=False)
    about: tuple[int, str] | None = None
    marks: tuple[Mark, ...] = ()
    handle: str | None = None


async def say_to(db: Db, said: Said) -> Catalogue:
    """What this person alone is told, in their language."""
    return await tongues.of_person(db, said.user_id)


async def meet(db: Db, desk: Desk, said: Said) -> None:
    """Who writes in a staff group can be named there: by first name, and by @name."""
    if not said.anonymous:
        now = desk.clock()
        await people.met(db, said.chat_id, said.user_id, said.name, said.handle, now=now)


async def is_staff(db: Db, desk: Desk, said: Said) -> bool:
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    return actor.is_a(Role.STAFF)


async def refuse(db: Db, desk: Desk, said: Said, what: str, about: str = "") -> Answer:
    """The one plain word to whoever may not, whether the thing exists or not; it is recorded."""
    about = f"{what} {about}".strip()
    await refusing.record(db, said.user_id, about, desk.clock(), chat=said.chat_id)
    return Answer((await say_to(db, said))("staff.not_here"), alert=True)


async def find_case(db: Db, said: Said) -> Case | None:
    """The case whose topic this is, or whose message is replied to: by stored ids only."""
    if said.thread_id is not None:
        return await cases.by_thread(db, said.chat_id, said.thread_id)
    if said.replies_to is None:
        return None
    if found := await cases.by_root(db, said.chat_id, said.replies_to):
        return found
    note = await messages.by_staff_message(db, said.chat_id, said.replies_to)
    idents = [note.case_id] if note else await outbox.of_message(db, said.replies_to)
    found_here = [
        case
        for ident in dict.fromkeys(idents)
        if (case := await cases.get(db, ident)) and case.staff_chat == said.chat_id
    ]
    return found_here[0] if len(found_here) == 1 else None


async def begin(db: Db, desk: Desk, said: Said, case: Case) -> Work:
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    loaded = await desk.library.current(db)
    return await casework.begin(db, desk, loaded, actor, case, now=desk.clock())
