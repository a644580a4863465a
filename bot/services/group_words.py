"""Staff's own words in a case's thread: the holder's to the customer, anybody else's a note."""

from __future__ import annotations

from bot.services import asking, casework, proposals, speaking, tasks
from bot.services.casework import Work
from bot.services.desk import Desk
from bot.services.group import Said, begin, find_case, refuse
from bot.storage.database import Db


async def hear(db: Db, desk: Desk, said: Said) -> None:
    """Plain text in a case's thread: the holder's to the customer, anybody else's a note."""
    case = await find_case(db, said)
    if case is None:
        return
    work = await begin(db, desk, said, case)
    if said.anonymous or not casework.is_staff(work):
        answer = await refuse(db, desk, said, "words", case.reference)
        await work.post(work.say("staff.anonymous") if said.anonymous else answer.text)
        return
    spoken = speech(said)
    if said.text.startswith(speaking.NOTE_MARK):
        await speaking.note(work, spoken)
    elif not work.is_holder:
        await speaking.note(work, spoken)
        holder = work.file.case.holder_id
        await work.post(work.say("staff.nobody_holds" if holder is None else "staff.other_holds"))
    elif not await on_sheet(work, spoken):
        await speaking.to_customer(work, spoken)


def speech(said: Said) -> speaking.Spoken:
    return speaking.Spoken(
        said.chat_id, said.message_id, said.text, said.marks, replies_to=said.replies_to
    )


async def hear_edit(db: Db, desk: Desk, said: Said) -> None:
    """Somebody changed their words: a note stays a note, and what was said is not unsaid."""
    case = await find_case(db, said)
    if case is None or said.anonymous:
        return
    work = await begin(db, desk, said, case)
    if casework.is_staff(work):
        await speaking.edited(work, speech(said))


async def on_sheet(work: Work, spoken: speaking.Spoken) -> bool:
    """Whether the desk had asked for just these words, and took them."""
    if await asking.heard(work, spoken) or await tasks.heard(work, spoken.text):
        return True
    return await proposals.heard(work, spoken.text)


async def hear_file(db: Db, desk: Desk, said: Said) -> None:
    case = await find_case(db, said)
    if case is not None:
        work = await begin(db, desk, said, case)
        await work.post(work.say("staff.text_only"))
