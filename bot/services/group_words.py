"""Staff's own words in a case's thread: the holder's to the customer, anybody else's a note."""

from __future__ import annotations

from bot.services import asking, casework, proposals, relay
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
    spoken = relay.Spoken(said.user_id, said.chat_id, said.message_id, said.text)
    if said.text.startswith(relay.NOTE_MARK):
        await relay.note(db, work.file, spoken, now=work.now)
    elif not work.is_holder:
        await relay.note(db, work.file, spoken, now=work.now)
        holder = work.file.case.holder_id
        await work.post(work.say("staff.nobody_holds" if holder is None else "staff.other_holds"))
    elif not (await asking.heard(work, spoken) or await proposals.heard(work, said.text)):
        await relay.to_customer(db, work.file, spoken, now=work.now)


async def hear_file(db: Db, desk: Desk, said: Said) -> None:
    case = await find_case(db, said)
    if case is not None:
        work = await begin(db, desk, said, case)
        await work.post(work.say("staff.text_only"))
