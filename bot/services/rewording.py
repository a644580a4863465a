"""A customer edits what they wrote: both versions are kept and shown, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import unwanted
from bot.domain.masking import quoted
from bot.domain.messages import Message
from bot.language import dates
from bot.language.catalogue import catalogue
from bot.services import cards, casework, notices, posting, steps
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.services.talk import Heard
from bot.storage import cases, customers, edits, messages
from bot.storage.database import Db


async def edited(db: Db, desk: Desk, heard: Heard) -> None:
    """An edit never files anything; what belongs to a case is shown to its holder."""
    customer = await customers.find(db, heard.chat_id)
    if customer is None or heard.message_id is None:
        return
    said = await messages.by_customer_message(db, customer.id, heard.message_id)
    if said is None or said.author != "customer":
        await notices.say(db, desk, heard.chat_id, "edited")
        return
    words, now = unwanted.without(heard.text or ""), desk.clock()
    if words == said.words:
        return
    await edits.change(db, said, words, now=now)
    await steps.note(db, said.case_id, "edit", steps.CUSTOMER, now=now)
    await show(db, desk, customer, replace(said, words=words))
    case = await cases.get(db, said.case_id)
    if case is None or case.quiet_until is None or case.quiet_until <= now:
        await notices.say(db, desk, heard.chat_id, "edited_kept")


async def show(db: Db, desk: Desk, customer: customers.Customer, said: messages.Message) -> None:
    """To the holder, with the old words a press away; nobody else is shown words."""
    case = await cases.get(db, said.case_id)
    if case is None or case.holder_id is None:
        return
    say = catalogue(await cards.desk_language(db))
    at = dates.short_moment(said.at, desk.notice.zone, say)
    text = say("staff.edited", name=customer.pseudonym, at=at, words=quoted(said.words))
    before = cards.press(case, say("staff.button.before"), "before", said.id)
    number = said.staff_message_id if said.staff_chat == case.staff_chat else None
    to = replace(posting.thread(case.id), reply_to=number)
    await posting.send(db, to, Message(text, ((before,),)), "once", now=desk.clock())


async def show_before(work: Work) -> Answer:
    """What it said before, masked, for the presser alone; looking is on record."""
    versions = await edits.of_case(work.db, work.file.case.id)
    old = [quoted(one.words) for one in versions if one.message_id == work.choice]
    if not old:
        return casework.changed(work)
    await steps.note(work.db, work.file.case.id, "show", work.by, now=work.now)
    return Answer(await casework.page_of(work, "\n—\n".join(old)), alert=True)
