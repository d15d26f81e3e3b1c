"""Who starts a process again when it ends? A keeper, after a while that grows."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from thac.embedded.part import Part, close

log: Any = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long to wait before a process is started again, in seconds. No jitter: nobody competes."""

    first: float = 0.2
    longest: float = 10.0
    healthy: float = 30.0
    """A process that ran so long was well; counting begins anew."""

    def delay(self, failures: int) -> float:
        """The wait after so many failures in a row, the last one included; doubles up to the longest.

        Examples
        --------
        >>> [BackOff().delay(failures) for failures in (1, 2, 3, 6, 7, 1000)]
        [0.2, 0.4, 0.8, 6.4, 10.0, 10.0]
        """
        return float(min(self.first * 2 ** min(failures - 1, 30), self.longest))


class Keeper:
    """Keeps one process running until told to stop.

    A thread of its own starts the process and waits for it: the kernel ties the process to the thread that started it,
    so that thread has to live longer.
    """

    def __init__(self, part: Part, changed: Callable[[], None] = lambda: None, back_off: BackOff | None = None) -> None:
        self.part = part
        self.failures = 0
        """How often in a row it ended before it was well."""
        self.endings = 0
        """How often it ended, or could not be started, since `start`."""
        self.exit_code: int | None = None
        """How it ended last; negative is a signal's number."""
        self._asked = False
        self._changed = changed
        self._back_off = back_off or BackOff()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"keeper-{part.name}", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process's id; None while it is down."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the process as it runs now; the keeper starts it again if it ends of it.

        An end that was asked for is no failure: the next start comes after the shortest wait.
        """
        process = self._process
        if process is not None:
            self._asked = True
            process.send_signal(number)

    def stop(self) -> None:
        """End the process with SIGTERM, after its time is over with SIGKILL, and wait for its end."""
        with self._lock:
            self._stopping.set()
        if not self._thread.is_alive():
            return
        self.kill(signal.SIGTERM)
        self._thread.join(self.part.stop_seconds)
        if self._thread.is_alive():
            log.warning("part_killed", part=self.part.name, waited_seconds=self.part.stop_seconds)
            self.kill()
            self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            self._run_once()
            if not self._stopping.is_set():
                self._stopping.wait(self._after(time.monotonic() - started))

    def _run_once(self) -> None:
        try:
            process = self._spawn()
        except OSError as error:  # no process, no file handle or no disk left: that may pass
            log.exception("part_not_started", part=self.part.name, error=str(error))
            return
        if process is not None:
            self._changed()
            self.exit_code = process.wait()
            close(process)
            self._changed()

    def _spawn(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            self._process = None if self._stopping.is_set() else self.part.spawn()
            return self._process

    def _after(self, ran: float) -> float:
        self.endings += 1
        well = self._asked or ran >= self._back_off.healthy
        self.failures = 1 if well else self.failures + 1
        self._asked = False
        delay = self._back_off.delay(self.failures)
        log.warning(
            "part_ended",
            part=self.part.name,
            exit_code=self.exit_code,
            ran_seconds=round(ran, 3),
            again_in_seconds=delay,
        )
        return delay
