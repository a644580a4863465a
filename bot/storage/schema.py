"""Which schema a database has, told without the library that changes it."""

from __future__ import annotations

import sqlalchemy as sa

from bot.domain.errors import StorageError
from bot.storage import engines
from bot.storage.translation import translated

HEAD = "0011"
"""The version this code was written for; a test compares it with the migrations."""


async def is_newest(url: str) -> bool:
    """Whether there is nothing to migrate; a database that is not there yet is not newest."""
    engine = engines.migrator(url)
    try:
        with translated():
            async with engine.connect() as connection:
                found = await connection.scalar(sa.text("select version_num from alembic_version"))
    except StorageError:
        return False
    finally:
        await engine.dispose()
    return bool(found == HEAD)
