"""What is asked on an assignment: by the lead of its issuer or a coordinator, by the issuer of the lead."""

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind
from thac.domain.assignments import WITH_LEAD, Assignment
from thac.domain.calendar import civil_day
from thac.domain.deadlines import FARTHEST
from thac.domain.decisions.giving import check_new_lead
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import LEADING, WORKING, as_lead, in_state, issuers_row, workable
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse


def decline(docket: Docket, command: cmd.Decline, parcel: cmd.Parcel) -> Outcome:
    """The lead holds that it is not its work; nothing changes before the issuer answers."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    if refusal := in_state(row, parcel, *WITH_LEAD) or _waiting(row, AskKind.DECLINE):
        return refusal
    return (ev.Asked(row.key, AskKind.DECLINE, docket.slice.agency, command.text),)


def hand_over(docket: Docket, command: cmd.HandOver, parcel: cmd.Parcel) -> Outcome:
    """The lead proposes another receiver; by the office's setting the issuer is asked first, or the other at once."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    if refusal := in_state(row, parcel, *WITH_LEAD) or _waiting(row, AskKind.HAND_OVER):
        return refusal
    if refusal := check_new_lead(docket, row, command.to):
        return refusal
    awaits = docket.slice.agency if docket.slice.defaults.hand_over_consent else command.to.agency
    return (ev.Asked(row.key, AskKind.HAND_OVER, awaits, command.text, to=command.to),)


def ask_extension(docket: Docket, command: cmd.AskExtension, parcel: cmd.Parcel) -> Outcome:
    """A later deadline, asked for while the current one has not passed."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    if refusal := workable(row, parcel) or _waiting(row, AskKind.EXTENSION):
        return refusal
    if row.due is None:
        return refuse(Code.UNDATED)
    if parcel.received_at > row.due:
        return refuse(Code.EXTENSION_TOO_LATE, due=row.due)
    if command.deadline.day - civil_day(parcel.received_at) > FARTHEST:
        return refuse(Code.DEADLINE_TOO_FAR, task=row.task, deadline=command.deadline.day)
    if docket.moment(command.deadline) <= row.due:
        return refuse(Code.EXTENSION_NOT_LATER, deadline=command.deadline.day)
    asked = ev.Asked(row.key, AskKind.EXTENSION, docket.slice.agency, command.text, command.deadline)
    return (asked,)


def report_obstacle(docket: Docket, command: cmd.ReportObstacle, parcel: cmd.Parcel) -> Outcome:
    """What stands in the way; several may wait at once."""
    row = as_lead(docket, command.assignment, parcel, WORKING)
    if isinstance(row, Refusal):
        return row
    asked = ev.Asked(row.key, AskKind.OBSTACLE, docket.slice.agency, command.text, beyond=command.beyond)
    return in_state(row, parcel, *WITH_LEAD) or (asked,)


def ask_explanation(docket: Docket, command: cmd.AskExplanation, parcel: cmd.Parcel) -> Outcome:
    """The issuer wants to know why."""
    row = issuers_row(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    return _waiting(row, AskKind.EXPLANATION) or (ev.Asked(row.key, AskKind.EXPLANATION, row.lead, command.text),)


def ask_input(docket: Docket, command: cmd.AskInput, parcel: cmd.Parcel) -> Outcome:
    """The lead asks a coordinator for its part; coordinators answer, and are never accountable for the whole."""
    row = as_lead(docket, command.assignment, parcel, LEADING)
    if isinstance(row, Refusal):
        return row
    if refusal := in_state(row, parcel, *WITH_LEAD):
        return refusal
    if command.of not in row.coordinators:
        return refuse(Code.NOT_A_COORDINATOR, agency=command.of)
    if command.deadline is not None:
        if docket.moment(command.deadline) <= parcel.received_at:
            return refuse(Code.DEADLINE_PASSED, deadline=command.deadline.day)
        if command.deadline.day - civil_day(parcel.received_at) > FARTHEST:
            return refuse(Code.DEADLINE_TOO_FAR, task=row.task, deadline=command.deadline.day)
    if refusal := _waiting(row, AskKind.INPUT, command.of):
        return refusal
    return (ev.Asked(row.key, AskKind.INPUT, command.of, command.text, command.deadline),)


def _waiting(row: Assignment, kind: AskKind, of: AgencyId | None = None) -> Refusal | None:
    """Turn away a second ask of a kind of which one waits, perhaps for that agency."""
    ask = next((ask for ask in row.open_asks if ask.kind is kind and of in {None, ask.awaits}), None)
    return None if ask is None else refuse(Code.ASKED_ALREADY, ask=ask.number)
