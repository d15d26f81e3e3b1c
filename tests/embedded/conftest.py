from pathlib import Path

import pytest

from thac.embedded import DevServer, TemporalPlan
from thac.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of the test's own."""
    return Settings(home=tmp_path / "home", stop_timeout_seconds=5)


@pytest.fixture
def server(tmp_path: Path) -> DevServer:
    """A Temporal server on a file of the test's own, not started."""
    return DevServer(TemporalPlan(file=tmp_path / "temporal.db", log=tmp_path / "temporal.log"))
