"""How Alembic runs the revisions: on the connection and in the transaction that `thac.store.migrate` hands over."""

from alembic import context

from thac.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
