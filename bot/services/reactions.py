"""A reaction on one side shows on the other: on the very message it was meant for."""

from __future__ import annotations

from bot.services import casework, posting, speaking
from bot.services.desk import Desk
from bot.services.group import Said, begin
from bot.storage import cases, customers, messages
from bot.storage.database import Db

READ = "👌"
"""What stands on a customer's message when it was passed on."""


async def of_customer(db: Db, desk: Desk, chat_id: int, number: int, emoji: str) -> None:
    """On a copy of staff's words; taken back, what became of those shows again."""
    customer = await customers.find(db, chat_id)
    said = await messages.by_customer_message(db, customer.id, number) if customer else None
    if said is None or said.author != "staff" or said.staff_message_id is None:
        return
    shown = emoji or speaking.REACTIONS[said.delivery or "sent"]
    mark = {"message_id": said.staff_message_id, "emoji": shown}
    await posting.at_thread(db, said.case_id, "react", mark, now=desk.clock())


async def of_staff(db: Db, desk: Desk, said: Said) -> None:
    """The holder's on the customer's words; what others feel about them stays inside."""
    words = await messages.by_staff_message(db, said.chat_id, said.message_id)
    if words is None or words.author != "customer" or words.customer_message_id is None:
        return
    case = await cases.get(db, words.case_id)
    work = await begin(db, desk, said, case) if case else None
    if work is not None and casework.is_holder(work):
        mark = {"message_id": words.customer_message_id, "emoji": said.text or READ}
        await posting.at_customer(db, work.customer.id, "react", mark, now=desk.clock())
