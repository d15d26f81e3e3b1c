"""The demo as a program reads it, and the afternoon's own small decisions."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from vietnam_provinces import Ward

from thac.cli.demo import display
from thac.cli.demo.accounts import Account, enrolled
from thac.cli.demo.afternoon import Places, _work
from thac.cli.demo.stage import PLAYERS, Stage
from thac.clock import REAL
from thac.domain.agencies import Role
from thac.passwords import fits, hashed
from thac.settings import Settings
from thac.store import people
from thac.store.engine import open_engines

COMMANDS = ("accept", "take", "progress", "submit")


def _row(state: str) -> dict[str, Any]:
    return {"id": "d1~00001~1~00001-U1", "state": state}


@pytest.mark.parametrize(
    ("state", "far", "expected"),
    [
        ("assigned", 4, COMMANDS),
        ("assigned", 1, ("accept",)),
        ("accepted", 2, ("take",)),
        ("taken", 3, ("progress",)),
        ("returned", 4, ("progress", "submit")),
        ("submitted", 4, ()),
        ("completed", 4, ()),
    ],
)
def test_a_lead_does_what_is_left_to_do(state: str, far: int, expected: tuple[str, ...]) -> None:
    assert tuple(command["command"] for command in _work(_row(state), far)) == expected


def test_no_commune_is_thorough_and_silent_at_once() -> None:
    places = Places({f"{number:05}": () for number in range(92)}, ())
    assert len(places.thorough) == 23
    assert len(places.silent) == 11
    assert set(places.thorough).isdisjoint(places.silent)
    assert len(places.awake) == 81


def test_the_players_of_the_demo_keep_their_password_from_start_to_start(home: Path) -> None:
    engines = open_engines(Settings(home=home).store_address)
    wanted = (Account("aa", "Văn phòng", "19", Role.OFFICE), Account("bb", "Đơn vị", "19-SNV", Role.UNIT))
    first = enrolled(home, engines, wanted, REAL.now())
    assert oct((home / "accounts.json").stat().st_mode & 0o777) == "0o600"
    assert enrolled(home, engines, wanted, REAL.now()) == first
    with engines.write.begin() as connection:
        people.set_secret(connection, "aa", hashed("đổi sang mật khẩu khác"))
    other = enrolled(home, engines, wanted, REAL.now())
    with engines.read.connect() as connection:
        found = [people.person(connection, one.login) for one in wanted]
        seats = [people.seats(connection, one.login)[0] for one in wanted]
    engines.dispose()
    assert other[0].password != first[0].password
    assert all(one is not None and fits(one.secret, other[0].password) and not one.temporary for one in found)
    assert [(seat.agency, seat.role) for seat in seats] == [("19", "office"), ("19-SNV", "unit")]


def test_somebody_signs_in_for_each_role() -> None:
    assert {one.role for one in PLAYERS} == set(Role)


def test_the_demo_says_where_to_open_the_browser_and_how_to_sign_in(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "trials", lambda *_: [("Thử", ["thac status"])])
    accounts = tuple(replace(one, password="abcd-efgh-jkmn-pqrs") for one in PLAYERS)
    stage = Stage(Settings(home=home), home / "a.json", home / "b.docx", home / "c.json", (), accounts)
    display.show_place(stage, "http://127.0.0.1:9")
    said = capsys.readouterr().out
    assert "http://127.0.0.1:9/\n" in said
    assert said.count("abcd-efgh-jkmn-pqrs") == 1
    assert [one.login for one in PLAYERS if f"\n{one.login} " not in said] == []
    told = display.place_json(stage, "http://127.0.0.1:9", ["d1"])
    assert set(told) == {"api", "pages", "home", "directives", "tokens", "accounts", "try"}
    assert told["pages"] == "http://127.0.0.1:9/"
    assert told["accounts"][0] == {
        "login": "trunguong",
        "name": "Văn phòng Trung ương",
        "agency": "TW",
        "role": "office",
        "password": "abcd-efgh-jkmn-pqrs",
    }


@pytest.mark.slow
def test_an_afternoon_in_the_province_leaves_nothing_open_and_a_clean_audit() -> None:
    began = time.monotonic()
    typed = [sys.executable, "-m", "thac.cli", "demo", "--exit", "--json"]
    ended = subprocess.run(typed, capture_output=True, text=True, timeout=240, check=False)
    seconds = time.monotonic() - began
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    communes = [ward for ward in Ward.iter_all() if ward.province_code.value == 19]
    assert len(communes) == 92
    assert set(result) == {
        *("agencies", "dockets", "assignments", "by_state", "by_timeliness", "alerts", "seconds", "audit")
    }
    assert result["agencies"] == {"central": 1, "province": 1, "commune": len(communes), "unit": 381}
    assert result["dockets"] == 2 + 1 + len(communes)
    assert result["assignments"] == sum(result["by_state"].values()) == sum(result["by_timeliness"].values())
    assert {"submitted", "returned", "completed"} < set(result["by_state"])
    assert {"overdue", "due_soon", "undated", "done_late"} < set(result["by_timeliness"])
    assert result["alerts"] > 0
    assert result["audit"] == {
        "clean": True,
        **dict.fromkeys(("missing", "late", "duplicate", "spurious", "gaps", "violations"), 0),
    }
    assert result["seconds"] <= seconds
