"""Where the store of an afternoon lies: in its folder, or on a PostgreSQL that waits for the disk."""

from collections.abc import Iterator

import pytest

from tests.conftest import postgres_programs
from tests.postgres import Cluster, cluster


@pytest.fixture(scope="session")
def durable() -> Iterator[Cluster]:
    """A server of its own, so that it can be taken away."""
    with cluster(postgres_programs(), durable=True) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty database; None for a file in the folder."""
    if request.param == "sqlite":
        yield None
        return
    durable: Cluster = request.getfixturevalue("durable")
    made = durable.database()
    yield made
    durable.drop(made)
