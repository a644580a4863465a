"""Run by Alembic on the connection that `bot.storage.migrate` opened and locked."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
