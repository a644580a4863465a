"""A question to the customer: the case waits for the answer, the clock does as its rule says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases import Move, Status, allows
from bot.domain.messages import Message
from bot.domain.reminders import Quiet, Step
from bot.language.catalogue import Catalogue, catalogue
from bot.services import (
    casework,
    clocks,
    moved,
    moves,
    posting,
    proposals,
    records,
    speaking,
    steps,
)
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.services.proposals import Sheet
from bot.services.records import CaseFile
from bot.services.screens import legal
from bot.storage import customers, reminders
from bot.storage.database import Db
from bot.storage.requests import Request

PATIENCE = timedelta(days=3)
"""How long after its reminder a question stands before a lead may give it up."""
NIGHT = "21:00-07:00"
"""When a customer is not reminded; no date hangs on it."""


async def ask(work: Work) -> Answer:
    """The button: the holder's next words are the question."""
    if not can_ask(work.file):
        return casework.changed(work)
    await proposals.keep(work, Sheet(step="ask"))
    language = work.say(f"language_name.{work.customer_language()}")
    text = work.say("staff.write_question", language=language, clock=clock_words(work, work.say))
    cancel = {"cancel": work.say("staff.button.cancel")}
    await proposals.show(work, text, proposals.choices(work, "quit", cancel))
    return Answer()


async def heard(work: Work, spoken: speaking.Spoken) -> bool:
    """Whether these words were the question."""
    sheet = await proposals.opened(work)
    if sheet is None or sheet.step != "ask" or not can_ask(work.file):
        return False
    await proposals.close(work)
    await send(work, spoken)
    return True


async def send(work: Work, spoken: speaking.Spoken) -> Answer:
    """To the customer as the holder's words, with what their answer does; the case waits."""
    if not can_ask(work.file):
        return casework.changed(work)
    say = catalogue(work.customer_language())
    told = say("asked_note", clock=clock_words(work, say))
    spoken = replace(spoken, text=f"{spoken.text}\n\n{told}")
    await speaking.to_customer(work, spoken)
    await moves.all_that_may(work, Move.ASK)
    await work.post(work.say("staff.asked", name=work.actor.name))
    await work.redraw()
    return Answer()


def can_ask(file: CaseFile) -> bool:
    return any(allows(one.status, Move.ASK) for one in file.requests)


def clock_words(work: Work, say: Catalogue) -> str:
    """Whether the date waits with the question: of several, whether every one of them does."""
    asked = [one for one in work.file.requests if allows(one.status, Move.ASK)]
    rules = [clocks.holding(work.loaded, work.file.case, one) for one in asked]
    waits = all(rule is not None and rule.waiting == "pauses" for rule in rules)
    return say(f"clock_while_asked.{'pauses' if waits else 'runs'}")


# ---- it is answered, or it is not


def waiting(file: CaseFile) -> list[Request]:
    return [one for one in file.requests if one.status is Status.WAITING_CUSTOMER]


async def answered(work: Work) -> Answer:
    """The answer came another way; the work goes on."""
    found = waiting(work.file)
    for request in found:
        now = await casework.staff_move(work, request, Move.ANSWER)
        await clocks.after(work.db, work.loaded, work.file.case, request, now)
    if not found:
        return casework.changed(work)
    await moved.tell(work.db, work.desk, work.loaded, work.customer, work.file)
    await work.post(work.say("staff.answered", name=work.actor.name))
    await work.redraw()
    return Answer()


async def give_up(work: Work) -> Answer:
    """A lead closes what was asked, reminded of, and not answered; the ways on are told."""
    found = waiting(work.file)
    if not found:
        return casework.changed(work)
    if not all([await was_patient(work, one) for one in found]):
        return Answer(work.mine("staff.too_soon", days=PATIENCE.days), alert=True)
    for request in found:
        await casework.staff_move(work, request, Move.GIVE_UP)
    view = work.view(work.customer_language())
    text = view.say("unanswered_note", reference=work.file.case.reference)
    routes = legal.complain_routes(view, work.file)
    await work.tell(Message(f"{text}\n{view.say('outcome.complain', authority=routes)}"))
    await work.post(work.say("staff.gave_up_waiting", name=work.actor.name))
    await work.redraw()
    return Answer()


async def was_patient(work: Work, request: Request) -> bool:
    at = await reminders.said_at(work.db, question(work.file, request), Step.ASKED)
    return at is not None and (work.now >= at + PATIENCE or work.now >= request.due_at)


def question(file: CaseFile, request: Request) -> Request:
    """The question as something to be reminded of: each one that was asked is another."""
    asked = (one.at for one in reversed(file.steps) if one.to_status == Status.WAITING_CUSTOMER)
    return replace(request, rule_id="asked", due_at=next(asked))


# ---- the customer is reminded, once, before anybody gives up


@dataclass(frozen=True, slots=True)
class Open:
    """A case whose questions have stood for half of the time that was left."""

    file: CaseFile
    requests: tuple[Request, ...]


async def remind(desk: Desk) -> None:
    now = desk.clock()
    if Quiet.parse(NIGHT, desk.notice.zone).until(now):
        return
    async with desk.database.reading() as db:
        due = [one async for one in standing(db, now)]
    if due:
        async with desk.database.transaction() as db:
            for one in due:
                await remind_of(db, one, now)


async def standing(db: Db, now: datetime) -> AsyncIterator[Open]:
    """Where nobody was reminded of this question yet."""
    told = await reminders.of_open(db)
    for short in await records.open_files(db):
        if not waiting(short):
            continue
        file = await records.read(db, short.case)
        found = tuple(one for one in waiting(file) if is_due(file, one, now))
        keys = [question(file, one) for one in found]
        if any((one.id, one.rule_id, one.due_at, Step.ASKED) not in told for one in keys):
            yield Open(file, found)


def is_due(file: CaseFile, request: Request, now: datetime) -> bool:
    asked = question(file, request).due_at
    return now >= asked + (request.due_at - asked) / 2


async def remind_of(db: Db, one: Open, now: datetime) -> None:
    """Whoever claims it says it: one message for the case, a line for staff."""
    claimed = [
        await reminders.claim(db, question(one.file, request), [Step.ASKED], now=now)
        for request in one.requests
    ]
    if not any(claimed):
        return
    case = one.file.case
    customer = await customers.get(db, case.customer_id)
    say = catalogue("id" if customer.language == "id" else "en")
    text = Message(say("asked_again", reference=case.reference))
    await posting.to_customer(db, customer.id, text, now=now, case_id=case.id)
    await steps.note(db, case.id, "remind_customer", steps.BOT, now=now)
