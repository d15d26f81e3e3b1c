"""An installation as an office would have it, Temporal, worker and API on one data folder, and those who work in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx

from tests.smoke.test_from_file import few_communes
from thac.clock import Clock, begin_clock
from thac.domain.agencies import AgencyId, AgencyTree, Role
from thac.domain.calendar import VIETNAM
from thac.domain.timescale import Timescale
from thac.embedded import Embedded
from thac.passwords import hashed
from thac.settings import Settings
from thac.store import directory, migrate, people
from thac.store.access import make_token
from thac.store.engine import Engines, open_engines

BEGIN: Final = datetime(2026, 3, 9, 9, tzinfo=VIETNAM)
"""A Monday morning; the clock of the house shows it at first and goes on as any clock does."""
PASSWORD: Final = "một mật khẩu đủ dài"
PROVINCE: Final[AgencyId] = "19"
COMMUNE: Final[AgencyId] = "01840"
"""Phường Đức Xuân, the first of the few communes."""
UNIT: Final[AgencyId] = "01840-VHXH"
"""Its Phòng Văn hóa - Xã hội."""


@dataclass(frozen=True, slots=True)
class House:
    """An installation that runs."""

    url: str
    engines: Engines
    clock: Clock
    secret: str

    def enrol(self, login: str, agency: AgencyId, role: Role, name: str) -> None:
        """Give somebody an account with a seat, unless he has it."""
        with self.engines.write.begin() as connection:
            if people.person(connection, login) is None:
                people.add_person(connection, login, name, self.clock.now(), secret=self.secret)
                people.add_seat(connection, login, agency, role, by="test", now=self.clock.now())

    def ask(self, agency: AgencyId, role: Role, path: str, body: Any = None) -> Any:
        """What the API answers to somebody of that agency: a GET unless there is a body, which may be a file."""
        with self.engines.write.begin() as connection:
            token = make_token(connection, agency, role, "Văn thư", self.clock.now())
        headers = {"Authorization": f"Bearer {token}"}
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        with httpx.Client(base_url=f"{self.url}/api/v1/", headers=headers, timeout=60, trust_env=False) as api:
            answered = api.get(path) if body is None else api.post(path, **sent)
        assert answered.is_success, answered.text
        return answered.json()


def few_agencies() -> AgencyTree:
    """A province with its departments and few communes, of which the first gives its work to its units by hand."""
    tree = few_communes()
    agencies = [replace(one, auto_allocate=one.id != COMMUNE) for one in tree]
    return AgencyTree(agencies, tree.posts(), 1)


@contextmanager
def opened_house(folder: Path) -> Iterator[House]:
    """An installation of one province with few communes, in a folder of its own."""
    scale = Timescale(datetime.now(UTC), BEGIN.astimezone(UTC), 1)
    settings = Settings(home=folder / "home", clock=scale, log_level="warning", stop_timeout_seconds=5)
    settings.home.mkdir(mode=0o700)
    clock = begin_clock(settings)
    engines = open_engines(settings.store_address)
    migrate.upgrade(engines.write)
    with engines.write.begin() as connection:
        directory.install(connection, few_agencies(), "test", clock.now())
    try:
        with Embedded(settings) as running:
            running.ready()
            yield House(running.api_url, engines, clock, hashed(PASSWORD))
    finally:
        engines.dispose()
