"""The shares of accepted commands that the property tests had, shown after the run."""

from collections.abc import Iterator

import pytest

from tests.domain.shares import Shares

_KEPT = pytest.StashKey[list[Shares]]()


@pytest.fixture
def shares(request: pytest.FixtureRequest) -> Iterator[Shares]:
    """Counts of accepted and refused commands of one test."""
    counted = Shares(request.node.name)
    request.config.stash.setdefault(_KEPT, []).append(counted)
    yield counted
    counted.check()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for counted in config.stash.get(_KEPT, []):
        terminalreporter.section(f"accepted commands in {counted.name}")
        for line in counted.table():
            terminalreporter.line(line)
