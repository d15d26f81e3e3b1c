"""A process of a drill is deceived about the time by libfaketime where it is installed, by the clock port elsewhere."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import missing
from tests.drill import wrong_clock
from tests.drill.wrong_clock import Means

PROGRAM = """
import json, os, pathlib, subprocess, sys, time
from tests.drill import wrong_clock
if sys.argv[2] == "without":
    wrong_clock.library = lambda: None
ahead = wrong_clock.begin(pathlib.Path(sys.argv[1]))
below = subprocess.run([sys.executable, "-c", "import time; print(time.time())"], capture_output=True, check=True)
found = {"pid": os.getpid(), "ahead": ahead.total_seconds(), "time": time.time(), "below": float(below.stdout)}
print(json.dumps(found | {"monotonic": time.monotonic()}))
"""


def begun(home: Path, library: str = "with") -> tuple[dict[str, Any], int, float]:
    """What a process finds after it began, its id as its parent knows it, and the time when it was over."""
    command = [sys.executable, "-c", PROGRAM, str(home), library]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return json.loads(said), process.pid, time.time()


@pytest.fixture
def library() -> Path:
    """The library, where it is installed."""
    found = wrong_clock.library()
    if found is None:
        missing("faketime", "libfaketime is not installed on this machine (Debian's package faketime)")
    return found


@pytest.mark.parametrize("seconds", [3600, -3600])
def test_libfaketime_deceives_the_process_alone_and_leaves_nothing_behind(
    tmp_path: Path, library: Path, seconds: int
) -> None:
    (tmp_path / wrong_clock.WRONG_CLOCK).write_text(f"{seconds:+}")
    found, pid, now = begun(tmp_path)
    assert (found["pid"], found["ahead"]) == (pid, 0)
    assert found["time"] == pytest.approx(now + seconds, abs=300)
    assert found["below"] == pytest.approx(now, abs=300)
    assert 0 <= time.monotonic() - found["monotonic"] < 300
    assert wrong_clock.shown(tmp_path).endswith(f"s by {Means.LIBFAKETIME}")
    assert float(wrong_clock.shown(tmp_path).split()[0]) == pytest.approx(seconds, abs=60)
    assert [file for file in Path("/dev/shm").iterdir() if file.name.endswith(f"_{pid}")] == []


def test_without_the_library_the_clock_port_is_ahead(tmp_path: Path) -> None:
    (tmp_path / wrong_clock.WRONG_CLOCK).write_text("-3600")
    found, _, now = begun(tmp_path, "without")
    assert found["ahead"] == -3600
    assert found["time"] == pytest.approx(now, abs=300)
    assert wrong_clock.shown(tmp_path).endswith(f"s by {Means.PORT}")


def test_a_clock_is_right_unless_the_drill_says_otherwise(tmp_path: Path) -> None:
    found, _, now = begun(tmp_path)
    assert found["ahead"] == 0
    assert found["time"] == pytest.approx(now, abs=300)
    assert wrong_clock.shown(tmp_path) == "no worker came up"
