"""Half-finished requests: before a day is over they are filed as they stand, or forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.domain.conversation import Choosing, Filling, OwnCase, restore, store
from bot.domain.doubts import repeated, without
from bot.domain.forms import REPEAT, Draft, each, fields_of
from bot.domain.messages import Button, Message
from bot.language import dates
from bot.language.catalogue import catalogue
from bot.logs import fault
from bot.services import filing, posting, records, relay
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.screens import cases as own_cases
from bot.services.screens.offers import own_cases as own_cases_of
from bot.services.screens.view import View
from bot.services.talk import still_held
from bot.storage import conversations, customers
from bot.storage.customers import Customer
from bot.storage.database import Db

log = structlog.get_logger()
AGE = timedelta(hours=23)
"""A draft is kept for 24 hours; it is looked at while there is still time."""
BATCH = 50


async def settle(desk: Desk) -> int:
    """Every conversation that has stood still for a day; each in a transaction of its own."""
    async with desk.database.reading() as db:
        before = desk.clock() - AGE
        waiting = await conversations.stale(db, before=before, limit=BATCH)
    for customer_id in waiting:
        try:
            async with desk.database.transaction() as db:
                await settle_one(db, desk, customer_id)
        except Exception as error:  # one that cannot be read must not keep the others waiting
            log.error("draft_not_settled", customer=customer_id, error=fault(error))
    return len(waiting)


async def settle_one(db: Db, desk: Desk, customer_id: str) -> None:
    """A demand is filed and the customer told; one that still lacks its company waits on;
    anything else is forgotten without a word."""
    customer = await customers.get(db, customer_id)
    talk = await conversations.load(db, customer_id)
    if talk.updated_at is None or talk.updated_at > desk.clock() - AGE:
        return
    loaded = await desk.library.current(db)
    state = still_held(restore(talk.state), loaded)
    if isinstance(state, Filling) and state.draft.demanded:
        await file(db, desk, loaded, customer, state)
    kept = store(state) if isinstance(state, Choosing) and state.demanded else None
    now = desk.clock()
    await conversations.save(db, customer_id, kept, version=talk.version, now=now)


async def file(db: Db, desk: Desk, loaded: Loaded, customer: Customer, state: Filling) -> None:
    """As it stands: its date counts from the day it was asked for; what is missing can follow.

    What only repeats an open request goes to that one, whose date is the earlier.
    """
    for draft in each(state.draft):
        own = own_cases_of(await view(db, desk, loaded, customer))
        case = repeated(draft, own) if REPEAT in state.draft.doubts else None
        if case is not None:
            await add_to(db, desk, loaded, customer, draft, case)
            draft = replace(draft, kinds=without(draft, case))
        if draft.kinds:
            await file_one(db, desk, loaded, customer, draft)


async def add_to(
    db: Db, desk: Desk, loaded: Loaded, customer: Customer, draft: Draft, case: OwnCase
) -> None:
    """The words join the open request; sending it as a new one stays one press away."""
    now, say = desk.clock(), catalogue("id" if customer.language == "id" else "en")
    words = relay.Written(case.id, draft.words)
    await relay.to_staff(db, desk, loaded, customer, words, now)
    asked = dates.day(draft.at.astimezone(ZoneInfo(desk.notice.zone)).date(), say)
    kind = next(kind for kind in draft.kinds if kind in case.kinds)
    row = (
        Button(say.label("see_request"), f"case:{case.reference}"),
        Button(say.label("send_as_new"), f"req:{kind}:{case.policy}"),
    )
    message = Message(say("repeat_added", day=asked, reference=case.reference), (row,))
    await posting.to_customer(db, customer.id, message, now=now, case_id=case.id)


async def file_one(db: Db, desk: Desk, loaded: Loaded, customer: Customer, draft: Draft) -> None:
    now = desk.clock()
    filed = await filing.file(db, desk, loaded, customer, draft, now=now)
    say = catalogue("id" if customer.language == "id" else "en")
    asked = dates.day(draft.at.astimezone(ZoneInfo(desk.notice.zone)).date(), say)
    head = say("filed_from_draft", day=asked)
    receipt = own_cases.receipt(await view(db, desk, loaded, customer), {"case": filed.case.id})
    missing = [name for name in fields_of(draft, loaded.forms) if not getattr(draft, name)]
    row: tuple[Button, ...] = (Button(say.label("withdraw"), f"wd:{filed.case.reference}"),)
    if missing:
        act = f"fin:{filed.case.reference}:{'+'.join(missing)}"
        row = (Button(say.label("complete_it"), act), *row)
    message = Message(f"{head}\n{receipt.text}", (row, *receipt.rows))
    await posting.to_customer(db, customer.id, message, now=now, case_id=filed.case.id)


async def view(db: Db, desk: Desk, loaded: Loaded, customer: Customer) -> View:
    say = catalogue("id" if customer.language == "id" else "en")
    files = await records.of_customer(db, customer.id)
    return View(say, loaded, desk.notice, desk.clock(), customer.policy, None, files)
