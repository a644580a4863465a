"""Puts messages into the outbox: whom for, in which order, and what may be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.messages import MESSAGES, Message, in_pages
from bot.storage import outbox
from bot.storage.database import Db
from bot.storage.outbox import Outgoing, Place, Repeat

CUSTOMER_RANK, STAFF_RANK, CARD_RANK, BOARD_RANK = 0, 1, 2, 3
"""Customers are served before staff, words before cards, and the board last."""
FOLDED = ("card", "board", "selfcheck")
"""Of these a waiting one says the newest instead."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a row goes; inside its lane rows keep their order.

    `about`: the message of a case it stands for there; `reply_to`: the number it answers there;
    `due_at`: when it may leave, if not at once; such a row needs a lane that nothing waits in.
    """

    lane: str
    place: Place
    rank: int
    customer_id: str | None = None
    case_id: str | None = None
    chat_id: int | None = None
    about: str | None = None
    reply_to: int | None = None
    due_at: datetime | None = None


def customer(customer_id: str, case_id: str | None = None) -> Address:
    return Address(f"c:{customer_id}", "customer", CUSTOMER_RANK, customer_id, case_id)


def thread(case_id: str, rank: int = STAFF_RANK) -> Address:
    """A case's thread, which is made when its first message is sent."""
    return Address(f"k:{case_id}", "thread", rank, case_id=case_id)


def chat(chat_id: int) -> Address:
    """A group, or a member of staff in private; never a customer."""
    place: Place = "group" if chat_id < 0 else "person"
    return Address(f"g:{chat_id}", place, STAFF_RANK, chat_id=chat_id)


async def put(
    db: Db, to: Address, kind: str, payload: dict[str, Any], repeat: Repeat, *, now: datetime
) -> str:
    row = Outgoing(
        lane=to.lane,
        place=to.place,
        kind=kind,
        payload=payload,
        repeat=repeat,
        created_at=to.due_at or now,  # its age counts from the hour it may leave
        customer_id=to.customer_id,
        case_id=to.case_id,
        chat_id=to.chat_id,
        rank=to.rank,
        fold=kind if kind in FOLDED else None,
        about=to.about,
        due_at=to.due_at,
    )
    return await outbox.put(db, row)


def body(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = MESSAGES.dump_python(message, mode="json")
    return found


async def send(
    db: Db,
    to: Address,
    message: Message,
    repeat: Repeat,
    *,
    now: datetime,
    edit: int | None = None,
) -> str:
    """The id of its last page; with `edit` the message of that number is redrawn instead."""
    first, *more = in_pages(message)
    if edit is None:
        answers = {"reply_to": to.reply_to} if to.reply_to else {}
        ident = await put(db, to, "send", {**body(first), **answers}, repeat, now=now)
    else:
        ident = await put(db, to, "edit", {**body(first), "message_id": edit}, "safe", now=now)
    for page in more:
        ident = await put(db, to, "send", body(page), repeat, now=now)
    return ident


async def to_customer(
    db: Db,
    customer_id: str,
    message: Message,
    *,
    now: datetime,
    edit: int | None = None,
    case_id: str | None = None,
) -> str:
    """Answers and receipts: repeated once where nobody knows whether they arrived."""
    return await send(db, customer(customer_id, case_id), message, "once", now=now, edit=edit)


async def words_to_customer(db: Db, to: Address, message: Message, *, now: datetime) -> str:
    """What a person wrote: never repeated by itself; staff see when its fate is unknown."""
    return await send(db, to, message, "never", now=now)


async def to_thread(
    db: Db, case_id: str, message: Message, *, now: datetime, edit: int | None = None
) -> str:
    return await send(db, thread(case_id), message, "once", now=now, edit=edit)


async def to_chat(
    db: Db, chat_id: int, message: Message, *, now: datetime, edit: int | None = None
) -> str:
    return await send(db, chat(chat_id), message, "once", now=now, edit=edit)


async def card(
    db: Db, case_id: str, message: Message, *, topic: str, now: datetime, about: str = ""
) -> None:
    """The case's one card: drawn anew in place; waiting drawings fold into the newest."""
    payload = {**body(message), "topic": topic, "kind": about}
    await put(db, thread(case_id, CARD_RANK), "card", payload, "safe", now=now)


async def board(db: Db, chat_id: int, message: Message, *, now: datetime) -> None:
    """The group's one overview, in a lane of its own: it waits for nobody, and nobody for it."""
    to = Address(f"b:{chat_id}", "group", BOARD_RANK, chat_id=chat_id)
    await put(db, to, "board", body(message), "safe", now=now)


async def take_away(db: Db, to: Address, message_id: int, *, at: datetime, now: datetime) -> None:
    """Delete a message when its time is over; in a lane of its own, for it waits long."""
    row = Outgoing(
        lane=f"x:{to.lane}:{message_id}",
        place=to.place,
        kind="delete",
        payload={"message_id": message_id},
        repeat="safe",
        created_at=now,
        due_at=at,
        chat_id=to.chat_id,
        rank=CARD_RANK,
    )
    await outbox.put(db, row)


async def at_customer(
    db: Db, customer_id: str, kind: str, payload: dict[str, Any], *, now: datetime
) -> None:
    """Something done to a message in the customer's chat: safe to repeat."""
    await put(db, customer(customer_id), kind, payload, "safe", now=now)


async def at_thread(
    db: Db, case_id: str, kind: str, payload: dict[str, Any], *, now: datetime
) -> None:
    """Something done in a case's thread, such as a reaction: safe to repeat."""
    await put(db, thread(case_id, CARD_RANK), kind, payload, "safe", now=now)
