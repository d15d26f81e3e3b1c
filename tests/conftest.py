"""What several test folders share: the servers, a place for stores, and CI's word that nothing required is skipped."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest
import pytest_asyncio
from hypothesis import settings
from temporalio.client import Client
from temporalio.service import RPCError

from tests import postgres as servers
from tests.places import Databases, Files, Place
from tests.rig import dev_server

settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
# A run repeats the one before it, on a slow machine too; `--hypothesis-profile=default` looks for what is new.

REQUIRED = frozenset(filter(None, os.environ.get("REQUIRE", "").split(",")))
"""Parts that must be there: a test that needs one of them fails where it would otherwise be skipped."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_server() -> AsyncIterator[Client]:
    """One dev server for the whole run; each test uses ids of its own."""
    async with dev_server() as client:
        yield client


@pytest_asyncio.fixture
async def server(one_server: Client) -> AsyncIterator[Client]:
    """The server of the run. What a test leaves running is ended: it would wake up over the store of another, and a
    worker that cannot carry out what it is asked for does not come to its end either.
    """
    yield one_server
    async for run in one_server.list_workflows('ExecutionStatus = "Running"'):
        with suppress(RPCError):  # it ended by itself meanwhile
            await one_server.get_workflow_handle(run.id, run_id=run.run_id).terminate()


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of real documents, where it exists."""
    folder = Path(__file__).parents[2] / "shared" / "documents"
    if not folder.is_dir():
        missing("documents", "the folder of real documents is not on this machine")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Cluster]:
    """One PostgreSQL for the whole run, where it is installed; each test has databases of its own."""
    with servers.cluster(postgres_programs()) as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place for the stores of a test, which thereby runs on both databases."""
    made: Place
    if request.param == "postgres":
        made = Databases(request.getfixturevalue("postgres"))
    else:
        made = Files(tmp_path, tmp_path_factory.getbasetemp() / "models")
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program of Debian's Chromium; without it the test is skipped, or fails where it is required."""
    found = shutil.which("chromium")
    if found is None:
        missing("chromium", "Chromium is not installed on this machine (Debian's package chromium)")
    return found


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs; without them the test is skipped, or fails where they are required."""
    found = servers.binaries()
    if found is None:
        missing("postgres", "PostgreSQL is not installed on this machine (Debian's package postgresql)")
    return found


def missing(part: str, sentence: str) -> NoReturn:
    """Skip the test because a part is missing, or fail where that part is required."""
    if part in REQUIRED:
        pytest.fail(f"required and missing: {sentence}")
    pytest.skip(sentence)
