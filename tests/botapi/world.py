"""People, chats and messages as the small Bot API server keeps them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
BOT: Json = {"id": 7_000_001, "is_bot": True, "first_name": "Privasi", "username": "privasi_bot"}
OPEN_FROM = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str = "Ana"
    language: str = "en"

    def json(self) -> Json:
        shown = {"id": self.id, "is_bot": False, "first_name": self.name}
        return {**shown, "language_code": self.language}


@dataclass(slots=True)
class Chat:
    id: int
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    moved_to: int | None = None
    is_blocked: bool = False

    def json(self) -> Json:
        if self.id > 0:
            return {"id": self.id, "type": "private", "first_name": "x"}
        kind = "supergroup" if self.id < -1_000_000_000_000 else "group"
        return {"id": self.id, "type": kind, "title": "Staff", "is_forum": self.is_forum}


@dataclass(slots=True)
class Said:
    """A message as it stands now; `by_bot` tells who wrote it."""

    id: int
    chat: int
    text: str
    by_bot: bool
    thread: int | None = None
    replies_to: int | None = None
    buttons: dict[str, str] = field(default_factory=dict)
    reaction: str = ""
    is_deleted: bool = False
    is_pinned: bool = False
    entities: list[Json] = field(default_factory=list)
    file: tuple[str, bytes] | None = field(default=None, repr=False)


@dataclass(slots=True)
class World:
    """What there is, changed by people and by the bot alike."""

    chats: dict[int, Chat] = field(default_factory=dict)
    messages: list[Said] = field(default_factory=list)
    taken_away: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def chat(self, number: int) -> Chat:
        return self.chats.setdefault(number, Chat(number))

    def group(self, number: int, *, is_forum: bool) -> Chat:
        self.chats[number] = Chat(number, is_forum)
        return self.chats[number]

    def add(self, said: Said) -> Said:
        self.messages.append(said)
        return said

    def find(self, chat: int, number: int) -> Said | None:
        fits = (one for one in self.messages if (one.chat, one.id) == (chat, number))
        return next((one for one in fits if not one.is_deleted), None)

    def texts(self, chat: int) -> list[str]:
        """What the bot has said there, oldest first."""
        return [one.text for one in self.messages if one.chat == chat and one.by_bot]

    def newest(self, chat: int, label: str) -> Said:
        """The newest message of the bot that has this button."""
        for one in reversed(self.messages):
            if one.chat == chat and label in one.buttons:
                return one
        raise LookupError(f"no button {label} in {chat}; it says {self.texts(chat)[-2:]}")

    def json(self, said: Said, author: Json) -> Json:
        """A message as Telegram tells it."""
        told: Json = {"message_id": said.id, "date": OPEN_FROM, "text": said.text}
        told |= {"chat": self.chat(said.chat).json(), "from": author}
        if said.thread:
            told |= {"message_thread_id": said.thread, "is_topic_message": True}
        if said.replies_to and (source := self.find(said.chat, said.replies_to)):
            replied = self.json(
                Said(source.id, source.chat, source.text, source.by_bot, source.thread), BOT
            )
            told["reply_to_message"] = replied
        if said.text.startswith("/"):
            length = len(said.text.split()[0])
            told["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if said.entities:
            told["entities"] = said.entities
        return told
