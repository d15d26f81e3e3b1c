"""A data folder with a small directory and one launched letter, and the command line run on it."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.api.fakes import StoreDockets
from tests.samples import directive, led_by, small_tree, to_communes
from thac.cli.main import app
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.settings import Settings
from thac.store import directory, drafts, launches, migrate
from thac.store.engine import open_engines


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error as a program reads it."""
        return json.loads(self.err)["error"]


Thac = Callable[..., Said]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("THAC_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def thac() -> Thac:
    """Runs a command as a person would type it."""

    def run(*arguments: object, **environment: str) -> Said:
        result = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200", **environment})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder whose store is ready: a province with two communes of two units, nothing launched."""
    settings = Settings(home=tmp_path / "home")
    settings.home.mkdir()
    engines = open_engines(settings.store_address)
    migrate.upgrade(engines.write)
    with engines.write.begin() as connection:
        directory.install(connection, small_tree(), "test", datetime.now(UTC))
    engines.dispose()
    return settings.home


@pytest.fixture
def launched(home: Path) -> Path:
    """The same with a letter launched: one task for each unit of each commune, one led by Sở Nội vụ; both undated."""
    engines = open_engines(Settings(home=home).store_address)
    now = datetime.now(UTC)
    letter = directive(to_communes(1), led_by(2, "19-SNV"))
    with engines.write.begin() as connection:
        office = Actor("19", Role.OFFICE, "Văn phòng")
        drafts.save_draft(connection, letter, office, now)
        launches.launch(connection, letter.id, office, now)
        launches.set_running(connection, letter.id)
    asyncio.run(StoreDockets(engines, small_tree(), lambda: now).start(letter.id, "19", 1.0))
    engines.dispose()
    return home
