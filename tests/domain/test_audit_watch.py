"""When an audit is overdue, and how that is said."""

from datetime import UTC, datetime, timedelta

from thac.domain.audit_watch import overdue

DAY = timedelta(days=1)
MONDAY = datetime(2027, 1, 4, 19, tzinfo=UTC)
"""02:00 on Tuesday in Vietnam."""


def test_an_audit_is_given_a_quarter_of_its_interval() -> None:
    assert overdue(MONDAY, MONDAY, MONDAY + timedelta(hours=30), DAY) is None
    late = overdue(MONDAY, MONDAY, MONDAY + timedelta(hours=30, seconds=1), DAY)
    assert late is not None
    assert late.english == (
        "The audit has stopped: the last one ended 2027-01-05 02:00 in Vietnam; it is due every 24 hours."
    )
    assert late.message == (
        "Kiểm tra định kỳ đã ngừng: lần gần nhất hoàn thành lúc 02:00 ngày 05/01/2027, quy định 24 giờ một lần."
    )


def test_before_the_first_one_counts_since_when_there_is_something_to_audit() -> None:
    assert overdue(None, MONDAY, MONDAY + DAY, DAY) is None
    late = overdue(None, MONDAY, MONDAY + 2 * DAY, DAY)
    assert late is not None
    assert (late.since, late.ever) == (MONDAY, False)
    assert "No audit has ended yet" in late.english


def test_one_that_runs_every_half_hour() -> None:
    late = overdue(MONDAY, MONDAY, MONDAY + timedelta(minutes=38), timedelta(minutes=30))
    assert late is not None
    assert "every 0.5 hours" in late.english
