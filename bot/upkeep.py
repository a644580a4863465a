"""What an operator has done to the database by a command of its own, beside a running desk."""

from __future__ import annotations

from bot.domain.errors import StorageError
from bot.services import retention
from bot.settings import Settings
from bot.storage import keys, schema
from bot.storage.database import Database
from bot.wiring import desk, keyring


async def retain(settings: Settings, *, dry: bool) -> dict[str, int]:
    """What retention takes, by rule; a dry run takes nothing."""
    url = settings.database_url.get_secret_value()
    if not await schema.is_newest(url):
        raise StorageError("the schema is not the newest; run migrate first")
    database = Database(url, keyring(settings))
    async with database.transaction() as db:
        await keys.prove(db)
    taken = await retention.sweep(desk(settings, database), dry=dry)
    await database.truncate_wal()
    await database.dispose()
    return taken
