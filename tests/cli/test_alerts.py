"""`thac alerts`: what an office reads and answers, carried out by an API that runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from tests.cli.conftest import Thac
from tests.cli.test_acting import NOWHERE, Running, running
from thac.domain.agencies import Role
from thac.store import tables as t

__all__ = ["running"]


def late_alert(running: Running) -> str:
    """An alert that the first unit's work is overdue, as if two days had passed."""
    assignment = f"{running.directive}~00001~1~00001-U1"
    at = datetime.now(UTC) - timedelta(days=2)
    key = f"{assignment}|1|completion|1|1|overdue|0|head@00001-U1"
    row = {
        "key": key,
        "docket": f"cascade/{running.directive}/00001",
        "seq": 1,
        "assignment": assignment,
        "clock": "completion",
        "round": 1,
        "version": 1,
        "step": "overdue",
        "repeat": 0,
        "colour": "red",
        "post": "head@00001-U1",
        "agency": "00001-U1",
        "moment": at,
        "fired_at": at,
        "directory_version": 1,
    }
    with running.engines.write.begin() as connection:
        connection.execute(sa.delete(t.alerts))
        connection.execute(sa.insert(t.alerts).values(row))
        here = t.assignments.c.id == assignment
        connection.execute(sa.update(t.assignments).where(here).values(due=at))
    return key


def test_an_office_reads_and_answers_its_alerts(thac: Thac, running: Running) -> None:
    key = late_alert(running)
    told = ("--api", running.address, "--token", running.token("00001-U1", Role.UNIT))
    listed = thac("alerts", "list", *told)
    assert "Quá hạn 2 ngày" in listed.out
    assert "Đơn vị 1: chưa tiếp nhận" in listed.out
    assert "1 trên 1 nhắc việc; quá hạn 1 việc ở 1 đơn vị" in listed.out
    answered = thac("alerts", "acknowledge", key, "--reason", "Đang làm", "--key", "k1", *told)
    assert answered.out.startswith("Đã lưu; tạm ngừng nhắc mốc này đến ")
    assert "đã lưu từ trước" in thac("alerts", "acknowledge", key, "--reason", "Đang làm", "--key", "k1", *told).out
    after = thac("alerts", "list", *told)
    assert "0 trên 0 nhắc việc; quá hạn 1 việc" in after.out
    (row,) = thac("alerts", "list", "--all", "--json", *told).json["items"]
    assert row["hidden"]["why"] == "acknowledged"


def test_a_snooze_that_is_not_right_says_what_would_be(thac: Thac, running: Running) -> None:
    key = late_alert(running)
    told = ("--api", running.address, "--token", running.token("00001-U1", Role.UNIT))
    refused = thac("alerts", "snooze", key, "--until", "2099-12-01", "--reason", "Chờ", "--json", *told)
    assert (refused.code, refused.error["code"]) == (1, "alert_snooze_overdue")
    typed = thac("alerts", "snooze", key, "--until", "mai", "--reason", "Chờ", "--json", *told)
    assert (typed.code, typed.error["code"]) == (1, "bad-moment")


def test_the_digest_of_a_post_is_shown_as_it_would_be_read(thac: Thac, running: Running) -> None:
    late_alert(running)
    told = ("--api", running.address, "--token", running.token("00001-U1", Role.UNIT))
    assert "1 việc quá hạn" in thac("alerts", "digest", "head@00001-U1", *told).out
    assert thac("alerts", "digest", "head@00001-U1", "--json", *told).json["post"] == "head@00001-U1"
    assert "Không có nhắc việc nào." in thac("alerts", "digest", "officer@00001-U1", *told).out


def test_reading_needs_a_token(thac: Thac, home: Path) -> None:
    said = thac("alerts", "list", "--home", home, "--api", NOWHERE, "--json")
    assert (said.code, said.error["code"]) == (1, "token-missing")
