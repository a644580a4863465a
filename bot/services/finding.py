"""Finds cases by what staff may know of them: never by anybody's words."""

from __future__ import annotations

from bot.domain.cases import read_reference
from bot.domain.forms import is_address
from bot.domain.messages import Button, Message
from bot.domain.people import Role
from bot.services import cards, posting, queue, records, reminders, roles
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.group import Said, refuse, say_to
from bot.services.screens.view import View
from bot.storage import cases, customers, finding, journal
from bot.storage.cases import Case
from bot.storage.database import Db

SHOWN = 12


async def show(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    """`/case PR-…`: how it stands, with the way to its topic; nobody's button goes stale."""
    found = await by_reference(db, desk, said, words)
    view = await view_of(db, desk, said)
    if found is None:
        return Answer(view.say("staff.find.none"))
    file, customer = await records.read(db, found), await customers.get(db, found.customer_id)
    url = queue.address(file)
    rows = ((Button(view.say("staff.button.topic"), url=url),),) if url else ()
    message = Message(cards.text(view, file, customer), rows)
    await posting.to_chat(db, said.chat_id, message, now=view.now)
    return Answer()


async def by_reference(db: Db, desk: Desk, said: Said, words: str) -> Case | None:
    """Of the cases this group works; another's is as unknown as none."""
    reference = read_reference(words)
    found = await cases.by_reference(db, reference) if reference else None
    if found and await roles.works(db, desk, said.chat_id, found.policy):
        return found
    return None


async def find(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    """`/find 7K3Q`, `Heron 27`, `talenta access`, or for leads an exact e-mail address."""
    say = await say_to(db, said)
    if not words:
        return Answer(say("staff.find.how"))
    if is_address(words):
        return await by_address(db, desk, said, words)
    found = await finding.by_part(db, words, limit=SHOWN)
    found += await finding.by_pseudonym(db, words, limit=SHOWN)
    if not found and (wish := queue.read(await desk.library.current(db), words)):
        view = await view_of(db, desk, said)
        asked = queue.Asked(view, said.user_id)
        files = queue.left(asked, await queue.open_files(db, desk, said.chat_id), wish)
        found = [file.case for file in files]
    return await told(db, desk, said, found)


async def by_address(db: Db, desk: Desk, said: Said, address: str) -> Answer:
    """Compared by its keyed digest; the message that held it goes, and the looking is recorded."""
    held, now = {"message_id": said.message_id}, desk.clock()
    await posting.put(db, posting.chat(said.chat_id), "delete", held, "safe", now=now)
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if not actor.is_a(Role.LEAD):
        return await refuse(db, desk, said, "find an address")
    found = await finding.by_address(db, address, limit=SHOWN)
    about = " ".join(case.reference for case in found)
    await journal.note(
        db, said.user_id, "found_by_address", now=now, about=about, chat=said.chat_id
    )
    return await told(db, desk, said, found)


async def told(db: Db, desk: Desk, said: Said, found: list[Case]) -> Answer:
    """A line for each, open or closed, with the ways there."""
    view = await view_of(db, desk, said)
    ours = await roles.worked_by(db, desk, said.chat_id, {one.policy for one in found})
    files = [await records.read(db, one) for one in found if one.policy in ours]
    if not files:
        return Answer(view.say("staff.find.none"))
    lines = [view.say("staff.find.found", count=len(files))]
    lines += [reminders.line(view, file, file.nearest()) for file in files[:SHOWN]]
    message = Message("\n".join(lines), queue.links(said.chat_id, files[:SHOWN]))
    await posting.to_chat(db, said.chat_id, message, now=view.now)
    return Answer()


async def view_of(db: Db, desk: Desk, said: Said) -> View:
    loaded = await desk.library.current(db)
    return View(await say_to(db, said), loaded, desk.notice, desk.clock())
