"""Tells a customer that a date moved, wherever something other than taking longer moved it."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.language.catalogue import catalogue
from bot.services import posting, records
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens.view import View
from bot.storage.customers import Customer
from bot.storage.database import Db


async def tell(
    db: Db,
    desk: Desk,
    loaded: Loaded,
    customer: Customer,
    before: CaseFile,
    because: str = "date_moved",
) -> bool:
    """Each request whose date is another than before, with the new one and what it rests on."""
    now = desk.clock()
    was = {one.id: one.due_at for one in before.requests}
    file = await records.read(db, before.case)
    found = [one for one in file.open_requests() if one.due_at != was[one.id]]
    say = catalogue("id" if customer.language == "id" else "en")
    view = View(say, loaded, desk.notice, now, cases=(file,))
    for one in found:
        text = say(
            because,
            reference=file.case.reference,
            kind=view.kind(one.kind),
            day=own_cases.due_day(view, one),
            why=own_cases.why(view, file, one),
        )
        see = view.button("see_request", f"case:{file.case.reference}")
        told = Message(text, ((see,),))
        await posting.to_customer(db, customer.id, told, now=now, case_id=file.case.id)
    return bool(found)
