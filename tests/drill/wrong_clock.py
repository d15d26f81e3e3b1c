"""The worker of a drill, under a wrong clock where the drill says so: ``python -m tests.drill.wrong_clock``.

The file ``wrong-clock`` in the data folder says by how many seconds of the machine the clock of the next worker is
ahead. Where libfaketime is installed (Debian's package ``faketime``) the whole process is deceived, the core of
Temporal's SDK and SQLite with it; elsewhere only the clock port is.
"""

import os
import sys
import sysconfig
import time
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn

WRONG_CLOCK: Final = "wrong-clock"
_SHOWN: Final = "clock-shown"
_DECEIVED: Final = "DRILL_CLOCK_DECEIVED"
_LIBRARY: Final = "faketime/libfaketimeMT.so.1"
_MEMORY: Final = Path("/dev/shm")


class Means(StrEnum):
    """By what a clock is made wrong."""

    LIBFAKETIME = "libfaketime"
    PORT = "the clock port"


def library() -> Path | None:
    """The library that deceives a process about the time, if it is installed."""
    folders = (f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}", "/usr/lib64", "/usr/lib", "/usr/local/lib")
    return next((file for folder in folders if (file := Path(folder, _LIBRARY)).exists()), None)


def means() -> Means:
    """By what a worker's clock is made wrong on this machine."""
    return Means.PORT if library() is None else Means.LIBFAKETIME


def begin(home: Path) -> timedelta:
    """Make the clock of this process wrong, if the drill says so; by how much the clock port still has to be ahead.

    With libfaketime the process becomes itself anew, under the same id, and its port is right. The clock that counts
    how long something took is left alone: it is right on a machine whose date is wrong, too.
    """
    if _DECEIVED in os.environ:
        _forget_the_library()
        _show(home, Means.LIBFAKETIME, time.time())
        return timedelta(0)
    try:
        seconds = float((home / WRONG_CLOCK).read_text())
    except FileNotFoundError:
        return timedelta(0)
    if (deceiving := library()) is not None:
        _become_deceived(deceiving, seconds)
    _show(home, Means.PORT, time.time() + seconds)
    return timedelta(seconds=seconds)


def _become_deceived(deceiving: Path, seconds: float) -> NoReturn:
    deceived = {
        _DECEIVED: "1",
        "LD_PRELOAD": str(deceiving),
        "FAKETIME": f"{seconds:+.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    os.execve(sys.executable, sys.orig_argv, os.environ | deceived)


def _forget_the_library() -> None:
    """Deceive no process that this one starts, and leave nothing in shared memory, which a kill would leave there."""
    del os.environ["LD_PRELOAD"], os.environ[_DECEIVED]
    for name in (f"faketime_shm_{os.getpid()}", f"sem.faketime_sem_{os.getpid()}"):
        (_MEMORY / name).unlink(missing_ok=True)


def _show(home: Path, by: Means, believed: float) -> None:
    (home / _SHOWN).write_text(f"{believed} {by}")


def forget_shown(home: Path) -> None:
    """From now on only what the next worker shows counts."""
    (home / _SHOWN).unlink(missing_ok=True)


def shown(home: Path) -> str:
    """What the last worker under a wrong clock believed, against the moment at which the kernel had it written down."""
    file = home / _SHOWN
    if not file.exists():
        return "no worker came up"
    believed, by = file.read_text().split(maxsplit=1)
    return f"{float(believed) - file.stat().st_mtime:+.0f} s by {by}"


def main() -> None:
    """Run the worker."""
    ahead = begin(Path(os.environ["THAC_HOME"]))
    from tests.drill.process import worker  # the rest is loaded once the process is the one that stays

    worker(ahead)


if __name__ == "__main__":
    main()
