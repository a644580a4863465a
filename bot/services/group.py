"""What a person did in a group, and the case they mean by it: by stored ids only."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.language.catalogue import Catalogue, catalogue
from bot.services import cards, casework, roles
from bot.services.casework import Work
from bot.services.desk import Desk
from bot.storage import cases, messages, outbox
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


async def say_of(db: Db) -> Catalogue:
    return catalogue(await cards.desk_language(db))


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
