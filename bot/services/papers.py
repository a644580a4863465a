"""Papers people can take away; the outbox names them, and they are made when they are sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.cases import Kind
from bot.language import dates
from bot.language.catalogue import Language, catalogue
from bot.services import (
    casefile,
    charts,
    mydata,
    paperwork,
    picture,
    posting,
    records,
    register,
)
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.paperwork import Event, Foot
from bot.services.records import CaseFile
from bot.services.reload import elsewhere
from bot.services.screens import cases as own_cases
from bot.services.screens import following
from bot.services.screens.view import View
from bot.storage import cases, history, messages
from bot.storage.database import Db
from bot.storage.requests import Request


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it leaves, and the line under it."""

    name: str
    content: bytes = field(repr=False)
    caption: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Which paper, of whom, of which case, in which language; `detail` as its maker reads it."""

    paper: str
    customer_id: str
    case_id: str | None
    language: Language
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ForStaff:
    """A paper for one of staff; `said_in` is the group that hears if it cannot be given."""

    paper: str
    case_id: str | None
    detail: str
    said_in: int
    name: str


async def put(db: Db, wish: Wish, *, now: datetime) -> None:
    """Into the outbox by its name alone: what it says is read when it leaves."""
    payload = {"paper": wish.paper, "case": wish.case_id, "language": wish.language}
    to = posting.customer(wish.customer_id, wish.case_id)
    await posting.put(db, to, "document", payload, "once", now=now)


async def put_for_staff(
    db: Db, user_id: int, wish: ForStaff, language: Language, *, now: datetime
) -> None:
    """In private, in a lane of its own: a chat that is not open yet holds nothing else up."""
    to = replace(posting.chat(user_id), lane=f"p:{user_id}", case_id=wish.case_id)
    payload = {"paper": wish.paper, "case": wish.case_id, "language": language}
    more = {"detail": wish.detail, "said_in": wish.said_in, "name": wish.name}
    await posting.put(db, to, "document", payload | more, "once", now=now)


async def make(desk: Desk, customer_id: str | None, payload: Mapping[str, Any]) -> Paper | None:
    """The paper as things stand now; None where what it was about is gone."""
    language: Language = "id" if payload["language"] == "id" else "en"
    paper, detail = str(payload["paper"]), str(payload.get("detail", ""))
    makers = FOR_STAFF if customer_id is None else MAKERS
    wish = Wish(paper, customer_id or "", payload["case"], language, detail)
    return await makers[paper](desk, wish)


@dataclass(frozen=True, slots=True)
class Found:
    """One case with what a paper says of it."""

    view: View
    file: CaseFile
    words: str
    mark: str


async def found(desk: Desk, wish: Wish) -> Found | None:
    """The case, if it is still there and this customer's own."""
    async with desk.database.reading() as db:
        case = await cases.get(db, wish.case_id or "")
        if case is None or case.customer_id != wish.customer_id:
            return None
        loaded = await desk.library.current(db)
        file = await records.read(db, case)
        said = await messages.of_case(db, case.id, author="customer")
        mark = (await history.head(db, case.id))[:8]
    return Found(view(desk, loaded, file, wish), file, said[0].words if said else "", mark)


def view(desk: Desk, loaded: Loaded, file: CaseFile, wish: Wish) -> View:
    say = catalogue(wish.language)
    return View(say, loaded, desk.notice, desk.clock(), file.case.policy, None, (file,))


async def receipt(desk: Desk, wish: Wish) -> Paper | None:
    """The receipt on paper: what was asked, in whose words, until when, and what was done."""
    it = await found(desk, wish)
    if it is None:
        return None
    say, reference = it.view.say, it.file.case.reference
    at = dates.moment(desk.clock(), desk.notice.zone, say)
    name = it.view.name(it.file.case.policy)
    paragraphs = ["\n".join([f"{reference} · {name}", *following.blocks(it.view, it.file)])]
    paragraphs.insert(0, received(it))
    if it.words:
        paragraphs.insert(1, f"{say('paper.words')}\n{it.words}")
    foot = Foot(
        say("paper.foot", operator=desk.notice.run_by(say), at=at, mark=it.mark),
        say("paper.lacking"),
    )
    title = f"{say('paper.receipt')} · {reference}"
    content = await elsewhere(paperwork.pdf, title, paragraphs, foot, desk.clock())
    return Paper(f"{reference}.pdf", content, say("paper.receipt_caption", reference=reference))


def received(it: Found) -> str:
    """What was received, and when."""
    kinds = " + ".join(it.view.kind(one.kind) for one in it.file.requests)
    at = dates.moment(it.file.case.received_at, it.view.notice.zone, it.view.say)
    name = it.view.name(it.file.case.policy)
    return it.view.say("paper.received", kinds=kinds, name=name, at=at)


async def due_dates(desk: Desk, wish: Wish) -> Paper | None:
    """The dates that still stand, for a calendar."""
    it = await found(desk, wish)
    if it is None or not it.file.open_requests():
        return None
    events = [event(it, one) for one in it.file.open_requests()]
    content = await elsewhere(paperwork.calendar, events, desk.clock())
    reference = it.file.case.reference
    caption = it.view.say("paper.dates_caption", reference=reference)
    return Paper(f"{reference}.ics", content, caption)


def event(it: Found, request: Request) -> Event:
    """A day where the clock counts days, a moment where it counts hours."""
    key = "paper.event_target" if request.is_target else "paper.event"
    name, reference = it.view.name(it.file.case.policy), it.file.case.reference
    title = it.view.say(key, name=name, reference=reference, kind=it.view.kind(Kind(request.kind)))
    text = "\n".join(own_cases.due_lines(it.view, it.file, request))
    return Event(f"{request.id}@privasi", request.due_day or request.due_at, title, text)


Maker = Callable[[Desk, Wish], Awaitable[Paper | None]]


async def my_data(desk: Desk, wish: Wish) -> Paper:
    """Everything the desk holds about this person."""
    say = catalogue(wish.language)
    async with desk.database.reading() as db:
        held = await mydata.everything(db, desk, wish.customer_id)
    text = json.dumps(held, ensure_ascii=False, indent=2)
    content = paperwork.storable(text).encode()
    return Paper("privasi-my-data.json", content, say("mine.caption"))


# ---- for staff


async def put_picture(
    db: Db, chat_id: int, detail: str, language: Language, *, now: datetime
) -> None:
    """The figures as a picture, where they were asked for."""
    payload = {"paper": "stats", "case": None, "language": language, "detail": detail}
    await posting.put(db, posting.chat(chat_id), "picture", payload, "once", now=now)


async def stats_picture(desk: Desk, wish: Wish) -> Paper:
    """Drawn in a process of its own."""
    chart = await charts.chart(desk, wish.detail, wish.language)
    content = await elsewhere(picture.drawn, chart)
    return Paper("privasi-stats.png", content, chart.title)


async def case_file(desk: Desk, wish: Wish) -> Paper | None:
    """A case with its proofs, masked or in full."""
    async with desk.database.reading() as db:
        case = await cases.get(db, wish.case_id or "")
        if case is None:
            return None
        content = await casefile.written(db, desk, case, full=bool(wish.detail))
    key = "export.full_caption" if wish.detail else "export.case_caption"
    caption = catalogue(wish.language)(key, reference=case.reference)
    return Paper(f"{case.reference}.json", content, caption)


async def register_json(desk: Desk, wish: Wish) -> Paper:
    return await register_file(desk, wish, "json")


async def register_csv(desk: Desk, wish: Wish) -> Paper:
    return await register_file(desk, wish, "csv")


async def register_file(desk: Desk, wish: Wish, ending: str) -> Paper:
    """The requests a time brought, of the companies of the group that asked."""
    chat, period = charts.asked(wish.detail)
    async with desk.database.reading() as db:
        found = await register.rows(db, desk, period, chat=chat)
    content = register.written(desk, period, found, ending)
    caption = catalogue(wish.language)("export.register_caption", count=len(found))
    return Paper(f"privasi-register-{period.name}.{ending}", content, caption)


MAKERS: dict[str, Maker] = {"receipt": receipt, "dates": due_dates, "mydata": my_data}
FOR_STAFF: dict[str, Maker] = {
    "case": case_file,
    "stats": stats_picture,
    "register_json": register_json,
    "register_csv": register_csv,
}
"""Never a customer's: which table is read follows from whose row of the outbox it is."""
