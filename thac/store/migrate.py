"""How does a store come to have the tables this program knows? By numbered revisions, each run once."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from thac.store import locks, search
from thac.store.engine import unhurried
from thac.store.rebuild import refill


class StoreTooNewError(Exception):
    """The store has a revision that this program does not know: a newer program has used it."""

    code: Final = "store-too-new"


class StoreUnversionedError(Exception):
    """The database has Thác's tables and no revision, so nobody can say what it still lacks."""

    code: Final = "store-unversioned"


class StoreEncodingError(Exception):
    """The database cannot hold every letter of Vietnamese."""

    code: Final = "store-encoding"


def upgrade(engine: sa.Engine) -> str:
    """Bring the store to the newest revision and return its number; nothing happens when it is there already.

    Everything is one transaction under the writers' lock, so that of two processes that start at once the second
    waits and finds the work done. A store that was used is given a read model made anew from its ledger, whatever the
    revisions did to the old one, and what is searched with it. ``engine`` is the one that writes.

    Raises
    ------
    StoreTooNewError
        A newer program has migrated the store. Nothing was changed.
    StoreUnversionedError
        The tables were made in another way. Nothing was changed.
    StoreEncodingError
        The database was made with another encoding than UTF-8. Nothing was changed.
    BrokenChainError
        The ledger of a docket does not hold together. Nothing was changed.
    """
    with engine.begin() as connection:
        unhurried(connection)
        locks.hold(connection, locks.MIGRATION)
        _refuse_encoding(connection)
        config = _config()
        config.attributes["connection"] = connection
        present = revision(connection)
        newest = known_revisions()[0]
        _refuse_foreign(connection, present)
        if present != newest:
            command.upgrade(config, "head")
            if present is not None:
                refill(connection)
                search.file_everything(connection)
        return newest


def revision(connection: sa.Connection) -> str | None:
    """The revision of the store; None while it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> tuple[str, ...]:
    """The revisions this program knows, the newest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(known.revision for known in script.walk_revisions())


def _refuse_foreign(connection: sa.Connection, present: str | None) -> None:
    if present is not None and present not in known_revisions():
        raise StoreTooNewError(
            f"the store has revision {present}, this program knows up to {known_revisions()[0]}: a newer version of "
            "Thác has used it; install that version, or restore a backup made before"
        )
    if present is None and sa.inspect(connection).has_table("events"):
        raise StoreUnversionedError(
            "the database has Thác's tables but no revision; it was not made by `thac`: use an empty database"
        )


def _refuse_encoding(connection: sa.Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreEncodingError(
            f"the database has the encoding {encoding}; make one for Thác with "
            "CREATE DATABASE thac ENCODING 'UTF8' TEMPLATE template0"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config
