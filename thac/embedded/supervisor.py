"""What runs when somebody types ``thac up``? Temporal, the worker and the API, on one data folder."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

import httpx
import structlog

from thac.embedded.devserver import TemporalPlan
from thac.embedded.errors import NotReadyError
from thac.embedded.keeper import Keeper
from thac.embedded.lock import DataFolderLock
from thac.embedded.part import Part
from thac.embedded.ports import free_port
from thac.embedded.runfile import RunFile
from thac.settings import Settings

log: Any = structlog.stdlib.get_logger(__name__)

READY_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.05
HOPELESS: Final = 4
"""A part that ended so often in a row (three seconds' worth) will not come up by waiting."""


def worker_and_api(settings: Settings) -> tuple[Part, ...]:
    """The two processes of an installation beside Temporal, in the order of their start."""
    return (
        thac_part("worker", settings),
        thac_part("api", settings, "--port", str(settings.api_port)),
    )


def thac_part(command: str, settings: Settings, *arguments: str) -> Part:
    """The process that runs one of Thác's own commands under these settings."""
    return Part(
        name=command,
        arguments=(sys.executable, "-m", "thac.cli", command, *arguments),
        log=settings.logs_folder / f"{command}.log",
        environment=settings.child_environment() | {"PYTHONUNBUFFERED": "1"},
        stop_seconds=settings.stop_timeout_seconds,
    )


class Embedded:
    """An installation on one machine: started, kept running, and ended with this process.

    ``with Embedded(settings) as running: running.ready()``. Needs no event loop and no particular thread. Ports are
    chosen once, so that clients find their server again after it was started anew.

    Parameters
    ----------
    settings
        Without a Temporal address the embedded server is started; without an API port a free one is taken.
    parts
        Which processes run beside Temporal; they are handed the settings with both addresses filled in.
    """

    def __init__(self, settings: Settings, parts: Callable[[Settings], Sequence[Part]] = worker_and_api) -> None:
        self._temporal = _temporal_plan(settings)
        self.settings = _with_addresses(settings, self._temporal)
        """The settings that hold: as given, with both addresses filled in."""
        self._lock = DataFolderLock(settings.lock_file)
        self._writing = threading.Lock()
        self._started_at = datetime.now(UTC)
        every = [self._temporal.part()] if self._temporal else []
        self._keepers = {part.name: Keeper(part, self._write_run_file) for part in (*every, *parts(self.settings))}

    @property
    def api_url(self) -> str:
        """Where the API answers, ``http://host:port``."""
        host = "127.0.0.1" if self.settings.api_host == "0.0.0.0" else self.settings.api_host  # noqa: S104
        return f"http://{host}:{self.settings.api_port}"

    @property
    def temporal_address(self) -> str:
        """Where Temporal answers, ``host:port``."""
        return str(self.settings.temporal_address)

    @property
    def processes(self) -> dict[str, int]:
        """Process ids by name; what is down at the moment is missing."""
        return {name: pid for name, keeper in self._keepers.items() if (pid := keeper.pid) is not None}

    def start(self) -> None:
        """Take the folder, start Temporal, and once it answers the others; returns without waiting for those.

        Raises
        ------
        DataFolderInUseError
            Another ``thac up`` has the folder.
        TemporalBinaryMissingError
            There is no server to start.
        NotReadyError
            Temporal does not come up.
        """
        self._lock.acquire()
        try:
            self._started_at = datetime.now(UTC)
            for name, keeper in self._keepers.items():
                keeper.part.rotate_log()
                keeper.start()
                if self._temporal and name == "temporal":
                    self._temporal.wait_until_ready(ended=partial(_keeps_ending, keeper))
                    took = (datetime.now(UTC) - self._started_at).total_seconds()
                    log.info("temporal_ready", address=self.temporal_address, seconds=took)
        except BaseException:
            self.stop()
            raise

    def ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when Temporal, the worker and the API all answer.

        The API says so: its ``/healthz`` that it runs, its ``/readyz`` that it reaches store, Temporal and worker.

        Raises
        ------
        NotReadyError
            Somebody does not within the time, or ends again and again; the error names who and shows its log.
        """
        deadline = time.monotonic() + seconds
        before = {name: keeper.endings for name, keeper in self._keepers.items()}
        with httpx.Client(base_url=self.api_url, timeout=5.0, trust_env=False) as http:
            while (missing := self._missing(http)) is not None:
                hopeless = [name for name, keeper in self._keepers.items() if _keeps_ending(keeper, before[name])]
                if hopeless:
                    raise self._not_ready(hopeless[0], "it ends again and again")
                if time.monotonic() > deadline:
                    raise self._not_ready(*missing)
                time.sleep(POLL_SECONDS)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to one process (``temporal``, ``worker``, ``api``); it is started again when it ends of it.

        Raises
        ------
        KeyError
            There is no process of that name.
        """
        self._keepers[name].kill(number)

    def wait(self) -> None:
        """Sleep until a signal interrupts (`interrupted_by_signals`); the keepers do the work."""
        threading.Event().wait()

    def stop(self) -> None:
        """End everything in the reverse order of its start, and give the folder up."""
        for keeper in reversed(self._keepers.values()):
            keeper.stop()
        if self._lock.held:
            self.settings.run_file.unlink(missing_ok=True)
            self._lock.release()

    def _missing(self, http: httpx.Client) -> tuple[str, str] | None:
        try:
            if not http.get("/healthz").is_success:
                return "api", "/healthz does not say well"
            answer = http.get("/readyz")
        except httpx.TransportError as error:
            return "api", f"no answer at {self.api_url} ({error})"
        if answer.is_success:
            return None
        if self._temporal and not self._temporal.answers():
            return "temporal", f"no answer at {self.temporal_address}"
        return "worker", f"/readyz says {answer.status_code}: {answer.text}"

    def _not_ready(self, name: str, why: str) -> NotReadyError:
        keeper = self._keepers.get(name)
        if keeper is None:
            return NotReadyError(name, why, self.settings.logs_folder, "")
        ended = f", ended {keeper.endings} times, the last time with code {keeper.exit_code}" if keeper.endings else ""
        return NotReadyError(name, f"{why}{ended}", keeper.part.log, keeper.part.last_lines())

    def _write_run_file(self) -> None:
        with self._writing:
            run_file = RunFile(
                pid=os.getpid(),
                api=self.api_url,
                temporal=self.temporal_address,
                processes=self.processes,
                started_at=self._started_at,
            )
            try:
                run_file.write(self.settings.run_file)
            except OSError as error:  # a full disk must not end the supervision
                log.exception("run_file_not_written", error=str(error))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP interrupt the main thread as Ctrl-C does (KeyboardInterrupt): all three end in order."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _temporal_plan(settings: Settings) -> TemporalPlan | None:
    if settings.temporal_address is not None:
        return None
    return TemporalPlan(settings.temporal_file, settings.logs_folder / "temporal.log", settings.temporal_namespace)


def _with_addresses(settings: Settings, temporal: TemporalPlan | None) -> Settings:
    return settings.model_copy(
        update={
            "temporal_address": temporal.address if temporal else settings.temporal_address,
            "api_port": settings.api_port or free_port(settings.api_host),
        }
    )


def _keeps_ending(keeper: Keeper, before: int = 0) -> bool:
    return keeper.endings - before >= HOPELESS
