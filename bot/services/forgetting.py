"""Forgetting a customer: what can go goes at once, here and in the group; the rest has a date."""

from __future__ import annotations

from datetime import datetime

from bot.domain.people import pseudonym
from bot.services import posting, records, roles, steps
from bot.services.desk import Desk
from bot.storage import customers, erasing, retention
from bot.storage import forgetting as marks
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.database import Db


async def forget(db: Db, desk: Desk, customer: Customer, *, now: datetime) -> None:
    """Closed cases lose their words and their owner; open ones go on until they are closed."""
    files = await records.of_customer(db, customer.id)
    closed = [file.case for file in files if not file.is_open]
    nobody = ""
    if closed:
        name = pseudonym(desk.chance(32))
        nobody = await customers.nameless(db, pseudonym=name, now=now)
    for case in closed:
        await steps.note(db, case.id, "forget", steps.CUSTOMER, now=now)
        await from_group(db, desk, case, now=now)
        await erasing.words(db, case.id)
        await erasing.hand_over(db, case.id, nobody)
    await erasing.talk(db, customer.id, keep=[file.case.id for file in files if file.is_open])
    await retention.note(db, "forget", len(closed), at=now)
    if len(closed) == len(files):
        chat = await customers.chat_of(db, customer.id)
        await marks.remember(db, chat, now=now)
        name = pseudonym(desk.chance(32))
        await customers.set_forgotten(db, customer.id, pseudonym=name, now=now)
    else:
        await customers.set_policy(db, customer.id, None)


async def from_group(db: Db, desk: Desk, case: Case, *, now: datetime) -> None:
    """The group's copies: the case's topic, or in a plain group each of its messages."""
    if case.staff_chat is None:
        return
    to = posting.chat(await roles.moved_to(db, case.staff_chat))
    if case.thread_id is not None:
        await posting.put(db, to, "untopic", {"thread_id": case.thread_id}, "safe", now=now)
        return
    numbers = {*await erasing.group_messages(db, case.id), case.root_id, case.card_id} - {None}
    for number in sorted(one for one in numbers if one is not None):
        await posting.put(db, to, "remove", {"message_id": number}, "safe", now=now)


async def again(desk: Desk) -> int:
    """After a restore: whoever was forgotten since is forgotten once more; how many."""
    now = desk.clock()
    async with desk.database.transaction() as db:
        back = await marks.returned(db, now=now)
        for ident in back:
            await forget(db, desk, await customers.get(db, ident), now=now)
    return len(back)
