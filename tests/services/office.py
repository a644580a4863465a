"""A desk with people around it: what they do goes in, what leaves the outbox is remembered."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain.cases import Kind
from bot.domain.forms import Draft
from bot.services import filing, group_commands, group_presses, group_words, talk
from bot.services.casework import Answer
from bot.services.desk import Desk, Team
from bot.services.group import Said
from bot.services.library import Library, Loaded
from bot.services.records import CaseFile, read
from bot.services.screens.view import Notice
from bot.services.talk import Heard
from bot.storage import cases, customers, tables
from bot.storage.database import Database, Db
from bot.storage.ids import new_id

NOW = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
"""Monday, 16 November 2026, 09:12 in Jakarta."""
ANA, BUDI = 5_000_000_042, 5_000_000_043
GROUP, OTHER_GROUP = -1_001_234_567_890, -1_009_876_543_210
RINA, JOKO, SARI, DEWI, TONO, EKA = 201, 202, 301, 302, 401, 501
"""Rina and Joko are staff, Sari and Dewi leads, Tono an admin, Eka a stranger."""
NAMES = {RINA: "Rina", JOKO: "Joko", SARI: "Sari", DEWI: "Dewi", TONO: "Tono", EKA: "Eka"}
TEAM = Team(
    admins=frozenset({TONO}),
    leads=frozenset({SARI, DEWI}),
    staff=frozenset({RINA, JOKO}),
    staff_chat=GROUP,
    staff_chats={},
    second_person=True,
)
NOTICE = Notice("Asia/Jakarta", "Contoh Desk", "desk@example.org", 36, None)


@dataclass(frozen=True, slots=True)
class Row:
    """A message that left: to a chat (a case's thread is in its group), with its buttons."""

    chat: int
    kind: str
    text: str
    buttons: Mapping[str, str]
    number: int
    case_id: str | None
    payload: Mapping[str, Any]
    repeat: str

    @property
    def edits(self) -> int | None:
        found: int | None = self.payload.get("message_id")
        return found if self.kind == "edit" else None


@dataclass(slots=True)
class Office:
    """The desk under test, its clock, and everything that was sent so far."""

    database: Database
    loaded: Loaded
    team: Team = TEAM
    notice: Notice = NOTICE
    now: datetime = NOW
    sent: list[Row] = field(default_factory=list)
    toasts: list[str | None] = field(default_factory=list)
    numbers: Callable[[], int] = field(default_factory=lambda: itertools.count(1000).__next__)
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    library: Library = field(default_factory=Library)
    chats: dict[str, int] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.library.loaded = self.loaded

    @property
    def desk(self) -> Desk:
        return Desk(
            self.database,
            self.library,
            self.team,
            self.notice,
            lambda: self.now,
            self.chance.getrandbits,
        )

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    # ---- customers

    async def say(self, chat: int, text: str, **more: Any) -> list[Row]:
        """Somebody types; what was sent because of it."""
        return await self.hear(Heard(chat, text=text, message_id=self.numbers(), **more))

    async def command(self, chat: int, name: str, argument: str = "") -> list[Row]:
        return await self.hear(Heard(chat, command=(name, argument), message_id=self.numbers()))

    async def press(self, chat: int, action: str, on: int = 1) -> list[Row]:
        return await self.hear(Heard(chat, press=action, message_id=on))

    async def tap(self, chat: int, label: str) -> list[Row]:
        """Press the newest button of this label that the chat was shown."""
        row = next(r for r in reversed(self.sent) if r.chat == chat and label in r.buttons)
        return await self.press(chat, row.buttons[label], row.number)

    async def hear(self, heard: Heard) -> list[Row]:
        async with self.database.transaction() as db:
            self.toasts.append(await talk.hear(db, self.desk, heard))
            return await self.deliver(db)

    # ---- staff

    async def staff(self, user: int, text: str, case: CaseFile, **changes: Any) -> list[Row]:
        """Somebody writes in a case's thread."""
        said = self.said(user, text, thread_id=case.case.thread_id, **changes)
        async with self.database.transaction() as db:
            await group_words.hear(db, self.desk, said)
            return await self.deliver(db)

    async def order(
        self, user: int, name: str, case: CaseFile | None = None, words: str = "", **more: Any
    ) -> list[Row]:
        """A staff command, in a case's thread or in General."""
        said = self.said(user, "", thread_id=case.case.thread_id if case else None, **more)
        async with self.database.transaction() as db:
            await group_commands.command(db, self.desk, said, name, words)
            return await self.deliver(db)

    async def do(self, user: int, action: str, case: CaseFile, choice: str = "") -> Answer:
        """Press a button of the case as it stands now."""
        async with self.database.reading() as db:
            now = await cases.get(db, case.case.id)
        assert now is not None
        return await self.click(user, data(action, case, now.version, choice))

    async def click(self, user: int, pressed: str, **changes: Any) -> Answer:
        async with self.database.transaction() as db:
            answer = await group_presses.press(db, self.desk, self.said(user, pressed, **changes))
            await self.deliver(db)
        return answer

    def said(self, user: int, text: str, **changes: Any) -> Said:
        said = Said(GROUP, user, NAMES.get(user, "?"), False, self.numbers(), None, None, text)
        return replace(said, **changes)

    # ---- looking

    async def file(self, case: CaseFile | str) -> CaseFile:
        """The case as it is stored now."""
        async with self.database.reading() as db:
            found = await cases.get(db, case if isinstance(case, str) else case.case.id)
            assert found is not None
            return await read(db, found)

    async def files(self, chat: int) -> list[CaseFile]:
        async with self.database.reading() as db:
            customer = await customers.find(db, chat)
            if customer is None:
                return []
            return [await read(db, one) for one in await cases.of_customer(db, customer.id)]

    async def only_case(self, chat: int) -> CaseFile:
        [found] = await self.files(chat)
        return found

    def to(self, chat: int, *, start: int = 0) -> list[str]:
        """The texts one chat was sent."""
        return [row.text for row in self.sent[start:] if row.chat == chat and row.text]

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[Db]:
        """A transaction of which nothing stays, for looking at one press of many."""
        try:
            async with self.database.transaction() as db:
                yield db
                raise Undone
        except Undone:
            pass

    # ---- sending

    async def deliver(self, db: Db) -> list[Row]:
        """Everything in the outbox leaves, and cases get their places in the group.

        One statement for all: the worker, which takes them one by one, has tests of its own.
        """
        waiting = sa.select(tables.outbox).where(tables.outbox.c.state == "queued")
        found = (await db.execute(waiting.order_by(tables.outbox.c.seq))).all()
        rows = [await self.row(db, one, self.numbers()) for one in found]
        if rows:
            gone = sa.update(tables.outbox).where(tables.outbox.c.id == sa.bindparam("one"))
            numbers = [
                {"one": one.id, "number": row.number} for one, row in zip(found, rows, strict=True)
            ]
            sent = gone.values(state="sent", payload=None, message_id=sa.bindparam("number"))
            await db.execute(sent, numbers)
        self.sent += rows
        return rows

    async def row(self, db: Db, one: sa.Row[Any], number: int) -> Row:
        payload = json.loads(db.open(tables.outbox.c.payload, one.id, one.payload))
        chat = one.chat_id or GROUP
        if one.customer_id:
            chat = await self.chat(db, one.customer_id)
        if one.place == "thread":
            await self.place(db, one, number)
        buttons = {b["label"]: b["action"] for row in payload.get("rows", ()) for b in row}
        text = payload.get("text", "")
        return Row(chat, one.kind, text, buttons, number, one.case_id, payload, one.repeat)

    async def chat(self, db: Db, customer_id: str) -> int:
        if customer_id not in self.chats:
            self.chats[customer_id] = await customers.chat_of(db, customer_id)
        return self.chats[customer_id]

    async def place(self, db: Db, one: sa.Row[Any], number: int) -> None:
        """A topic for a case that has none, and a place for its card."""
        if one.case_id in self.placed and one.kind != "card":
            return
        case = await cases.get(db, one.case_id)
        assert case is not None
        if case.thread_id is None and case.root_id is None:
            await cases.set_place(db, case.id, chat=GROUP, thread_id=self.numbers())
        if one.kind == "card" and case.card_id is None:
            await cases.set_place(db, case.id, chat=GROUP, card_id=number)
        self.placed.add(case.id)


class Undone(Exception):
    """The look is over."""


def data(action: str, case: CaseFile, version: int, choice: str = "") -> str:
    """A button's data as the card makes it."""
    short = case.case.reference.replace("-", "")[2:]
    return f"{action}:{short}:{version}" + (f":{choice}" if choice else "")


async def walked(office: Office, chat: int = ANA, company: str = "tokoku") -> CaseFile:
    """An erasure, asked for in words and sent step by step."""
    before = {one.case.id for one in await office.files(chat)}
    await office.command(chat, "start", company)
    await office.say(chat, "please delete my data")
    for label in ("Send it from here", "Mine, I have an account", "Skip", "Send request"):
        await office.tap(chat, label)
    [made] = [one for one in await office.files(chat) if one.case.id not in before]
    return made


async def filed(
    office: Office,
    chat: int = ANA,
    company: str = "tokoku",
    kinds: tuple[Kind, ...] = (Kind.ERASURE,),
    **answers: Any,
) -> CaseFile:
    """A request that was received, its conversation left out; its card has its place."""
    async with office.database.transaction() as db:
        customer = await customers.meet(
            db, chat, language="en", pseudonym=f"Heron {chat % 100}", now=office.now
        )
        draft = Draft(new_id(), company, kinds, office.now, **{"demanded": True, **answers})
        loaded = await office.library.current(db)
        made = await filing.file(db, office.desk, loaded, customer, draft, now=office.now)
        await office.deliver(db)
    return await office.file(made)


async def taken(office: Office, chat: int = ANA, company: str = "tokoku") -> CaseFile:
    """An erasure that Rina holds."""
    case = await filed(office, chat, company)
    await office.do(RINA, "take", case)
    return await office.file(case)


async def proposed(
    office: Office, by: int = RINA, outcome: str = "fulfilled", reason: str = ""
) -> CaseFile:
    """An outcome that waits for somebody else."""
    case = await filed(office)
    await office.do(by, "take", case)
    await office.do(by, "propose", case)
    await office.do(by, "pick", case, outcome)
    if reason:
        await office.do(by, "pick", case, reason)
    await office.staff(by, "We deleted the account of ana@example.org.", await office.file(case))
    await office.do(by, "done", case, "submit")
    return await office.file(case)
