"""A real document, launched from its file down to the units of communes: over the API, and by the command line."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from thac.directory.build import build_directory
from thac.domain.agencies import AgencyTree, Level, Role
from thac.settings import Settings
from thac.store import directory, migrate
from thac.store.access import make_token
from thac.store.engine import open_engines

pytestmark = pytest.mark.slow
THAC = (sys.executable, "-m", "thac.cli")
COMMUNES = 3


def few_communes() -> AgencyTree:
    """Thái Nguyên with its departments and its first communes with all their units."""
    whole = build_directory("19")
    left_out = [one.id for one in whole.children("19") if one.level is Level.COMMUNE][COMMUNES:]
    gone = {below.id for commune in left_out for below in whole.subtree(commune)}
    kept = [one for one in whole if one.id not in gone and one.beside not in gone]
    ids = {one.id for one in kept}
    return AgencyTree(kept, [post for post in whole.posts() if post.agency in ids], 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Path, str, str]]:
    """An installation that runs: its folder, its API, and the token of the province's office."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    engines = open_engines(Settings(home=home).store_address)
    migrate.upgrade(engines.write)
    with engines.write.begin() as connection:
        directory.install(connection, few_communes(), "test", datetime.now(UTC))
        token = make_token(connection, "19", Role.OFFICE, "Văn phòng", datetime.now(UTC))
    engines.dispose()
    with subprocess.Popen([*THAC, "up", "--json", "--home", str(home)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = []
            while (line := process.stdout.readline()) and line != "}\n":
                lines.append(line)
            yield home, json.loads("".join(lines) + "}")["api"], token
        finally:
            process.terminate()
            process.wait(30)


def units_with_work(api: httpx.Client, directive: str) -> set[str]:
    """The units of communes that lead something of the directive."""
    rows: list[dict[str, Any]] = []
    while True:
        page = api.get("assignments", params={"directive": directive, "limit": 200, "offset": len(rows)}).json()
        rows += page["items"]
        if not page["items"] or len(rows) >= page["total"]:
            return {row["lead"] for row in rows if row["issuer"] != "19"}


def communes(units: set[str]) -> set[str]:
    return {unit.partition("-")[0] for unit in units}


def test_over_the_api(office: tuple[Path, str, str], documents: Path) -> None:
    _, address, token = office
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v1/", headers=headers, timeout=30.0, trust_env=False) as api:
        sent = (documents / "cong-van-thai-nguyen.txt").read_bytes()
        draft = api.post("drafts", content=sent, headers={"Content-Type": "application/octet-stream"})
        assert draft.status_code == 201, draft.text
        body = draft.json()
        assert len(body["tasks"]) == 9
        assert not body["launchable"]  # it leaves the day of its issue blank
        dated = api.put(f"drafts/{body['id']}", json={"version": 1, "header": {"issued_on": "2026-03-09"}})
        assert dated.json()["launchable"], dated.text
        launched = api.post(f"drafts/{body['id']}/launch", json={"version": 2})
        assert launched.status_code == 201, launched.text
        directive = launched.json()["directive"]
        until = time.monotonic() + 30
        while len(communes(units_with_work(api, directive))) < COMMUNES:
            assert time.monotonic() < until, "the communes' units have nothing"
            time.sleep(0.2)
        assert api.get(f"drafts/{body['id']}").json()["directive"] == directive


def test_by_the_command_line(office: tuple[Path, str, str], documents: Path) -> None:
    home, address, token = office
    file = documents / "cong-van-thai-nguyen.txt"

    def thac(*more: str) -> subprocess.CompletedProcess[str]:
        typed = [*THAC, "launch", str(file), "--token", token, "--home", str(home), *more]
        return subprocess.run(typed, capture_output=True, text=True, timeout=120, check=False)

    undated = thac("--json")
    assert (undated.returncode, json.loads(undated.stderr)["error"]["code"]) == (1, "draft_date_blank")
    first = thac("--json", "--issued-on", "2026-03-09")
    assert first.returncode == 0, first.stderr
    launched = json.loads(first.stdout)
    assert (launched["already_launched"], launched["dockets"]) == (False, 1 + COMMUNES)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v1/", headers=headers, timeout=30.0, trust_env=False) as api:
        assert len(communes(units_with_work(api, launched["directive"]))) == COMMUNES
    again = thac()
    assert again.returncode == 0, again.stderr
    assert "Nhiệm vụ theo dõi" in again.stdout
    assert "đã ban hành từ trước" in again.stdout
