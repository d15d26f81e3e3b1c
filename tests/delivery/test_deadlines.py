"""A unit's calendar of deadlines, as calendar programs read it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from tests.delivery.conftest import Desk
from tests.samples import FRIDAY, directive, led_by, small_tree
from tests.store.driver import OFFICE, UNIT, Driver
from tests.store.life import keep
from tests.store.test_calendars import off, record, roll_out
from thac.delivery.deadlines import calendar_of
from thac.domain.commands import Accept, Command, Confirm, MoveDeadline, Submit, Take, WithdrawTask
from thac.domain.deadlines import Deadline
from thac.domain.turns import Done
from thac.store.queries.deadlines import deadlines

KEY = "1:19-SNV"


class Living:
    """A docket that is acted on, and the calendar after each act."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.connection = desk.engines.write.connect()
        self.connection.begin()
        ordered = directive(led_by(1, "19-SNV", date(2026, 12, 15)), led_by(2, "19-SNV"))
        keep(self.connection, ordered)
        self.driver = Driver(self.connection, small_tree(), FRIDAY)
        self.driver.launch(ordered)

    def does(self, agency: str, command: Command) -> None:
        """An act that must be carried out, an hour later."""
        self.driver.now += timedelta(hours=1)
        role = UNIT if agency == "19-SNV" else OFFICE
        outcome = self.driver.send(self.driver.docket("d1", "19"), agency, role, command)
        assert isinstance(outcome, Done), outcome

    def raw(self) -> bytes:
        """The calendar now."""
        return calendar_of("Sở Nội vụ", deadlines(self.connection, "19-SNV", self.driver.now))

    def event(self) -> Any:
        """Its one event."""
        (event,) = icalendar.Calendar.from_ical(self.raw()).walk("VEVENT")
        return event


@pytest.fixture
def living(desk: Desk) -> Any:
    made = Living(desk)
    yield made
    made.connection.rollback()
    made.connection.close()


def test_what_is_dated_is_in_the_calendar_with_two_warnings(living: Living) -> None:
    event = living.event()
    assert event["uid"] == "d1~19~1~19-SNV@thac"
    assert event["sequence"] == 0
    assert event["dtend"].dt == datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
    assert str(event["summary"]) == "Hạn: Việc 1"
    assert "Hạn: 17:00 ngày 15/12/2026" in str(event["description"])
    warned = sorted(event["dtstart"].dt + alarm["trigger"].dt for alarm in event.walk("VALARM"))
    assert warned == [event["dtend"].dt - timedelta(days=1), event["dtend"].dt - timedelta(hours=2)]


def test_a_moved_deadline_keeps_its_uid_and_raises_its_sequence(living: Living) -> None:
    before = living.event()
    living.does("19", MoveDeadline(1, Deadline(date(2026, 12, 22)), "Chờ số liệu"))
    after = living.event()
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtend"].dt == datetime(2026, 12, 22, 10, 0, tzinfo=UTC)
    assert after["dtstamp"].dt > before["dtstamp"].dt
    assert "Hạn ban đầu: 15/12/2026 (đã thay đổi 1 lần)" in str(after["description"])


def test_what_was_withdrawn_is_cancelled_and_warns_no_more(living: Living) -> None:
    living.does("19", WithdrawTask(1, "Không còn cần"))
    event = living.event()
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event.walk("VALARM") == []


def test_what_is_finished_stays_for_two_months_without_warnings(living: Living) -> None:
    for agency, command in (
        ("19-SNV", Accept(KEY)),
        ("19-SNV", Take(KEY, "an")),
        ("19-SNV", Submit(KEY)),
        ("19", Confirm(KEY)),
    ):
        living.does(agency, command)
    event = living.event()
    assert (event["status"], str(event["summary"])) == ("CONFIRMED", "Đã xong: Việc 1")
    assert event.walk("VALARM") == []
    living.driver.now += timedelta(days=61)
    assert icalendar.Calendar.from_ical(living.raw()).walk("VEVENT") == []


def test_it_says_the_same_as_long_as_nothing_changed(living: Living) -> None:
    first = living.raw()
    living.driver.now += timedelta(days=3)
    assert living.raw() == first
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


def test_a_corrected_calendar_that_moves_a_deadline_raises_its_sequence(living: Living) -> None:
    """The day off on 15 December brings the deadline forward without another version of it."""
    before = living.event()
    living.driver.now += timedelta(hours=1)
    roll_out(living.driver, record(living.driver, off(date(2026, 12, 15))))
    after = living.event()
    assert (before["dtend"].dt, after["dtend"].dt) == (
        datetime(2026, 12, 15, 10, 0, tzinfo=UTC),
        datetime(2026, 12, 14, 10, 0, tzinfo=UTC),
    )
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstamp"].dt > before["dtstamp"].dt
    living.does("19", MoveDeadline(1, Deadline(date(2026, 12, 22)), "Chờ số liệu"))
    assert living.event()["sequence"] == 2


def test_a_calendar_that_was_corrected_before_the_letter_moves_nothing_afterwards(living: Living) -> None:
    """It says the same whenever it is asked, from the first day on."""
    roll_out(living.driver, record(living.driver, off(date(2026, 12, 15))))
    first = living.raw()
    living.driver.now += timedelta(days=3)
    assert living.raw() == first
