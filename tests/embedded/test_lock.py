import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.embedded.waiting import eventually
from thac.embedded import DataFolderInUseError, DataFolderLock

HOLDER = """
import sys, time, pathlib
from thac.embedded import DataFolderLock
with DataFolderLock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_the_second_is_refused_with_the_holders_process(tmp_path: Path) -> None:
    with (
        DataFolderLock(tmp_path / "lock"),
        pytest.raises(DataFolderInUseError, match=f"process {os.getpid()}") as refused,
    ):
        DataFolderLock(tmp_path / "lock").acquire()

    assert refused.value.holder == os.getpid()


def test_a_lock_given_up_is_free(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path / "home" / "lock"):
        pass
    with DataFolderLock(tmp_path / "home" / "lock") as lock:
        assert lock.held


def test_a_holder_killed_with_9_leaves_nothing_locked(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(file)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(DataFolderInUseError, match=f"process {holder.pid}"):
                DataFolderLock(file).acquire()
        finally:
            holder.kill()

    lock = DataFolderLock(file)
    lock.acquire()
    assert eventually(lambda: file.read_text().strip() == str(os.getpid()))
    lock.release()
