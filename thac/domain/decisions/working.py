"""What the lead does: accept, name the person, report, submit, sign for changes."""

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.assignments import State
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import LEADING, WORKING, as_lead, in_state, workable
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse


def accept(docket: Docket, command: cmd.Accept, parcel: cmd.Parcel) -> Outcome:
    """The unit's receipt."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    return in_state(row, parcel, State.ASSIGNED) or (ev.Accepted(row.key),)


def take(docket: Docket, command: cmd.Take, parcel: cmd.Parcel) -> Outcome:
    """The person, named by the unit; another may be named at any time while the work goes on."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    return workable(row, parcel) or (ev.Taken(row.key, command.person),)


def progress(docket: Docket, command: cmd.Progress, parcel: cmd.Parcel) -> Outcome:
    """How far the work is."""
    row = as_lead(docket, command.assignment, parcel, WORKING)
    if isinstance(row, Refusal):
        return row
    if not 0 <= command.percent <= 100:  # noqa: PLR2004 - per cent
        return refuse(Code.PROGRESS_OUT_OF_RANGE, percent=command.percent)
    return workable(row, parcel) or (ev.Progressed(row.key, command.percent, command.note),)


def submit(docket: Docket, command: cmd.Submit, parcel: cmd.Parcel) -> Outcome:
    """The lead's claim that it is done."""
    row = as_lead(docket, command.assignment, parcel, WORKING)
    if isinstance(row, Refusal):
        return row
    return workable(row, parcel) or (ev.Submitted(row.key, command.report),)


def acknowledge(docket: Docket, command: cmd.Acknowledge, parcel: cmd.Parcel) -> Outcome:
    """The lead's signature under what was changed from above, also when the assignment was taken back by it."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    return (ev.Acknowledged(row.key),) if row.unsigned else refuse(Code.NOTHING_TO_SIGN)
