import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.embedded import answering
from tests.embedded.supervise import sleepers
from tests.embedded.waiting import eventually, is_gone
from thac.embedded import DataFolderInUseError, Embedded, NotReadyError, Part, RunFile, interrupted_by_signals
from thac.settings import Settings
from thac.temporal import connect

pytestmark = pytest.mark.slow

ORPHAN = """
import sys, time, pathlib
from thac.embedded import Part
process = Part("p", ("sleep", "600"), pathlib.Path(sys.argv[1])).spawn(sys.argv[2])
print(process.pid, flush=True)
time.sleep(600)
"""


def standing_in(settings: Settings) -> list[Part]:
    """A worker that sleeps and an API that answers."""
    api = (sys.executable, answering.__file__, str(settings.api_port), str(settings.home / "worker-polls"))
    worker, _ = sleepers(settings)
    return [worker, Part("api", api, settings.logs_folder / "api.log")]


@pytest.fixture
def running(settings: Settings) -> Iterator[Embedded]:
    with Embedded(settings, standing_in) as running:
        (settings.home / "worker-polls").touch()
        running.ready(20)
        yield running


def found(settings: Settings) -> RunFile | None:
    return RunFile.read(settings.run_file)


def complete(settings: Settings) -> RunFile | None:
    """What the run file says, once all three processes are in it."""
    run = found(settings)
    return run if run and run.processes.keys() == {"temporal", "worker", "api"} else None


def test_the_run_file_says_where_everything_is(running: Embedded, settings: Settings) -> None:
    run = eventually(lambda: complete(settings))

    assert run.pid == os.getpid()
    assert run.api == running.api_url == f"http://127.0.0.1:{running.settings.api_port}"
    assert run.temporal == running.temporal_address
    assert run.processes == running.processes
    assert settings.home.stat().st_mode & 0o777 == 0o700


async def test_each_process_killed_comes_back_where_it_was(running: Embedded, settings: Settings) -> None:
    client = await connect(running.temporal_address)
    before = eventually(lambda: complete(settings))

    for name in before.processes:
        running.kill(name)

    def renewed() -> RunFile | None:
        run = complete(settings)
        return run if run and not set(run.processes.values()) & set(before.processes.values()) else None

    after = eventually(renewed)
    assert (after.api, after.temporal, after.pid) == (before.api, before.temporal, before.pid)
    running.ready(20)
    assert (await client.count_workflows()).count == 0  # the client waits for its server


def test_a_second_one_on_the_folder_is_refused_and_harms_nothing(running: Embedded, settings: Settings) -> None:
    with pytest.raises(DataFolderInUseError, match=f"in use by process {os.getpid()}"):
        Embedded(settings, standing_in).start()

    assert found(settings) is not None
    running.ready(5)


def test_stopping_ends_all_in_reverse_order_and_frees_the_folder(settings: Settings) -> None:
    order = settings.home / "order"

    def telling(settings: Settings) -> list[Part]:
        told = "trap 'echo {} >> {}; exit' TERM; echo ready; while :; do sleep 0.05; done"
        return [replace(part, arguments=("sh", "-c", told.format(part.name, order))) for part in sleepers(settings)]

    with Embedded(settings, telling) as running:
        processes = eventually(lambda: complete(settings)).processes
        for name in ("worker", "api"):
            eventually((settings.logs_folder / f"{name}.log").read_text)

    assert order.read_text().split() == ["api", "worker"]
    assert all(is_gone(pid) for pid in processes.values())
    assert running.processes == {}
    assert not settings.run_file.exists()
    with Embedded(settings, sleepers):
        eventually(lambda: complete(settings))


def test_not_ready_names_the_part_and_shows_its_log(settings: Settings) -> None:
    with Embedded(settings, standing_in) as running, pytest.raises(NotReadyError, match="no worker polls") as late:
        running.ready(1.5)

    assert late.value.part == "worker"


def test_a_part_that_ends_again_and_again_is_named_before_the_time_is_over(settings: Settings) -> None:
    def broken(settings: Settings) -> list[Part]:
        worker, api = standing_in(settings)
        program = (sys.executable, "-c", "raise SystemExit('no store at that address')")
        return [Part("worker", program, worker.log), api]

    with Embedded(settings, broken) as running, pytest.raises(NotReadyError, match="no store at that address") as late:
        running.ready(86_400)  # who waited for that would never come back

    assert late.value.part == "worker"


def test_a_temporal_named_in_the_settings_is_used_and_none_started(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, temporal_address="temporal.tinh:7233", api_port=20_001)

    with Embedded(settings, sleepers) as running:
        assert eventually(lambda: running.processes.keys() == {"worker", "api"})
        assert running.temporal_address == "temporal.tinh:7233"
        assert running.api_url == "http://127.0.0.1:20001"


def start_supervisor(settings: Settings) -> tuple[subprocess.Popen[bytes], RunFile]:
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "tests.embedded.supervise", str(settings.home)], stdout=subprocess.PIPE
    )
    return supervisor, eventually(lambda: complete(settings), 30)


def test_a_supervisor_killed_with_9_takes_its_children_along(settings: Settings) -> None:
    supervisor, run = start_supervisor(settings)
    with supervisor:
        assert run.pid == supervisor.pid
        assert not any(is_gone(pid) for pid in run.processes.values())

        supervisor.kill()

    eventually(lambda: all(is_gone(pid) for pid in run.processes.values()), 5)
    assert settings.run_file.exists()
    assert found(settings) is None
    with Embedded(settings, sleepers):
        eventually(lambda: complete(settings))


def test_a_supervisor_told_to_stop_ends_everything_in_order(settings: Settings) -> None:
    supervisor, run = start_supervisor(settings)
    with supervisor:
        supervisor.terminate()
        output, _ = supervisor.communicate(timeout=20)

    assert (supervisor.returncode, output.splitlines()[-1]) == (0, b"ended in order")
    assert all(is_gone(pid) for pid in run.processes.values())
    assert not settings.run_file.exists()


@pytest.mark.parametrize("ending", ["signal", "watch"])
def test_a_process_dies_with_its_supervisor_either_way(tmp_path: Path, ending: str) -> None:
    command = [sys.executable, "-c", ORPHAN, str(tmp_path / "p.log"), ending]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        eventually(lambda: not is_gone(pid))
        supervisor.kill()

    eventually(lambda: is_gone(pid), 5)


def test_the_order_to_stop_interrupts_the_main_thread() -> None:
    def stopped() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(5)

    with interrupted_by_signals(), pytest.raises(KeyboardInterrupt):
        stopped()

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
