"""Which answers to alerts are taken, until when they hold, and what a refusal says would be right."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.notices.rows import CHAIR, KEEPER, NOW, OFFICE, alert, inbox, work
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.assignments import State
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.inbox import Alert, Answer, AnswerKind, Work
from thac.domain.ladders import Colour
from thac.notices.answering import Said, answered, may_answer
from thac.notices.refusals import AlertCode, AlertRefusal
from thac.notices.showing import show

WEEK = WorkCalendar(1, OFFICE_HOURS)
DAY = timedelta(days=1)
TUESDAY = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
"""07:30, two working days after Friday."""


def said(kind: AnswerKind, until: datetime | None = None) -> Said:
    return Said(kind, KEEPER, NOW, until, "đang họp")


def answer_to(
    works: list[Work], rows: list[Alert], key: str, what: Said, calendar: WorkCalendar = WEEK
) -> Answer | AlertRefusal:
    return answered(show(inbox(works, rows)), key, what, calendar)


def acknowledged(until: datetime | None = None, calendar: WorkCalendar = WEEK) -> Answer | AlertRefusal:
    row = alert(work())
    return answer_to([work()], [row], row.key, said(AnswerKind.ACKNOWLEDGED, until), calendar)


def snoozed(about: Work, until: datetime) -> Answer | AlertRefusal:
    row = alert(about, step="due_soon", colour=Colour.BLUE, moment=NOW - DAY)
    return answer_to([about], [row], row.key, said(AnswerKind.SNOOZED, until))


def refusal(what: Answer | AlertRefusal) -> AlertRefusal:
    assert isinstance(what, AlertRefusal)
    return what


def test_an_acknowledgement_holds_for_two_working_days_unless_it_says_otherwise() -> None:
    assert acknowledged() == Answer(alert(work()).key, AnswerKind.ACKNOWLEDGED, KEEPER, NOW, TUESDAY, "đang họp")
    named = acknowledged(NOW + DAY)
    assert isinstance(named, Answer)
    assert named.until == NOW + DAY


def test_days_off_make_an_acknowledgement_longer() -> None:
    holiday = WorkCalendar(1, OFFICE_HOURS, off=((NOW + 3 * DAY).date(),))
    made = acknowledged(calendar=holiday)
    assert isinstance(made, Answer)
    assert made.until == TUESDAY + DAY


def test_no_acknowledgement_holds_for_ever() -> None:
    friday = datetime(2026, 12, 4, 0, 30, tzinfo=UTC)
    assert isinstance(acknowledged(friday), Answer)
    late = refusal(acknowledged(friday + timedelta(seconds=1)))
    assert (late.code, late.latest) == (AlertCode.UNTIL_TOO_LATE, friday)
    assert "muộn nhất là 07:30 ngày 04/12/2026" in late.message


def test_a_moment_that_has_passed_is_refused() -> None:
    assert refusal(acknowledged(NOW)).code is AlertCode.UNTIL_PASSED


def test_a_snooze_ends_at_the_deadline_at_the_latest() -> None:
    about = work(due=NOW + DAY)
    assert isinstance(snoozed(about, NOW + DAY), Answer)
    late = refusal(snoozed(about, NOW + DAY + timedelta(minutes=1)))
    assert (late.code, late.latest) == (AlertCode.UNTIL_TOO_LATE, NOW + DAY)


def test_undated_work_is_snoozed_for_ten_working_days_at_most() -> None:
    most = datetime(2026, 12, 11, 0, 30, tzinfo=UTC)
    late = refusal(snoozed(work(due=None, version=0), most + DAY))
    assert (late.code, late.latest) == (AlertCode.UNTIL_TOO_LATE, most)


def test_what_is_overdue_cannot_be_snoozed() -> None:
    row = alert(work())
    refused = refusal(answer_to([work()], [row], row.key, said(AnswerKind.SNOOZED, NOW + DAY)))
    assert (refused.code, refused.latest) == (AlertCode.OVERDUE, datetime(2026, 12, 4, 0, 30, tzinfo=UTC))
    assert "17:00 ngày 25/11/2026" in refused.message


def test_an_answer_to_a_step_that_is_no_longer_the_latest_is_told_so() -> None:
    first, second = alert(work()), alert(work(), step="overdue_2", moment=NOW)
    refused = refusal(answer_to([work()], [first, second], first.key, said(AnswerKind.ACKNOWLEDGED)))
    assert (refused.code, refused.newer) == (AlertCode.STALE, second.key)
    assert "Quá hạn 2 ngày, 10:00 ngày 27/11/2026" in refused.message


@pytest.mark.parametrize("changes", [{"state": State.COMPLETED}, {"state": State.WITHDRAWN}, {"version": 2}])
def test_there_is_nothing_to_answer_to_what_is_past(changes: dict[str, Any]) -> None:
    row = alert(work())
    refused = refusal(answer_to([work(**changes)], [row], row.key, said(AnswerKind.ACKNOWLEDGED)))
    assert refused.code is AlertCode.PAST


@pytest.mark.parametrize(
    ("agency", "role", "post", "above", "may"),
    [
        ("19", Role.SUPERVISOR, CHAIR, False, True),
        ("19", Role.OFFICE, CHAIR, False, True),
        ("19", Role.OFFICE, OFFICE, False, True),
        ("19", Role.UNIT, OFFICE, False, False),
        ("19", Role.AUDITOR, CHAIR, False, False),
        ("19", Role.ADMINISTRATOR, CHAIR, False, False),
        ("19", Role.MONITOR, "monitor@19", False, True),
        ("19", Role.MONITOR, CHAIR, False, False),
        ("19", Role.OFFICE, "nobody@19", False, True),
        ("19", Role.UNIT, "nobody@19", False, False),
        ("00001-U1", Role.UNIT, "head@00001-U1", False, True),
        ("00001-U1", Role.OFFICER, "head@00001-U1", False, False),
        ("00001-U1", Role.OFFICER, "officer@00001-U1", False, True),
        ("19", Role.SUPERVISOR, "chair@00001", True, True),
        ("19", Role.OFFICE, "chair@00001", True, False),
        ("00002", Role.SUPERVISOR, "chair@00001", False, False),
    ],
)
def test_only_a_reader_of_the_post_and_a_supervisor_above_may_answer(
    agency: str, role: Role, post: str, *, above: bool, may: bool
) -> None:
    assert may_answer(Actor(agency, role, "A"), post, post.partition("@")[2], above=above) is may
