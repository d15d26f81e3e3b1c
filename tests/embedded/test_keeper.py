import signal
import sys
from itertools import pairwise
from pathlib import Path

from tests.embedded.waiting import eventually, is_gone
from thac.embedded import BackOff, Keeper, Part

STAMP = "import time; print(time.monotonic(), flush=True); raise SystemExit(3)"
QUICK = BackOff(first=0.1, longest=0.3)


def test_the_wait_doubles_up_to_ten_seconds() -> None:
    back_off = BackOff()

    assert [back_off.delay(failures) for failures in (1, 2, 3, 4, 5, 6, 7, 9999)] == [
        0.2,
        0.4,
        0.8,
        1.6,
        3.2,
        6.4,
        10.0,
        10.0,
    ]


def test_a_process_that_ends_is_started_again_after_growing_waits(tmp_path: Path) -> None:
    part = Part("stamp", (sys.executable, "-S", "-c", STAMP), tmp_path / "stamp.log")
    keeper = Keeper(part, back_off=QUICK)

    keeper.start()
    eventually(lambda: keeper.endings >= 4)
    keeper.stop()

    starts = [float(line) for line in part.log.read_text().splitlines()][:4]
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert [gap >= least for gap, least in zip(gaps, (0.1, 0.2, 0.3), strict=True)] == [True, True, True]
    assert keeper.exit_code == 3
    assert keeper.pid is None


def test_a_process_that_was_well_for_long_is_started_again_at_once(tmp_path: Path) -> None:
    part = Part("stamp", (sys.executable, "-S", "-c", STAMP), tmp_path / "stamp.log")
    keeper = Keeper(part, back_off=BackOff(first=0.01, longest=10.0, healthy=0.0))

    keeper.start()
    eventually(lambda: keeper.endings >= 5)
    keeper.stop()

    assert keeper.failures == 1


def test_a_kill_that_was_asked_for_counts_as_no_failure(tmp_path: Path) -> None:
    keeper = Keeper(Part("sleeper", ("sleep", "600"), tmp_path / "sleeper.log"), back_off=QUICK)
    keeper.start()

    seen: set[int | None] = {None}
    for _ in range(3):
        seen.add(eventually(lambda: keeper.pid))
        keeper.kill()
        eventually(lambda: keeper.pid not in seen)

    assert keeper.failures == 1
    keeper.stop()


def test_stopping_ends_the_process_in_order(tmp_path: Path) -> None:
    keeper = Keeper(Part("sleeper", ("sleep", "600"), tmp_path / "sleeper.log"))
    keeper.start()
    pid = eventually(lambda: keeper.pid)

    keeper.stop()

    assert is_gone(pid)
    assert keeper.exit_code == -signal.SIGTERM


def test_a_process_deaf_to_the_order_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    part = Part("deaf", (sys.executable, "-c", deaf), tmp_path / "deaf.log", stop_seconds=0.2)
    keeper = Keeper(part)
    keeper.start()
    eventually(lambda: part.log.exists() and part.log.read_text() == "deaf\n")

    keeper.stop()

    assert keeper.exit_code == -signal.SIGKILL


def test_a_program_that_is_missing_says_so_in_its_log(tmp_path: Path) -> None:
    part = Part("missing", ("/no/such/program",), tmp_path / "missing.log")
    keeper = Keeper(part, back_off=QUICK)

    keeper.start()
    eventually(lambda: keeper.endings >= 1)
    keeper.stop()

    assert part.last_lines(1) == "/no/such/program cannot be run: No such file or directory"


def test_each_run_has_a_log_of_its_own_and_three_earlier_ones_stay(tmp_path: Path) -> None:
    part = Part("p", ("true",), tmp_path / "logs" / "p.log")
    for run in range(6):
        part.rotate_log()
        part.log.write_text(f"run {run}")

    found = {file.name: file.read_text() for file in part.log.parent.iterdir()}
    assert found == {"p.log": "run 5", "p.log.1": "run 4", "p.log.2": "run 3", "p.log.3": "run 2"}
