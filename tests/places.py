"""Where a test keeps its stores: in SQLite files of its own, or in databases of its own on the tests' PostgreSQL."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tests.postgres import Cluster
from thac.store.engine import open_engines
from thac.store.migrate import upgrade

Fill = Callable[[str], None]
"""Makes a store at an address."""


def migrate(address: str) -> None:
    """Make the tables of a store."""
    engines = open_engines(address)
    upgrade(engines.write)
    engines.dispose()


class Place(Protocol):
    """A place for stores, by their addresses; its name goes into what tests on one Temporal server must not share."""

    name: str

    def empty(self) -> str:
        """The address of a new database without a table."""
        ...

    def migrated(self) -> str:
        """The address of a store with its tables and nothing in them; who alters tables takes another."""
        ...

    def copy(self, name: str, fill: Fill) -> str:
        """The address of a new store like the one that ``fill`` made under that name, once for all tests."""
        ...

    def close(self) -> None:
        """Take away what lies there."""
        ...


class Files:
    """SQLite files in a folder; ``models`` is the folder of those that are copied."""

    def __init__(self, folder: Path, models: Path | None = None) -> None:
        self.name = "sqlite"
        self._folder = folder
        self._models = models or folder / "models"
        self._made = 0

    def empty(self) -> str:
        return f"sqlite:///{self._next()}"

    def migrated(self) -> str:
        return self.copy("migrated", migrate)

    def copy(self, name: str, fill: Fill) -> str:
        model = self._models / f"{name}.db"
        if not model.exists():
            self._models.mkdir(exist_ok=True)
            fill(f"sqlite:///{model}")
        return f"sqlite:///{shutil.copy(model, self._next())}"

    def close(self) -> None:
        """The folder goes with the test."""

    def _next(self) -> Path:
        self._made += 1
        return self._folder / ("thac.db" if self._made == 1 else f"thac{self._made}.db")


class Databases:
    """Databases of a server, dropped afterwards."""

    def __init__(self, cluster: Cluster) -> None:
        self.name = "postgres"
        self._cluster = cluster
        self._made: list[str] = []
        self._lent: list[str] = []

    def empty(self) -> str:
        self._made.append(self._cluster.database())
        return self._made[-1]

    def migrated(self) -> str:
        self._lent.append(self._cluster.lend("migrated", migrate))
        return self._lent[-1]

    def copy(self, name: str, fill: Fill) -> str:
        self._made.append(self._cluster.copy(name, fill))
        return self._made[-1]

    def close(self) -> None:
        for address in self._made:
            self._cluster.drop(address)
        for address in self._lent:
            self._cluster.give_back("migrated", address)
