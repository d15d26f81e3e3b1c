"""The schema comes from numbered revisions, whoever starts first, and never from the future."""

import multiprocessing
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.places import Place
from thac.store import migrate
from thac.store.engine import Engines, open_engines
from thac.store.migrate import StoreTooNewError, StoreUnversionedError, known_revisions, revision, upgrade
from thac.store.tables import metadata


@pytest.fixture
def engines(place: Place) -> Iterator[Engines]:
    opened = open_engines(place.empty())
    yield opened
    opened.dispose()


def test_a_migrated_store_has_the_tables_the_program_knows(engines: Engines) -> None:
    upgrade(engines.write)
    with engines.read.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_keys_and_lengths_are_the_same_too(engines: Engines, place: Place) -> None:
    """What Alembic does not compare: the very text of every table and index."""
    upgrade(engines.write)
    other = open_engines(place.empty())
    metadata.create_all(other.write)
    assert _columns(engines.write) == _columns(other.write)
    other.dispose()


def _columns(engine: sa.Engine) -> object:
    inspector = sa.inspect(engine)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(map(str, inspector.get_foreign_keys(table))),
            sorted(map(str, inspector.get_unique_constraints(table))),
            sorted(map(str, inspector.get_indexes(table))),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_every_revision_can_be_a_step_of_its_own(engines: Engines) -> None:
    """As for a store that was brought up to date after each of them; they are one chain."""
    config = migrate._config()
    for number in reversed(known_revisions()):
        with engines.write.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, number)
            assert revision(connection) == number
    with engines.read.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_second_upgrade_changes_nothing(engines: Engines) -> None:
    assert upgrade(engines.write) == upgrade(engines.write) == known_revisions()[0]
    with engines.read.connect() as connection:
        assert revision(connection) == known_revisions()[0]


def _upgrade_in_a_process(
    url: str, start: "multiprocessing.synchronize.Barrier", out: "multiprocessing.Queue[str]"
) -> None:
    opened = open_engines(url)
    start.wait()
    try:
        out.put(upgrade(opened.write))
    except Exception as error:  # noqa: BLE001 - the other process reads what it was
        out.put(repr(error))
    opened.dispose()


@pytest.mark.slow
def test_processes_that_start_at_once_migrate_once(place: Place) -> None:
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(4), context.Queue()
    url = place.empty()
    processes = [context.Process(target=_upgrade_in_a_process, args=(url, start, out)) for _ in range(4)]
    for process in processes:
        process.start()
    results = [out.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert results == [known_revisions()[0]] * 4


def test_a_store_of_a_newer_program_is_refused_and_left_alone(engines: Engines) -> None:
    upgrade(engines.write)
    with engines.write.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNewError, match="revision 9999, this program knows up to"):
        upgrade(engines.write)
    with engines.read.connect() as connection:
        assert revision(connection) == "9999"


def test_tables_without_a_revision_are_refused(engines: Engines) -> None:
    metadata.create_all(engines.write)
    with pytest.raises(StoreUnversionedError):
        upgrade(engines.write)


def test_a_migration_that_fails_leaves_nothing(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables made before the fault are not there afterwards."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError, match="no room"):
        upgrade(engines.write)
    assert sa.inspect(engines.read).get_table_names() == []
