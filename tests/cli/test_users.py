"""Accounts on the command line: made, listed, seated, stood in for and ended, with clear refusals."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Said, Thac
from thac.clock import REAL
from thac.domain.calendar import civil_day
from thac.passwords import fits
from thac.settings import Settings
from thac.store import people
from thac.store.engine import open_engines

T = TypeVar("T")


def _read(home: Path, query: Callable[[sa.Connection], T]) -> T:
    engines = open_engines(Settings(home=home).store_address)
    try:
        with engines.read.connect() as connection:
            return query(connection)
    finally:
        engines.dispose()


def _person(home: Path, login: str) -> people.Person:
    found = _read(home, lambda connection: people.person(connection, login))
    assert found is not None
    return found


def _create(thac: Thac, home: Path, login: str, agency: str, role: str, *more: str) -> Said:
    typed = ("user", "create", login, "--name", f"Người {login}", "--agency", agency, "--role", role, *more)
    return thac(*typed, "--home", home)


def _seats(thac: Thac, home: Path, login: str) -> list[dict[str, Any]]:
    items = thac("user", "list", "--home", home, "--json").json["items"]
    return next(list(one["seats"]) for one in items if one["login"] == login)


def test_a_password_that_was_made_is_all_that_standard_output_holds_and_is_for_once(thac: Thac, home: Path) -> None:
    said = _create(thac, home, "an", "19", "office")
    assert said.code == 0, said.err
    person = _person(home, "an")
    assert fits(person.secret, said.out.strip())
    assert person.temporary
    assert said.out.strip() not in thac("user", "list", "--home", home).out


def test_a_password_that_was_typed_holds_and_is_not_printed(
    thac: Thac, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "một mật khẩu tự đặt")
    said = _create(thac, home, "an", "19", "office", "--ask")
    assert "mật khẩu tự đặt" not in said.out + said.err
    person = _person(home, "an")
    assert fits(person.secret, "một mật khẩu tự đặt")
    assert not person.temporary
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "ngắn")
    short = thac("user", "password", "an", "--ask", "--home", home)
    assert (short.code, "[password-length]" in short.err) == (1, True)


@pytest.mark.parametrize(
    ("login", "agency", "more", "code"),
    [
        ("an", "99999", (), "unknown-agency"),
        ("Lê An", "19", (), "bad-login"),
        ("an", "19", ("--email", "an"), "bad-email"),
        ("taken", "19", (), "login-taken"),
    ],
)
def test_what_cannot_be_made_is_refused_and_makes_nothing(
    thac: Thac, home: Path, login: str, agency: str, more: tuple[str, ...], code: str
) -> None:
    assert _create(thac, home, "taken", "19", "office").code == 0
    said = _create(thac, home, login, agency, "unit", *more, "--json")
    assert (said.code, said.error["code"]) == (1, code)
    items = thac("user", "list", "--home", home, "--json").json["items"]
    assert [(one["login"], len(one["seats"])) for one in items] == [("taken", 1)]


def test_another_password_ends_sessions_and_the_lock(thac: Thac, home: Path) -> None:
    first = _create(thac, home, "an", "19", "office").out.strip()
    engines, now = open_engines(Settings(home=home).store_address), REAL.now()
    with engines.write.begin() as connection:
        (seat,) = people.seats(connection, "an")
        token = people.begin_session(connection, "an", seat.id, now)
        for _ in range(people.FAILURES):
            people.failed(connection, "an", now)
    engines.dispose()
    second = thac("user", "password", "an", "--home", home, "--json").json["password"]
    person = _person(home, "an")
    assert (fits(person.secret, first), fits(person.secret, second), person.locked_until) == (False, True, None)
    assert _read(home, lambda connection: people.session(connection, token, now)) is None


def test_seats_are_given_once_and_taken_away(thac: Thac, home: Path) -> None:
    _create(thac, home, "an", "19", "office")
    typed = ("user", "seat", "add", "an", "--agency", "00001", "--role", "supervisor", "--home", home, "--json")
    given = thac(*typed).json["seat"]
    assert thac(*typed).error["code"] == "seat-held"
    assert {one["id"] for one in _seats(thac, home, "an")} >= {given}
    assert thac("user", "seat", "end", given, "--home", home).code == 0
    assert [one["agency"] for one in _seats(thac, home, "an")] == ["19"]
    assert thac("user", "seat", "end", given, "--home", home, "--json").error["code"] == "unknown-seat"


def test_somebody_stands_in_for_the_head_of_his_own_unit_only_and_for_given_days(thac: Thac, home: Path) -> None:
    for login, agency, role in (("head", "00001-U1", "unit"), ("near", "00001-U1", "officer"), ("far", "19", "unit")):
        _create(thac, home, login, agency, role)
    today = civil_day(REAL.now())

    def stand_in(login: str, first: int, last: int, reason: str = "Đi công tác") -> Said:
        days = ("--from", today + timedelta(first), "--until", today + timedelta(last))
        return thac("user", "stand-in", login, "--for", "head", *days, "--reason", reason, "--home", home, "--json")

    refused = [
        stand_in(*one).error["code"] for one in (("far", 1, 2), ("near", 3, 2), ("near", -1, 2), ("near", 1, 900))
    ]
    assert refused == ["deputy-elsewhere", "dates-reversed", "begins-in-past", "stands-in-too-long"]
    assert stand_in("near", 1, 2, " ").error["code"] == "reason-missing"
    made = stand_in("near", 1, 5).json["seat"]
    assert stand_in("near", 2, 3).error["code"] == "stands-in-already"
    own, other = _seats(thac, home, "near")
    assert (own["stands_in_for"], other["id"], other["stands_in_for"], other["role"]) == (None, made, "head", "unit")
    assert other["reason"] == "Đi công tác"
    assert thac("audit", "--home", home, "--json").json["clean"] is True


def test_an_ended_account_has_no_seats_and_takes_none(thac: Thac, home: Path) -> None:
    for login, role in (("head", "unit"), ("near", "officer")):
        _create(thac, home, login, "00001-U1", role)
    today = civil_day(REAL.now())
    days = ("--from", today, "--until", today)
    assert thac("user", "stand-in", "near", "--for", "head", *days, "--reason", "Ốm", "--home", home).code == 0
    assert thac("user", "end", "head", "--home", home).code == 0
    assert _person(home, "head").ended_at is not None
    assert [_seats(thac, home, "head"), len(_seats(thac, home, "near"))] == [[], 1]
    again = thac("user", "end", "head", "--home", home, "--json")
    assert again.error["code"] == "account-ended"
    assert thac("user", "password", "nobody", "--home", home, "--json").error["code"] == "unknown-account"
