"""Every kind of row the sender knows, and how each is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.messages import Message
from bot.services import posting
from bot.services.papers import Wish
from bot.services.papers import put as put_paper
from bot.storage import cases, facts
from bot.storage.cases import Case
from bot.storage.database import Db

from .desk import GROUP
from .inside import Inside


@dataclass(frozen=True, slots=True)
class At:
    """What a row needs to be written: the case, and messages of the bot it can change."""

    inside: Inside
    db: Db
    case: Case
    private: int
    staff: int

    async def row(self, to: posting.Address, kind: str, **payload: object) -> str:
        now = self.inside.clock()
        return await posting.put(self.db, to, kind, payload, "safe", now=now)


NEWS = Message("a new word")


async def answer(at: At) -> None:
    await posting.to_customer(at.db, at.case.customer_id, NEWS, now=at.inside.clock())


async def words(at: At) -> None:
    to = posting.customer(at.case.customer_id, at.case.id)
    await posting.words_to_customer(at.db, to, NEWS, now=at.inside.clock())


async def paper(at: At) -> None:
    wish = Wish("mydata", at.case.customer_id, None, "en")
    await put_paper(at.db, wish, now=at.inside.clock())


async def redrawn(at: At) -> None:
    who, now = at.case.customer_id, at.inside.clock()
    await posting.to_customer(at.db, who, NEWS, now=now, edit=at.private)


async def unbutton(at: At) -> None:
    await at.row(posting.customer(at.case.customer_id), "unbutton", message_id=at.private)


async def delete(at: At) -> None:
    await at.row(posting.customer(at.case.customer_id), "delete", message_id=at.private)


async def note(at: At) -> None:
    await posting.to_thread(at.db, at.case.id, NEWS, now=at.inside.clock())


async def card(at: At) -> None:
    await posting.card(at.db, at.case.id, NEWS, topic="topic", now=at.inside.clock())


async def first_card(at: At) -> None:
    await cases.set_place(at.db, at.case.id, chat=GROUP, card_id=None)
    await card(at)


async def react(at: At) -> None:
    await at.row(posting.thread(at.case.id), "react", message_id=at.staff, emoji="👌")


async def board(at: At) -> None:
    await facts.put(at.db, f"board:{GROUP}", str(at.staff), now=at.inside.clock())
    await posting.board(at.db, GROUP, NEWS, now=at.inside.clock())


async def first_board(at: At) -> None:
    """In a group where none stands; one that is pinned there would be taken over."""
    for one in at.inside.api.world.messages:
        one.is_pinned = False
    await facts.take(at.db, f"board:{GROUP}")
    await posting.board(at.db, GROUP, NEWS, now=at.inside.clock())


async def untopic(at: At) -> None:
    at.inside.api.world.chat(GROUP).topics[777] = "old"
    await at.row(posting.chat(GROUP), "untopic", thread_id=777)


async def remove(at: At) -> None:
    await at.row(posting.chat(GROUP), "remove", message_id=at.staff)


@dataclass(frozen=True, slots=True)
class Call:
    """A kind of row: its method, whose chat, how often it may be repeated if nobody answers."""

    write: Callable[[At], Awaitable[None]]
    method: str
    to: str
    repeats: str


CALLS = {
    "an answer": Call(answer, "sendMessage", "customer", "once"),
    "staff's words": Call(words, "sendMessage", "customer", "never"),
    "a paper": Call(paper, "sendDocument", "customer", "once"),
    "a message redrawn": Call(redrawn, "editMessageText", "customer", "safe"),
    "spent buttons": Call(unbutton, "editMessageReplyMarkup", "customer", "safe"),
    "a message deleted": Call(delete, "deleteMessage", "customer", "safe"),
    "a note in the thread": Call(note, "sendMessage", "group", "once"),
    "a card redrawn": Call(card, "editMessageText", "group", "safe"),
    "a first card": Call(first_card, "sendMessage", "group", "once"),
    "a reaction": Call(react, "setMessageReaction", "group", "safe"),
    "a board redrawn": Call(board, "editMessageText", "group", "safe"),
    "a first board": Call(first_board, "sendMessage", "group", "once"),
    "a topic taken away": Call(untopic, "deleteForumTopic", "group", "safe"),
    "a message taken away": Call(remove, "deleteMessage", "group", "safe"),
}
