"""The installation of a drill: a new data folder with a scaled clock, its processes killable, gone afterwards."""

import dataclasses
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tests.drill.mails import SENDER
from thac.cli.home import prepare
from thac.cli.processes import logged_to_file
from thac.clock import Clock, installed_clock
from thac.directory import catalogue
from thac.domain.calendar import VIETNAM
from thac.domain.timescale import Timescale
from thac.embedded import Embedded, Part, free_port, thac_part
from thac.settings import Settings
from thac.store.engine import Engines, open_engines

BEGIN: Final = datetime(2026, 1, 5, 7, tzinfo=VIETNAM)
"""A Monday; the year that follows has a Tết in it."""
SINK: Final = "sink"
"""The name of the mail server among the processes."""
_PREPARING_SECONDS: Final = 23.0
_EACH_PROVINCE_SECONDS: Final = 1.5
"""So long it may take to make the store, start everything and admit everybody, before the year begins."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An installation that runs."""

    running: Embedded
    engines: Engines
    clock: Clock
    begin: datetime


@contextmanager
def staged(factor: float, provinces: int, keep: Path | None = None) -> Iterator[Stage]:
    """An installation of so many provinces in a temporary folder, or in ``keep``; ready when the year begins."""
    with tempfile.TemporaryDirectory() as folder:
        ahead = timedelta(seconds=_PREPARING_SECONDS + _EACH_PROVINCE_SECONDS * provinces)
        scale = Timescale(datetime.now(UTC) + ahead, BEGIN.astimezone(UTC), factor)
        mail_port = free_port()
        settings = Settings(
            home=(keep or Path(folder)) / "drill",
            scope=",".join(sorted(one.code for one in catalogue.provinces())[:provinces]),
            clock=scale,
            rest_after_events=150,
            archive_quiet=timedelta(minutes=1),
            log_level="warning",
            smtp_url=f"smtp://127.0.0.1:{mail_port}",
            mail_from=SENDER,
        )
        prepare(settings)

        def parts(given: Settings) -> tuple[Part, ...]:
            return _sink(given, mail_port), *_killable(given)

        with logged_to_file(settings), Embedded(settings, parts) as running:
            running.ready()
            engines = open_engines(settings.store_address)
            try:
                yield Stage(running, engines, installed_clock(settings), scale.shown)
            finally:
                engines.dispose()


def _killable(settings: Settings) -> tuple[Part, ...]:
    return (
        _ours(thac_part("worker", settings), "tests.drill.wrong_clock"),
        _ours(thac_part("api", settings), "tests.drill.process", settings.api_port),
    )


def _sink(settings: Settings, port: int) -> Part:
    return _ours(thac_part(SINK, settings), "tests.drill.sinks", port, settings.home)


def _ours(part: Part, *arguments: object) -> Part:
    return dataclasses.replace(part, arguments=(sys.executable, "-m", *map(str, arguments)))
