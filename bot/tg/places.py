"""Where a message goes: chats, topics and messages by stored ids only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.delivery.worker import UNWRITABLE
from bot.domain.errors import Unwritable
from bot.logs import fault
from bot.services import roles
from bot.services.desk import Desk
from bot.storage import cases, customers, echoes, facts
from bot.storage.database import Db
from bot.storage.outbox import Claimed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and inside a staff group the case's topic or first message."""

    chat: int
    case_id: str | None = None
    reference: str = ""
    thread: int | None = None
    root: int | None = None
    card: int | None = None
    topic: str | None = None


@dataclass(slots=True)
class Places:
    """Finds the place of an outbox row, and remembers what was opened or posted there."""

    desk: Desk
    clock: Callable[[], datetime]

    async def find(self, row: Claimed) -> Place | None:
        """None where the case's group is not set."""
        if row.chat is not None and row.place == "customer":
            return Place(row.chat)
        async with self.desk.database.reading() as db:
            if row.place == "customer" and row.customer_id:
                return Place(await customers.chat_of(db, row.customer_id))
            if row.place != "thread" or row.case_id is None:
                return Place(await roles.moved_to(db, row.chat_id)) if row.chat_id else None
            case = await cases.get(db, row.case_id)
            if case is None:
                return None
            chat = await roles.staff_chat_of(db, self.desk, case.policy)
            return place_of(case, chat) if chat is not None else None

    async def number(self, row: Claimed) -> int | None:
        """Which message the row is about: told, or the one that an earlier row became."""
        if "echo" not in row.payload:
            return int(row.payload["message_id"])
        async with self.desk.database.reading() as db:
            return await echoes.number(db, row.payload["echo"])

    async def opened(self, place: Place, thread: int, name: str) -> None:
        """A case's topic was made."""

        async def write(db: Db) -> None:
            await cases.set_place(
                db,
                place.case_id or "",
                chat=place.chat,
                thread_id=thread,
                topic=name,
                root_id=None,
                card_id=None,
            )

        await self.insist(write)

    async def named(self, place: Place, name: str) -> None:
        """What its topic is called now; another process, or the next start, goes on from it."""
        async with self.desk.database.transaction() as db:
            await cases.set_place(db, place.case_id or "", chat=place.chat, topic=name)

    async def posted(self, row: Claimed, place: Place, message_id: int) -> None:
        """In a group that is no forum, a case's first message is what the others reply to."""
        if place.case_id is None or place.thread or place.root:
            return

        async def write(db: Db) -> None:
            case = await cases.get(db, place.case_id or "")
            if case is None:
                return
            if case.staff_chat != place.chat:  # what it had in another group is no use here
                await cases.set_place(
                    db, case.id, chat=place.chat, thread_id=None, root_id=message_id, card_id=None
                )
            elif case.thread_id is None and case.root_id is None:
                await cases.set_place(db, case.id, chat=place.chat, root_id=message_id)

        await self.insist(write)

    async def carded(self, row: Claimed, place: Place, message_id: int) -> None:
        await self.posted(row, place, message_id)
        await self.keep_card(place, message_id)

    async def uncarded(self, place: Place) -> None:
        """The card is gone or too old: the next drawing posts a new one."""
        await self.keep_card(place, None)

    async def keep_card(self, place: Place, message_id: int | None) -> None:
        async def write(db: Db) -> None:
            await cases.set_place(db, place.case_id or "", chat=place.chat, card_id=message_id)

        await self.insist(write)

    async def board(self, chat: int) -> int | None:
        """The number of the group's board, where it has one."""
        async with self.desk.database.reading() as db:
            found = await facts.get(db, f"board:{chat}")
        return int(found) if found else None

    async def begin_board(self, chat: int) -> None:
        """A first one is about to be posted; if this process dies, the next looks for it."""
        async with self.desk.database.transaction() as db:
            await facts.put(db, f"board_begun:{chat}", "yes", now=self.clock())

    async def has_begun_board(self, chat: int) -> bool:
        async with self.desk.database.reading() as db:
            return await facts.get(db, f"board_begun:{chat}") is not None

    async def keep_board(self, chat: int, message_id: int) -> None:
        async def write(db: Db) -> None:
            await facts.put(db, f"board:{chat}", str(message_id), now=self.clock())
            await facts.take(db, f"board_begun:{chat}")

        await self.insist(write)

    async def insist(self, write: Callable[[Db], Awaitable[None]]) -> None:
        """It stands at Telegram already: forgotten here, it would be made a second time."""
        while True:
            try:
                async with self.desk.database.transaction() as db:
                    return await write(db)
            except Unwritable as error:
                log.error("place_waits", error=fault(error))
                await asyncio.sleep(UNWRITABLE)

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup: its number changed for good."""
        async with self.desk.database.transaction() as db:
            await facts.put(db, f"{roles.MOVED}:{old}", str(new), now=self.clock())


def place_of(case: cases.Case, chat: int) -> Place:
    """A case that was begun in another group begins anew in this one."""
    if case.staff_chat != chat:
        return Place(chat, case.id, case.reference)
    thread, root, card = case.thread_id, case.root_id, case.card_id
    return Place(chat, case.id, case.reference, thread, root, card, case.topic)
