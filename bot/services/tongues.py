"""In which language the desk speaks to its staff: to all of them, and to each alone."""

from __future__ import annotations

from bot.language.catalogue import LANGUAGES, Catalogue, Language, catalogue
from bot.services import cards
from bot.storage import people
from bot.storage.database import Db


async def of_group(db: Db) -> Catalogue:
    """For what everybody in the group sees."""
    return catalogue(await cards.desk_language(db))


async def of_person(db: Db, user_id: int) -> Catalogue:
    """For what one person alone is told; the group's until they choose another."""
    chosen = named(await people.language_of(db, user_id) or "")
    return catalogue(chosen) if chosen else await of_group(db)


def named(word: str) -> Language | None:
    """The language of this code."""
    return next((one for one in LANGUAGES if one == word.lower()), None)
