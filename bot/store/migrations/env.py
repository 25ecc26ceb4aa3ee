"""What alembic runs: every step in one transaction, on the connection that it is given."""

from alembic import context

from bot.store.indexes import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
