"""Which deadlines does an agency have, for its calendar? Open ones, and what ended lately."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.assignments import State
from thac.domain.numbering import reference
from thac.store import tables as t
from thac.store.calendars import BUILT_IN
from thac.store.queries.wording import corrected

KEPT: Final = timedelta(days=60)
"""So long what was finished or withdrawn stays in the calendar."""


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One assignment with a deadline.

    ``moved`` is how often it was moved, ``changed_at`` when the line said something else last. ``editions`` is how many
    editions of the calendars its docket may have counted by before the present one: it never falls.
    """

    assignment: str
    title: str
    subject: str
    task: int
    text: str
    issuer_name: str
    state: State
    due: datetime
    first_due: datetime
    moved: int
    changed_at: datetime
    editions: int = 0


def deadlines(connection: sa.Connection, agency: AgencyId, now: datetime) -> list[DeadlineLine]:
    """The deadlines of what the agency leads, by day."""
    row, directive = t.assignments.c, t.directives.c
    ended = sa.func.coalesce(row.withdrawn_at, row.completed_at)
    found = connection.execute(
        sa.select(
            *(row.id, row.task, row.state, row.due, row.first_due, row.deadlines, row.assigned_at),
            *(row.withdrawn_at, row.completed_at, directive.doc_type, directive.number, directive.symbol),
            directive.subject,
            t.dockets.c.calendar,
            t.calendar_journal.c.at.label("recorded_at"),
            sa.func.coalesce(corrected(), t.tasks.c.text).label("text"),
            t.agencies.c.name.label("issuer_name"),
        )
        .join(t.directives, directive.id == row.directive)
        .outerjoin(t.tasks, (t.tasks.c.directive == row.directive) & (t.tasks.c.number == row.task))
        .outerjoin(t.agencies, t.agencies.c.id == row.issuer)
        .outerjoin(t.dockets, t.dockets.c.id == row.docket)
        .outerjoin(t.calendar_journal, t.calendar_journal.c.number == t.dockets.c.calendar)
        .where(row.lead == agency, row.due.is_not(None), sa.or_(row.open, ended > now - KEPT))
        .order_by(row.due, row.id)
    )
    return [
        DeadlineLine(
            one.id,
            reference(one.doc_type, one.number, one.symbol),
            one.subject,
            one.task,
            one.text or "",
            one.issuer_name or "",
            State(one.state),
            one.due,
            one.first_due or one.due,
            max(len(versions := json.loads(one.deadlines)) - 1, 0),
            max(
                one.assigned_at,
                *(datetime.fromisoformat(version["set_at"]) for version in versions),
                *(m for m in (one.withdrawn_at, one.completed_at, one.recorded_at) if m is not None),
            ),
            max((one.calendar or BUILT_IN) - BUILT_IN, 0),
        )
        for one in found
    ]
