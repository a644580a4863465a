"""The queue: open cases, the nearest date first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.messages import Button, Message
from bot.domain.people import Role
from bot.language.catalogue import catalogue
from bot.services import cards, casework, posting, records, roles, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens.view import View
from bot.storage.database import Db

if TYPE_CHECKING:
    from bot.services.group import Said

SHOWN = 8


async def open_files(db: Db, desk: Desk, chat_id: int) -> list[CaseFile]:
    """Open cases this group works, by their nearest due date."""
    files = await records.open_files(db)
    ours = await roles.worked_by(db, desk, chat_id, {file.case.policy for file in files})
    return [file for file in files if file.case.policy in ours]


async def show(db: Db, desk: Desk, chat_id: int) -> None:
    """The first of the queue, a line each."""
    say = catalogue(await cards.desk_language(db))
    view = View(say, await desk.library.current(db), desk.notice, desk.clock())
    files = await open_files(db, desk, chat_id)
    if not files:
        await posting.to_chat(db, chat_id, Message(say("staff.queue_none")), now=view.now)
        return
    lines = [say("staff.queue_head", count=len(files))]
    for file in files[:SHOWN]:
        request = file.nearest()
        lines.append(
            say(
                "staff.queue_line",
                glyph=cards.glyph(say, file, view.now),
                reference=file.case.reference,
                kind=view.kind(request.kind),
                company=view.name(file.case.policy),
                day=own_cases.due_day(view, request),
                holder=file.case.holder_name or say("staff.nobody"),
            )
        )
    button = Button(say("staff.button.next"), "next")
    await posting.to_chat(db, chat_id, Message("\n".join(lines), ((button,),)), now=view.now)


async def take_next(db: Db, desk: Desk, said: Said) -> Answer:
    """The unheld case with the nearest date becomes the asker's."""
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    loaded = await desk.library.current(db)
    say = await tongues.of_person(db, said.user_id)
    if not actor.is_a(Role.STAFF):
        return Answer(say("staff.not_here"), alert=True)
    for file in await open_files(db, desk, said.chat_id):
        if file.case.holder_id is not None:
            continue
        work = await casework.begin(db, desk, loaded, actor, file.case, now=desk.clock())
        if work.file.case.holder_id is None and work.file.is_open:
            return await casework.take(work)
    return Answer(say("staff.queue_none"))
