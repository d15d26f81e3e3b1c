"""What several test folders share: the dev server, and the word of CI that nothing required may be skipped."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client

from tests.rig import dev_server

REQUIRED = frozenset(filter(None, os.environ.get("REQUIRE", "").split(",")))
"""Parts that must be there: a test that needs one of them fails where it would otherwise be skipped."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Client]:
    """One dev server for the whole run; each test uses ids of its own."""
    async with dev_server() as client:
        yield client


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of real documents, where it exists."""
    folder = Path(__file__).parents[2] / "shared" / "documents"
    if not folder.is_dir():
        missing("documents", "the folder of real documents is not on this machine")
    return folder


def missing(part: str, sentence: str) -> None:
    """Skip the test because a part is missing, or fail where that part is required."""
    if part in REQUIRED:
        pytest.fail(f"required and missing: {sentence}")
    pytest.skip(sentence)
