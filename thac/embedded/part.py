"""How is one process started, and where does it write? Facts of a process, and its start."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

LAUNCH: Final = Path(__file__).with_name("launch.py")
OLD_LOGS: Final = 3
TAIL_BYTES: Final = 4096

Ending = Literal["signal", "watch"]
ENDING: Final[Ending] = "signal" if sys.platform == "linux" else "watch"
"""How a process learns that its supervisor died; see `thac.embedded.launch`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of an installation."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] | None = field(default=None, repr=False)
    """The whole environment; None inherits ours."""
    stop_seconds: float = 10.0
    """How long it may take to end after SIGTERM."""

    def spawn(self, ending: Ending = ENDING) -> subprocess.Popen[bytes]:
        """Start the process in a session of its own, so that Ctrl-C in a terminal reaches only its supervisor.

        It is killed when the *thread* that calls this ends. A program that cannot be run ends with code 1 and says so
        in its log.
        """
        launcher = (sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), ending)
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  (the arguments are ours)
                (*launcher, *self.arguments),
                stdin=subprocess.PIPE if ending == "watch" else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )

    def rotate_log(self) -> None:
        """Begin a new log; of the earlier ones the last three stay as ``.1`` to ``.3``."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        names = [self.log, *(self.log.with_name(f"{self.log.name}.{age}") for age in range(1, OLD_LOGS + 1))]
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)

    def last_lines(self, count: int = 12) -> str:
        """The end of the log, for an error message; empty when there is none."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-count:])


def close(process: subprocess.Popen[bytes]) -> None:
    """Let go of our end of an ended process's input."""
    if process.stdin is not None:
        process.stdin.close()
