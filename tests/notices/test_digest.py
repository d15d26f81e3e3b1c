"""What a post is told at one time: bundled, ranked, counted, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.notices.rows import CHAIR, NOW, OFFICE, alert, answer, inbox, work
from thac.domain.assignments import Clock, State
from thac.domain.calendar import OFFICE_HOURS, VIETNAM, WorkCalendar
from thac.domain.directives import Urgency
from thac.domain.inbox import Inbox
from thac.domain.ladders import Colour
from thac.notices.digest import Digest, Lane, compose, due_moment
from thac.notices.lines import EACH, GROUPS, LINES, Worst
from thac.notices.looks import is_look, is_summary, look_before, look_from

DAY = timedelta(days=1)


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026 by the clocks of Vietnam; the 30th is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


def composed(rows: Inbox, post: str, moment: datetime) -> Digest:
    digest = compose(rows, post, moment)
    assert digest is not None
    return digest


def late_communes(count: int, directive: str = "d", read: datetime = NOW, post: str = CHAIR) -> Inbox:
    works = [work(lead=f"{number:05}", directive=directive) for number in range(1, count + 1)]
    return inbox(works, [alert(one, post, "overdue_2", moment=at(27, "07:30")) for one in works], read)


def test_somebody_looks_three_times_on_a_working_day() -> None:
    calendar = WorkCalendar(1, OFFICE_HOURS, off=(at(27, "12:00").date(),))
    assert [is_look(at(26, clock), calendar) for clock in ("07:30", "11:30", "16:30", "07:31")] == [
        *(True, True, True),
        False,
    ]
    assert not is_look(at(27, "07:30"), calendar)
    assert not is_look(at(28, "07:30"), calendar)
    assert look_before(at(29, "20:00"), calendar) == at(26, "16:30")
    assert look_from(at(26, "16:31"), calendar) == at(30, "07:30")


def test_the_first_look_of_the_week_is_its_summary_whatever_day_it_is() -> None:
    calendar = WorkCalendar(1, OFFICE_HOURS, off=(at(23, "12:00").date(),))
    assert is_summary(at(30, "07:30"), calendar)
    assert not is_summary(at(30, "11:30"), calendar)
    assert is_summary(at(24, "07:30"), calendar)
    assert not is_summary(at(25, "07:30"), calendar)


def test_two_hundred_late_communes_are_one_digest_that_counts_them_all() -> None:
    rows = late_communes(200)
    digest = composed(rows, CHAIR, at(27, "07:30"))
    assert (digest.counts.late, digest.counts.units) == (200, 200)
    assert (len(digest.lines), digest.more, len(digest.alerts)) == (LINES, 200 - LINES, 200)
    (group,) = digest.groups
    assert (group.late, group.units, group.days_late, group.listed, group.total) == (200, 200, 2, LINES, 200)
    assert group.acts == (("đang thực hiện", 200),)


def test_a_directive_with_many_late_communes_hides_no_other() -> None:
    many, one = late_communes(200), late_communes(1, "e")
    both = inbox([*many.works.values(), *one.works.values()], [*many.alerts, *one.alerts])
    digest = composed(both, CHAIR, at(27, "07:30"))
    assert [(group.directive, group.total, group.listed) for group in digest.groups] == [
        ("d", 200, LINES // 2),
        ("e", 1, 1),
    ]


def test_many_directives_are_counted_and_the_urgent_ones_told_first() -> None:
    works = [work(lead=f"{number:05}", directive=f"d{number:02}", due=NOW - number * DAY) for number in range(1, 31)]
    works[3] = replace(works[3], urgency=Urgency.IMMEDIATE)
    digest = composed(inbox(works, map(alert, works)), CHAIR, at(27, "07:30"))
    assert [group.directive for group in digest.groups[:3]] == ["d04", "d30", "d29"]
    assert (len(digest.groups), digest.directives, len(digest.lines), digest.more) == (GROUPS, 30, GROUPS, 20)
    assert len(digest.alerts) == 30


def test_few_lines_of_each_of_many_directives_are_listed() -> None:
    rows = [late_communes(20, f"d{number}") for number in range(9)]
    works = [one for each in rows for one in each.works.values()]
    digest = composed(inbox(works, [row for each in rows for row in each.alerts]), CHAIR, at(27, "07:30"))
    assert {group.listed for group in digest.groups} == {EACH}


def test_a_digest_has_one_line_for_each_assignment() -> None:
    about = work(state=State.ASSIGNED)
    rows = [alert(about), alert(about, step="receipt_unit", clock=Clock.RECEIPT, colour=Colour.YELLOW)]
    digest = composed(inbox([about], rows), CHAIR, at(27, "07:30"))
    assert [(line.assignment, line.colour, line.step) for line in digest.lines] == [(about.id, Colour.RED, "overdue")]
    assert set(digest.alerts) == {row.key for row in rows}


def test_the_leads_that_are_late_with_most_are_named_first() -> None:
    works = [work(lead="00001", task=1), work(lead="00002", task=2), work(lead="00002", task=3)]
    digest = composed(inbox(works, map(alert, works)), CHAIR, at(27, "07:30"))
    assert digest.worst == (Worst("00002", "Xã 00002", 2, 2), Worst("00001", "Xã 00001", 1, 2))


def test_a_line_says_who_holds_the_clock_also_below() -> None:
    parent, child = work(), work("00001", "00001-U1", state=State.ASSIGNED)
    digest = composed(inbox([parent, child], [alert(parent), alert(child)]), CHAIR, at(27, "07:30"))
    (line,) = digest.lines
    assert (line.holder, line.under) == ("Xã 00001: đang thực hiện", ("Xã 00001-U1: chưa tiếp nhận",))
    assert (digest.lines[0].below, digest.inhibited) == (1, 1)


def test_the_key_is_the_same_however_often_and_late_it_is_composed() -> None:
    first = composed(late_communes(1), CHAIR, at(27, "07:30"))
    again = composed(late_communes(3, read=NOW + 4 * DAY), CHAIR, at(27, "07:30"))
    assert first.key == again.key == "chair@19/20261127T003000Z/look"
    assert composed(late_communes(1), CHAIR, at(27, "11:30")).key != first.key


def test_another_post_is_told_of_its_own_alerts_only() -> None:
    both = inbox([work()], [alert(work()), alert(work(), OFFICE)])
    assert composed(both, OFFICE, at(27, "07:30")).alerts == (alert(work(), OFFICE).key,)
    assert compose(both, "chair@00001", at(27, "07:30")) is None


def test_what_was_told_is_told_again_only_in_the_summary() -> None:
    rows = late_communes(2)
    told = replace(rows, told={row.key: at(27, "07:30") for row in rows.alerts})
    assert compose(told, CHAIR, at(27, "11:30")) is None
    summary = composed(replace(told, at=at(30, "07:30")), CHAIR, at(30, "07:30"))
    assert (summary.summary, len(summary.lines), [line.news for line in summary.lines]) == (True, 2, [False, False])


def test_what_was_acknowledged_is_told_again_when_that_has_expired() -> None:
    row = alert(work())
    known = answer(row, at=at(26, "08:00"), until=at(27, "09:00"))
    told = inbox([work()], [row], at(27, "08:30"), answers=(known,), told={row.key: at(26, "07:30")})
    assert compose(told, CHAIR, at(27, "07:30")) is None
    expired = replace(told, at=at(27, "11:30"))
    assert due_moment(expired, CHAIR) == at(27, "11:30")
    assert composed(expired, CHAIR, at(27, "11:30")).alerts == (row.key,)
    assert compose(replace(expired, told={row.key: at(27, "11:30")}), CHAIR, at(27, "16:30")) is None


@pytest.mark.parametrize(
    ("about", "post", "more", "lane"),
    [
        (work(), CHAIR, {"step": "overdue_2"}, Lane.AT_ONCE),
        (work(), OFFICE, {}, Lane.LOOK),
        (work(), "chair@00001", {}, Lane.AT_ONCE),
        (work(), "office@00001", {"step": "due_soon", "colour": Colour.BLUE}, Lane.LOOK),
        (work(urgency=Urgency.URGENT), "office@00001", {"step": "due_soon", "colour": Colour.BLUE}, Lane.AT_ONCE),
        (work(urgency=Urgency.URGENT), OFFICE, {}, Lane.AT_ONCE),
        (
            work(state=State.SUBMITTED, submitted_at=NOW),
            OFFICE,
            {"step": "review", "clock": Clock.REVIEW, "colour": Colour.YELLOW},
            Lane.AT_ONCE,
        ),
    ],
)
def test_only_ones_own_duty_what_has_climbed_and_what_is_urgent_goes_at_once(
    about: object, post: str, more: dict[str, Any], lane: Lane
) -> None:
    assert isinstance(about, type(work()))
    row = alert(about, post, fired_at=at(27, "08:00"), **more)
    rows = inbox([about], [row], at(27, "08:01"))
    assert (compose(rows, post, at(27, "08:01")) is not None) is (lane is Lane.AT_ONCE)
    assert composed(rows, post, at(27, "11:30")).lane is Lane.LOOK


def test_what_repeats_waits_for_the_next_look() -> None:
    first, again = alert(work(), step="overdue_10"), alert(work(), step="overdue_10", repeat=1, moment=at(27, "08:00"))
    rows = inbox([work()], [first, again], at(27, "08:01"), told={first.key: at(26, "07:30")})
    assert compose(rows, CHAIR, at(27, "08:01")) is None


def test_what_goes_at_once_waits_a_minute_for_others() -> None:
    rows = [
        alert(one, "chair@00001", fired_at=at(27, "08:00") + timedelta(seconds=30 * number))
        for number, one in enumerate((work(task=1), work(task=2)))
    ]
    works = [work(task=1), work(task=2)]
    assert due_moment(inbox(works, rows, at(27, "08:00") + timedelta(seconds=59)), "chair@00001") is None
    ready = inbox(works, rows, at(27, "08:01"))
    assert due_moment(ready, "chair@00001") == at(27, "08:01")
    assert len(composed(ready, "chair@00001", at(27, "08:01")).lines) == 2


def test_catching_up_after_downtime_is_one_digest_under_the_last_look() -> None:
    works = [work(lead=f"{number:05}") for number in (1, 2, 3)]
    moments = (at(25, "17:00"), at(26, "08:00"), at(27, "08:00"))
    rows = [alert(one, OFFICE, moment=when) for one, when in zip(works, moments, strict=True)]
    read = inbox(works, rows, at(27, "14:20"))
    assert due_moment(read, OFFICE) == at(27, "11:30")
    digest = composed(read, OFFICE, at(27, "11:30"))
    assert (len(digest.lines), digest.late_since) == (3, at(26, "07:30"))
    told = replace(read, told=dict.fromkeys(digest.alerts, at(27, "11:30")))
    assert due_moment(told, OFFICE) is None


def test_a_digest_in_time_makes_up_for_nothing() -> None:
    row = alert(work(), OFFICE, moment=at(26, "17:00"))
    assert composed(inbox([work()], [row], at(27, "07:30")), OFFICE, at(27, "07:30")).late_since is None


def test_nothing_is_due_for_who_was_told_everything_but_the_summary() -> None:
    rows = late_communes(2, read=at(30, "07:31"))
    told = replace(rows, told={row.key: at(27, "07:30") for row in rows.alerts})
    assert due_moment(told, CHAIR) == at(30, "07:30")
    assert due_moment(replace(told, told={row.key: at(30, "07:30") for row in rows.alerts}), CHAIR) is None
    assert due_moment(replace(told, at=at(27, "12:00")), CHAIR) is None


def test_a_summary_that_was_missed_is_made_up_for_at_the_next_look() -> None:
    rows = late_communes(2, read=at(30, "11:30"))
    told = replace(rows, told={row.key: at(27, "07:30") for row in rows.alerts})
    assert due_moment(told, CHAIR) == at(30, "11:30")
    assert composed(told, CHAIR, at(30, "11:30")).summary
    assert not composed(replace(rows, told={}), CHAIR, at(30, "11:30")).summary


def test_what_comes_too_late_for_a_look_that_had_its_digest_waits_for_the_next() -> None:
    works = [work(lead="00001"), work(lead="00002")]
    rows = [alert(one, OFFICE, moment=at(27, "07:00")) for one in works]
    told = {rows[0].key: at(27, "07:30")}
    assert due_moment(inbox(works, rows, at(27, "07:31"), told=told), OFFICE) is None
    assert due_moment(inbox(works, rows, at(27, "11:30"), told=told), OFFICE) == at(27, "11:30")
