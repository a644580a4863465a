"""The bot is quiet where a person talks, and comes back by hand or when nobody wrote for a day."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.language import dates
from bot.language.catalogue import catalogue
from bot.services import cards, casework, posting, steps, tongues
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.storage import cases, customers
from bot.storage.cases import Case
from bot.storage.database import Db


def is_quiet(work: Work) -> bool:
    until = work.file.case.quiet_until
    return until is not None and until > work.now


async def keep_quiet(work: Work) -> None:
    """From now on for a day; said once, with the button that ends it."""
    end, case = work.now + steps.QUIET, work.file.case
    await cases.keep_quiet(work.db, case.id, end)
    if not is_quiet(work):
        at = dates.moment(end, work.desk.notice.zone, work.say)
        text = work.say("staff.bot_quiet", name=work.customer.pseudonym, at=at)
        rows = ((cards.press(case, work.say("staff.button.handback"), "handback"),),)
        await posting.to_thread(work.db, case.id, Message(text, rows), now=work.now)


async def hand_back(work: Work) -> Answer:
    """By hand: the customer is told, and how to have a person again."""
    if not is_quiet(work):
        return casework.changed(work)
    await cases.keep_quiet(work.db, work.file.case.id, None)
    await steps.note(work.db, work.file.case.id, "handback", work.by, now=work.now)
    await work.tell(Message(catalogue(work.customer_language())("bot_again")))
    await work.post(work.say("staff.handed_back", name=work.actor.name))
    return Answer()


async def end(desk: Desk) -> None:
    """By time: both sides are told, once."""
    now = desk.clock()
    async with desk.database.reading() as db:
        over = await cases.quiet_over(db, now)
    for case in over:
        async with desk.database.transaction() as db:
            if await cases.end_quiet(db, case.id, now):
                await tell(db, desk, case)


async def tell(db: Db, desk: Desk, case: Case) -> None:
    customer, now = await customers.get(db, case.customer_id), desk.clock()
    say = catalogue("id" if customer.language == "id" else "en")
    await posting.to_customer(db, customer.id, Message(say("bot_again")), now=now, case_id=case.id)
    line = (await tongues.of_group(db))("staff.bot_again", name=customer.pseudonym)
    await posting.to_thread(db, case.id, Message(line), now=now)
