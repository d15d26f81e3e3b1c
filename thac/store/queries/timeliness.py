"""How an assignment stands to its deadline, as the database works it out; the rule is that of the domain."""

from datetime import datetime

import sqlalchemy as sa

from thac.domain.assignments import State, Timeliness
from thac.domain.calendar import civil_day
from thac.store import tables as t


def timeliness_at(now: datetime) -> sa.Case[str]:
    """The expression for :func:`thac.domain.assignments.timeliness` of each row; a test holds the two together."""
    row = t.assignments.c
    claimed = row.state.in_([State.SUBMITTED.value, State.COMPLETED.value]) & row.submitted_at.is_not(None)
    late = sa.case((claimed, row.submitted_at > row.due), else_=row.due < now)
    near = ~claimed & row.due_soon_at.is_not(None) & (row.due_soon_at <= now)
    return sa.case(
        (row.state == State.WITHDRAWN.value, Timeliness.WITHDRAWN.value),
        (row.due.is_(None) & row.open, Timeliness.UNDATED.value),
        (row.due.is_(None), Timeliness.DONE_UNDATED.value),
        (~row.open & late, Timeliness.DONE_LATE.value),
        (~row.open, Timeliness.DONE_ON_TIME.value),
        (late, Timeliness.OVERDUE.value),
        (near, Timeliness.DUE_SOON.value),
        else_=Timeliness.IN_TIME.value,
    )


def days_over(state: str, due: datetime | None, submitted_at: datetime | None, now: datetime) -> int | None:
    """By how many days on the calendar of Vietnam the deadline was missed, 0 on its own day; None when it was not.

    Counted until the result was claimed, or until now; what was withdrawn missed nothing.
    """
    if due is None or state == State.WITHDRAWN:
        return None
    claimed = submitted_at if state in {State.SUBMITTED, State.COMPLETED} else None
    until = claimed or now
    return (civil_day(until) - civil_day(due)).days if until > due else None
