"""An installation from its first start to its end, as the person at the keyboard has it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from thac.example import conclusion
from thac.temporal import connect

pytestmark = pytest.mark.slow
THAC = (sys.executable, "-m", "thac.cli")


def _thac(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*THAC, *arguments, "--home", str(home)], capture_output=True, text=True, timeout=120, check=False
    )


async def _terminate(address: str, docket: str) -> None:
    """End a docket's workflow from outside, as no part of Thác does."""
    client = await connect(address)
    await client.get_workflow_handle(docket).terminate()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str], dict[str, Any]]]:
    """`thac up` on a new folder, ready: its folder, its process, what it says of itself."""
    home = tmp_path / "home"
    with subprocess.Popen([*THAC, "up", "--json", "--home", str(home)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = []
            while (line := process.stdout.readline()) and line != "}\n":
                lines.append(line)
            yield home, process, json.loads("".join(lines) + "}")
        finally:
            process.terminate()
            process.wait(30)


def test_up_launch_look_audit_and_end_in_order(
    running: tuple[Path, subprocess.Popen[str], dict[str, Any]], tmp_path: Path
) -> None:
    home, process, said = running
    assert said["pid"] == process.pid
    assert httpx.get(f"{said['api']}/readyz", trust_env=False).json()["ready"] is True
    assert httpx.get(f"{said['api']}/docs", trust_env=False).status_code == 200

    second = _thac(home, "up")
    assert second.returncode == 1
    assert f"tiến trình {process.pid}" in second.stderr

    token = _thac(home, "token", "create", "--agency", "TW", "--role", "office", "--name", "Thử").stdout.strip()
    central = conclusion(datetime.now(UTC).date())
    file = tmp_path / "letter.json"
    file.write_text(json.dumps(central), encoding="utf-8")
    first = _thac(home, "launch", str(file), "--token", token, "--json")
    assert first.returncode == 0, first.stderr
    launched = json.loads(first.stdout)
    assert (launched["already_launched"], launched["dockets"], launched["planned"]) == (False, 2, 2)
    again = _thac(home, "launch", str(file), "--token", token)
    assert again.returncode == 0
    assert "đã ban hành từ trước" in again.stdout
    wrong = _thac(home, "launch", str(file), "--token", "thac_wrong", "--json")
    assert (wrong.returncode, json.loads(wrong.stderr)["error"]["code"]) == (1, "unauthenticated")

    central["tasks"][0] |= {"mode": "single", "leads": ["19", "19-SNV"], "recipients": []}
    file.write_text(json.dumps(central | {"number": "09"}), encoding="utf-8")
    refused = _thac(home, "launch", str(file), "--token", token)
    assert refused.returncode == 1
    assert "two_leads" in refused.stderr
    assert "một việc chỉ giao một cơ quan chủ trì" in " ".join(refused.stderr.split())

    audited = json.loads(_thac(home, "audit", "--json").stdout)
    assert (audited["clean"], audited["running"], audited["remarks"]) == (True, 2, [])
    docket = f"cascade/{launched['directive']}/19"
    for _ in range(
        2
    ):  # the worker looks at each docket once it is quiet; on a slow machine it has this one back at first
        asyncio.run(_terminate(said["temporal"], docket))
        stopped = _thac(home, "audit", "--json")
        if stopped.returncode:
            break
    assert (stopped.returncode, json.loads(stopped.stdout)["not_running"]) == (1, [docket])
    copied = _thac(home, "backup", str(tmp_path / "copy"), "--json")
    assert json.loads(copied.stdout)["dockets"] == 2

    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(30) == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert not (home / "run.json").exists()


def test_kill_9_loses_nothing_and_the_next_start_goes_on(
    running: tuple[Path, subprocess.Popen[str], dict[str, Any]], tmp_path: Path
) -> None:
    home, process, _ = running
    token = _thac(home, "token", "create", "--agency", "TW", "--role", "office", "--name", "Thử").stdout.strip()
    file = tmp_path / "letter.json"
    file.write_text(json.dumps(conclusion(datetime.now(UTC).date())), encoding="utf-8")
    assert _thac(home, "launch", str(file), "--token", token).returncode == 0
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    with subprocess.Popen([*THAC, "up", "--json", "--home", str(home)], stdout=subprocess.PIPE, text=True) as next_one:
        try:
            assert next_one.stdout is not None
            assert next_one.stdout.readline() == "{\n"
            until = time.monotonic() + 30
            while (audited := json.loads(_thac(home, "audit", "--json").stdout))["remarks"]:
                assert time.monotonic() < until, audited
            assert (audited["clean"], audited["running"]) == (True, 2)
        finally:
            next_one.terminate()
            assert next_one.wait(30) == 0
