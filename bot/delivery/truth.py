"""What the desk does when a message was delivered, or was not: staff see the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.delivery.outcome import (
    Blocked,
    Failed,
    NoGroup,
    Outcome,
    Sent,
    ThreadGone,
    Unknown,
)
from bot.domain.cases import short_form
from bot.domain.messages import Button, Message, Row
from bot.language import dates
from bot.language.catalogue import Catalogue, catalogue
from bot.services import cards, controllers, notices, posting, records, revealing, speaking
from bot.services.desk import Desk
from bot.services.exports import FULL
from bot.storage import cases, customers, messages
from bot.storage.database import Db
from bot.storage.outbox import Claimed

STATES = {Sent: "sent", Unknown: "unknown", Failed: "failed", Blocked: "blocked"}

UNSENT = ("unknown", "failed")
STAYS = timedelta(minutes=10)
"""How long a case's words in full stay in a lead's chat."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Called with every outcome, in the transaction that records it."""

    desk: Desk

    async def __call__(self, db: Db, row: Claimed, outcome: Outcome) -> None:
        if isinstance(outcome, Unknown) and row.state != "unknown":
            return
        if isinstance(outcome, Blocked) and row.customer_id:
            await customers.set_unreachable(db, row.customer_id, self.desk.clock())
        if isinstance(outcome, ThreadGone) and row.case_id:
            await self.heal(db, row.case_id)
        if isinstance(outcome, NoGroup):
            key = "admin.alarm_no_group"
            await notices.alarm_once(db, self.desk, "no_group", key, reason=outcome.code)
        if isinstance(outcome, Sent) and row.place == "thread":
            await self.placed(db, row, outcome)
        if state := STATES.get(type(outcome)):
            await self.tell(db, row, state, outcome)

    async def tell(self, db: Db, row: Claimed, state: str, outcome: Outcome) -> None:
        """Whoever has to know, by the place it was meant for."""
        if row.place == "customer" and row.case_id:
            await self.mark(db, row, state, outcome)
        if row.kind == controllers.MAIL:
            await self.notified(db, row, state, outcome)
        elif state in UNSENT and row.place == "mail" and row.case_id:
            await self.say_unsent(db, row, state)
        if row.place == "person" and row.kind == "document":
            await self.handed_over(db, row, state, outcome)

    async def remove_later(self, db: Db, row: Claimed) -> None:
        """What was to stand for a short time only is deleted when that is over."""
        due = self.desk.clock() + timedelta(seconds=row.payload["gone_after"])
        to = replace(revealing.removal(row.case_id or "", row.id), due_at=due)
        await posting.put(db, to, "delete", {"echo": row.id}, "safe", now=self.desk.clock())

    async def say_unsent(self, db: Db, row: Claimed, state: str) -> None:
        """A code that did not leave, or perhaps did: the customer hears of it."""
        case = await cases.get(db, row.case_id or "")
        if case is None:
            return
        say = catalogue("id" if row.payload["language"] == "id" else "en")
        again = Button(say.label("new_code"), f"code:{case.reference}")
        message = Message(say(f"code.{state}", reference=case.reference), ((again,),))
        now = self.desk.clock()
        await posting.to_customer(db, case.customer_id, message, now=now, case_id=case.id)

    async def notified(self, db: Db, row: Claimed, state: str, outcome: Outcome) -> None:
        """Word to the company left, perhaps left, or did not: its thread says which."""
        case = await cases.get(db, row.case_id or "")
        if case is None:
            return
        say = catalogue(await cards.desk_language(db))
        cause = outcome.code if isinstance(outcome, Failed) else ""
        text = say(f"controller.{state}", to=row.payload["to"], cause=cause)
        choice = (resend(say, row, case),) if state == "unknown" else ()
        await posting.to_thread(db, case.id, Message(text, choice), now=self.desk.clock())

    async def handed_over(self, db: Db, row: Claimed, state: str, outcome: Outcome) -> None:
        """A file for a lead: in full it does not stay; where it was not given, the group hears."""
        now = self.desk.clock()
        if isinstance(outcome, Sent):
            if row.payload["detail"] == FULL and outcome.message_id is not None:
                gone = posting.chat(row.chat_id or 0)
                await posting.take_away(db, gone, outcome.message_id, at=now + STAYS, now=now)
            return
        never_opened = isinstance(outcome, Failed) and outcome.code == "chat_not_found"
        say = catalogue(await cards.desk_language(db))
        text = say(f"export.{'blocked' if never_opened else state}", name=row.payload["name"])
        if row.case_id:
            await posting.to_thread(db, row.case_id, Message(text), now=now)
        else:
            await posting.to_chat(db, row.payload["said_in"], Message(text), now=now)

    async def mark(self, db: Db, row: Claimed, state: str, outcome: Outcome) -> None:
        """On the staff's own message: sent, unknown, failed, or the customer has blocked us."""
        said = await messages.get(db, row.about) if row.about else None
        if said is not None and row.kind == "delete":
            await self.recalled(db, said, state)
            return
        if said is not None and said.delivery == "recalled":
            return
        if said is not None and said.staff_message_id is not None:
            number = outcome.message_id if isinstance(outcome, Sent) else None
            await messages.set_delivery(db, said.id, state, customer_message_id=number)
            mark = {"message_id": said.staff_message_id, "emoji": speaking.REACTIONS[state]}
            await posting.at_thread(db, said.case_id, "react", mark, now=self.desk.clock())
        case = await cases.get(db, row.case_id or "")
        if case is not None and state != "sent":
            await self.explain(db, row, case, state, outcome)

    async def placed(self, db: Db, row: Claimed, outcome: Sent) -> None:
        """Where the customer's words stand in the thread, for replies and reactions."""
        if "gone_after" in row.payload:
            await self.remove_later(db, row)
        if row.about is None:
            return
        case = await cases.get(db, row.case_id or "")
        chat = case.staff_chat if case else None
        await messages.set_place(db, row.about, chat=chat, number=outcome.message_id)

    async def recalled(self, db: Db, said: messages.Message, state: str) -> None:
        """A copy that Telegram did not delete stays with the customer, and staff must know."""
        if state != "sent" and said.delivery == "recalled":
            say = catalogue(await cards.desk_language(db))
            line = Message(say("staff.not_recalled"))
            await posting.to_thread(db, said.case_id, line, now=self.desk.clock())

    async def explain(
        self, db: Db, row: Claimed, case: cases.Case, state: str, outcome: Outcome
    ) -> None:
        """A line in the thread; of unknown fate, with the choice to send it again."""
        say = catalogue(await cards.desk_language(db))
        customer = await customers.get(db, row.customer_id or "")
        at = dates.short_moment(row.created_at, self.desk.notice.zone, say)
        cause = outcome.code if isinstance(outcome, Failed) else ""
        text = say(f"staff.{state}", name=customer.pseudonym, at=at, cause=cause)
        message = Message(text, (resend(say, row, case),) if state == "unknown" else ())
        await posting.to_thread(db, case.id, message, now=self.desk.clock())

    async def heal(self, db: Db, case_id: str) -> None:
        """The topic is gone: the case gets a new one, with its card."""
        case = await cases.get(db, case_id, lock=True)
        if case is None or case.staff_chat is None:
            return
        await cases.set_place(
            db, case.id, chat=case.staff_chat, thread_id=None, root_id=None, card_id=None
        )
        now = self.desk.clock()
        say = catalogue(await cards.desk_language(db))
        loaded = await self.desk.library.current(db)
        file = await records.read(db, case)
        customer = await customers.get(db, case.customer_id)
        await cards.draw(db, self.desk, loaded, file, customer, now=now)
        await posting.to_thread(db, case.id, Message(say("staff.moved")), now=now)


def resend(say: Catalogue, row: Claimed, case: cases.Case) -> Row:
    """Of unknown fate: a person decides whether it goes again."""
    short = short_form(case.reference)
    return (
        Button(say("staff.again"), f"again:{row.id}:{short}"),
        Button(say("staff.leave"), f"leave:{row.id}:{short}"),
    )
