"""What staff do with a case: check the right, change the case, tell whom it concerns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Move, Status, allows
from bot.domain.messages import Message
from bot.domain.people import Actor, Role
from bot.language.catalogue import Catalogue, Language, catalogue
from bot.services import cards, clocks, moved, posting, records, refusing, relay, steps, tongues
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens.view import View
from bot.storage import cases, customers, facts, sheets
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.requests import Request

ALERT = 200
"""The most characters an alert shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the presser alone sees: a short word, as an alert where it matters."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """One member of staff acting on one case, in the transaction that will store it.

    `say` is the group's language, for what all see; `mine` the actor's, for their own eyes.
    """

    db: Db
    desk: Desk
    loaded: Loaded
    actor: Actor
    file: CaseFile
    customer: Customer
    say: Catalogue
    mine: Catalogue
    now: datetime
    choice: str = ""
    message_id: int | None = None

    @property
    def is_holder(self) -> bool:
        return self.file.case.holder_id == self.actor.user_id

    @property
    def by(self) -> steps.By:
        return steps.By("staff", self.actor.user_id)

    def view(self, language: Language | None = None) -> View:
        say = catalogue(language) if language else self.say
        return View(say, self.loaded, self.desk.notice, self.now, cases=(self.file,))

    def customer_language(self) -> Language:
        return "id" if self.customer.language == "id" else "en"

    async def post(self, text: str) -> None:
        """A line in the case's thread."""
        await posting.to_thread(self.db, self.file.case.id, Message(text), now=self.now)

    async def tell(self, message: Message) -> None:
        """To the customer, with the case beside it, so that a reply finds its way."""
        case = self.file.case.id
        await posting.to_customer(self.db, self.customer.id, message, now=self.now, case_id=case)

    async def redraw(self) -> None:
        """The case settled and its card drawn as it now stands."""
        file = await steps.settle(self.db, self.file.case.id, now=self.now)
        await cards.draw(self.db, self.desk, self.loaded, file, self.customer, now=self.now)


async def begin(
    db: Db, desk: Desk, loaded: Loaded, actor: Actor, case: cases.Case, *, now: datetime
) -> Work:
    """The case locked and read, ready to be worked on."""
    locked = await cases.get(db, case.id, lock=True) or case
    file = await records.read(db, locked)
    customer = await customers.get(db, locked.customer_id)
    say, mine = await tongues.of_group(db), await tongues.of_person(db, actor.user_id)
    return Work(db, desk, loaded, actor, file, customer, say, mine, now)


async def refuse(work: Work, what: str) -> Answer:
    """Whoever may not hears the one plain word; that they tried is recorded."""
    case = work.file.case
    about = f"{what} {case.reference}"
    await refusing.record(work.db, work.actor.user_id, about, work.now, chat=case.staff_chat)
    return Answer(work.mine("staff.not_here"), alert=True)


def is_staff(work: Work) -> bool:
    return work.actor.is_a(Role.STAFF)


def is_holder(work: Work) -> bool:
    return is_staff(work) and work.is_holder


def is_holder_or_lead(work: Work) -> bool:
    return is_staff(work) and (work.is_holder or work.actor.is_a(Role.LEAD))


def is_lead(work: Work) -> bool:
    return work.actor.is_a(Role.LEAD)


async def take(work: Work) -> Answer:
    """One holder, one winner of each press; the customer's words come into the thread."""
    if work.file.case.holder_id is not None:
        return too_late(work)
    if not work.file.is_open:
        return changed(work)
    await cases.update(
        work.db, work.file.case, holder_id=work.actor.user_id, holder_name=work.actor.name
    )
    for request in work.file.requests:
        if allows(request.status, Move.TAKE):
            await staff_move(work, request, Move.TAKE)
    reference = work.file.case.reference
    await work.redraw()
    await work.post(work.say("staff.took", name=work.actor.name, reference=reference))
    await show_words_in_thread(work)
    await work.tell(Message(taken_words(work)))
    return Answer(work.mine("staff.yours", reference=reference))


def too_late(work: Work) -> Answer:
    if work.is_holder:
        return Answer(work.mine("staff.yours_already", reference=work.file.case.reference))
    return Answer(work.mine("staff.too_late", name=work.file.case.holder_name or ""), alert=True)


def changed(work: Work) -> Answer:
    return Answer(work.mine("staff.changed"), alert=True)


async def show_words_in_thread(work: Work) -> None:
    words = await relay.waiting_words(work.db, work.file, work.say.language)
    head = work.say("staff.words_head", reference=work.file.case.reference)
    await work.post("\n".join([head, *(words or [work.say("staff.words_none")])]))
    await steps.note(work.db, work.file.case.id, "show", work.by, now=work.now)


def taken_words(work: Work) -> str:
    """To the customer: it is being worked on, and the date stands."""
    view = work.view(work.customer_language())
    request = work.file.nearest()
    key = "still_target" if request.is_target else "still_due"
    due = view.say(key, day=own_cases.due_day(view, request))
    return view.say("taken_note", reference=work.file.case.reference, due=due)


async def staff_move(
    work: Work, request: Request, move: Move, words: str | None = None
) -> Request:
    return await steps.move(work.db, request, move, work.by, now=work.now, words=words)


async def release(work: Work) -> Answer:
    if not await let_go(work):
        return changed(work)
    reference = work.file.case.reference
    await work.post(work.say("staff.released", name=work.actor.name, reference=reference))
    return Answer()


async def let_go(work: Work) -> bool:
    """Back in the queue, notes kept; the bot speaks again. False where nobody holds it."""
    holder = work.file.case.holder_id
    if holder is None or not work.file.is_open:
        return False
    await sheets.close(work.db, work.file.case.id, holder)
    for request in work.file.requests:
        if allows(request.status, Move.RELEASE):
            now = await staff_move(work, request, Move.RELEASE)
            await clocks.after(work.db, work.loaded, work.file.case, request, now)
    await moved.tell(work.db, work.desk, work.loaded, work.customer, work.file)
    was_quiet = work.file.case.quiet_until
    await cases.update(work.db, work.file.case, holder_id=None, holder_name=None, quiet_until=None)
    if was_quiet and was_quiet > work.now:
        await work.tell(Message(catalogue(work.customer_language())("bot_again")))
    await work.redraw()
    return True


async def show_words(work: Work) -> Answer:
    """The customer's words, masked, for the presser's eyes only; looking is on record."""
    words = await relay.waiting_words(work.db, work.file, work.mine.language)
    await steps.note(work.db, work.file.case.id, "show", work.by, now=work.now)
    text = "\n".join(words) or work.mine("staff.words_none")
    return Answer(await page_of(work, text), alert=True)


async def page_of(work: Work, text: str) -> str:
    """All of it where it fits; else the page after the one this person saw last."""
    if len(text) <= ALERT:
        return text
    room = ALERT - len(work.mine("staff.words_page", page=99, pages=99)) - 1
    pages = [text[at : at + room] for at in range(0, len(text), room)]
    seen = f"words:{work.file.case.id}:{work.actor.user_id}"
    number = int(await facts.get(work.db, seen) or 0) % len(pages)
    await facts.put(work.db, seen, str(number + 1), now=work.now)
    return f"{pages[number]}\n{work.mine('staff.words_page', page=number + 1, pages=len(pages))}"


async def reopen(work: Work) -> Answer:
    """A lead opens what was closed; the old outcome stays in the record."""
    found = [one for one in work.file.requests if allows(one.status, Move.REOPEN)]
    if not found:
        return changed(work)
    for request in found:
        await keep_in_hand(work, await staff_move(work, request, Move.REOPEN))
    await work.redraw()
    say, reference = catalogue(work.customer_language()), work.file.case.reference
    unknown = all(one.status is Status.CLOSED_UNVERIFIED for one in found)
    key = "reopened_unverified" if unknown else "reopened_note"
    await work.tell(Message(say(key, reference=reference)))
    return Answer()


async def keep_in_hand(work: Work, request: Request) -> None:
    """What comes back to a case somebody holds is in that person's hands at once."""
    if work.file.case.holder_id is not None and allows(request.status, Move.TAKE):
        await staff_move(work, request, Move.TAKE)


async def redraw_card(work: Work) -> None:
    """As it stands; nobody's button goes stale by looking."""
    await cards.draw(work.db, work.desk, work.loaded, work.file, work.customer, now=work.now)


Act = Callable[[Work], Awaitable[Answer]]
May = Callable[[Work], bool]


def awaiting(file: CaseFile) -> list[Request]:
    """Requests whose outcome waits for a second person."""
    return [one for one in file.requests if one.status == Status.AWAITING_APPROVAL]
