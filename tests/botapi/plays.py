"""What people do with messages that stand already: edit them, react to them."""

from __future__ import annotations

from typing import Any

from .server import BotApi
from .world import OPEN_FROM, Json, Person, Said


def formats(
    api: BotApi,
    who: Person,
    text: str,
    *entities: Json,
    chat: int | None = None,
    thread: int | None = None,
) -> int:
    """A person writes words that stand out."""
    number = next(api.world.numbers)
    said = Said(number, chat or who.id, text, False, thread, entities=list(entities))
    return api.update(said.chat, message=api.world.json(api.world.add(said), who.json()))


def edits(api: BotApi, who: Person, said: Said, text: str) -> int:
    said.text = text
    told = api.world.json(said, who.json()) | {"edit_date": OPEN_FROM + 60}
    return api.update(said.chat, edited_message=told)


def reacts(api: BotApi, who: Person, said: Said, emoji: str, before: str = "") -> int:
    """An emoji, or none any more."""

    def told(one: str) -> list[Any]:
        return [{"type": "emoji", "emoji": one}] if one else []

    reaction = {
        "chat": api.world.chat(said.chat).json(),
        "message_id": said.id,
        "user": who.json(),
        "date": OPEN_FROM,
        "old_reaction": told(before),
        "new_reaction": told(emoji),
    }
    return api.update(said.chat, message_reaction=reaction)
