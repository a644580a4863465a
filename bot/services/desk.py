"""The desk itself: what every use case is given, built once by the wiring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.services.library import Library
from bot.services.screens.view import Notice
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Team:
    """Who has which role by the settings; these cannot be taken away in chat."""

    admins: frozenset[int]
    leads: frozenset[int]
    staff: frozenset[int]
    staff_chat: int | None
    staff_chats: Mapping[str, int]
    second_person: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a turn needs from outside: storage, knowledge, a clock, chance, the settings."""

    database: Database
    library: Library
    team: Team
    notice: Notice
    clock: Callable[[], datetime]
    chance: Callable[[int], int]
    wished: asyncio.Event = field(default_factory=asyncio.Event)
    """An admin has asked for what is done beside the turns."""
