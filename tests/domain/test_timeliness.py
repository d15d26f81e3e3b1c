"""How an assignment stands to its deadline."""

from datetime import datetime

import pytest

from tests.domain.desk import UNIT, vn
from thac.domain.assignments import Assignment, State, Timeliness, timeliness
from thac.domain.deadlines import DeadlineVersion, Reason

GIVEN, SOON, DUE = vn(1, 4, 8), vn(1, 12, 7, 30), vn(1, 15, 17)
BEFORE, AFTER = vn(1, 15, 16, 59), vn(1, 15, 17, 1)


def row(state: State, submitted_at: datetime | None = None, *, dated: bool = True) -> Assignment:
    versions = (DeadlineVersion(DUE, GIVEN),) if dated else ()
    return Assignment(1, UNIT, UNIT, GIVEN, versions, state=state, submitted_at=submitted_at)


@pytest.mark.parametrize(
    ("state", "submitted_at", "now", "answer"),
    [
        (State.ASSIGNED, None, vn(1, 12, 7, 29), Timeliness.IN_TIME),
        (State.ASSIGNED, None, SOON, Timeliness.DUE_SOON),
        (State.TAKEN, None, DUE, Timeliness.DUE_SOON),
        (State.TAKEN, None, AFTER, Timeliness.OVERDUE),
        (State.RETURNED, None, AFTER, Timeliness.OVERDUE),
        (State.SUBMITTED, DUE, AFTER, Timeliness.IN_TIME),
        (State.SUBMITTED, BEFORE, BEFORE, Timeliness.IN_TIME),
        (State.SUBMITTED, AFTER, vn(1, 20, 8), Timeliness.OVERDUE),
        (State.COMPLETED, DUE, vn(1, 20, 8), Timeliness.DONE_ON_TIME),
        (State.COMPLETED, AFTER, vn(1, 20, 8), Timeliness.DONE_LATE),
    ],
)
def test_a_dated_assignment(state: State, submitted_at: datetime | None, now: datetime, answer: Timeliness) -> None:
    """The review never makes a result late: what counts is when it was submitted, and 17:00 sharp is on time."""
    assert timeliness(row(state, submitted_at), now, SOON) is answer


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (State.ASSIGNED, Timeliness.UNDATED),
        (State.SUBMITTED, Timeliness.UNDATED),
        (State.COMPLETED, Timeliness.DONE_UNDATED),
    ],
)
def test_an_undated_assignment_is_never_late(state: State, answer: Timeliness) -> None:
    assert timeliness(row(state, vn(5, 3, 8), dated=False), vn(12, 31, 8), None) is answer


def test_a_redo_is_judged_by_its_own_deadline() -> None:
    versions = (DeadlineVersion(DUE, GIVEN), DeadlineVersion(vn(1, 22, 17), vn(1, 18, 8), Reason.REDO))
    returned = Assignment(1, UNIT, UNIT, GIVEN, versions, state=State.RETURNED, round=2)
    assert timeliness(returned, vn(1, 18, 9), vn(1, 19, 7, 30)) is Timeliness.IN_TIME
    assert timeliness(returned, vn(1, 22, 17, 1), vn(1, 19, 7, 30)) is Timeliness.OVERDUE
