"""What the issuing office says to a result: confirmed, or returned to be done again."""

from datetime import datetime

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.assignments import Assignment
from thac.domain.calendar import civil_day
from thac.domain.deadlines import FARTHEST
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import as_reviewer
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse


def confirm(docket: Docket, command: cmd.Confirm, parcel: cmd.Parcel) -> Outcome:
    """The issuer's word that it is done; over open work below only with an explicit word of its own."""
    row = as_reviewer(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    if row.submitted_by == f"{parcel.actor.agency}/{parcel.actor.name}":
        return refuse(Code.SELF_CONFIRM)
    below = _open_below(docket, row)
    if below != 0 and not command.over_open:
        return refuse(Code.OPEN_BELOW, agency=row.lead, count="?" if below is None else below, task=row.task)
    confirmed = ev.Confirmed(row.key, below)
    if row.lead not in docket.below or row.lead in docket.instructions or _more_to_do(docket, row):
        return (confirmed,)
    over_open = below != 0 or any(other.lead == row.lead and other.over_open for other in docket.rows.values())
    return (confirmed, ev.CloseOrdered(row.lead, over_open))


def _more_to_do(docket: Docket, row: Assignment) -> bool:
    """Whether its lead has other open work of this docket, or a series that goes on."""
    return any(row.lead in series.leads for series in docket.series.values()) or any(
        other.lead == row.lead and other.open and other.key != row.key for other in docket.rows.values()
    )


def _open_below(docket: Docket, row: Assignment) -> int | None:
    """How many assignments of that task the lead's own docket last said are open; None before it said anything."""
    if row.lead not in docket.below or row.lead in docket.children_closed:
        return 0
    report = docket.children.get(row.lead)
    if report is None:
        return None
    if row.period is None:
        return dict(report.open_by_task).get(row.task, 0)
    return sum(count for task, period, count in report.open_by_period if (task, period) == (row.task, row.period))


def return_(docket: Docket, command: cmd.Return, parcel: cmd.Parcel) -> Outcome:
    """The result given back, with a redo deadline."""
    row = as_reviewer(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    if command.redo is not None and command.redo.day - civil_day(parcel.received_at) > FARTHEST:
        return refuse(Code.DEADLINE_TOO_FAR, task=row.task, deadline=command.redo.day)
    due = _redo_due(docket, row, command, parcel.received_at)
    if due is not None and due <= parcel.received_at:
        return refuse(Code.REDO_IN_PAST, deadline=civil_day(due))
    return (ev.Returned(row.key, command.reason, due),)


def _redo_due(docket: Docket, row: Assignment, command: cmd.Return, now: datetime) -> datetime | None:
    """The day the office names; else the working days that were left when it was submitted, at least the default."""
    plan = docket.slice
    if command.redo is not None:
        return docket.moment(command.redo)
    if row.due is None or row.submitted_at is None:
        return None
    at_least = plan.calendar.closing(plan.calendar.working_day(civil_day(now), plan.defaults.redo_days))
    if row.submitted_at >= row.due:
        return at_least
    left = plan.calendar.between(row.submitted_at, row.due)
    return max(at_least, plan.calendar.plus(now, left))
