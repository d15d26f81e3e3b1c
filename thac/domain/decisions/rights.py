"""Who may act on an assignment, and in which of its states."""

from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import Receiver
from thac.domain.assignments import Assignment, State
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse

ISSUING = frozenset({Role.OFFICE, Role.SUPERVISOR})
LEADING = frozenset({Role.UNIT, Role.OFFICE})
WORKING = frozenset({Role.UNIT, Role.OFFICE, Role.OFFICER})
WORKABLE = frozenset({State.ACCEPTED, State.TAKEN, State.RETURNED})
URGING = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.MONITOR})


def as_issuer(docket: Docket, parcel: cmd.Parcel) -> Refusal | None:
    """Turn away whoever is not the office or the supervisor of the agency whose docket it is."""
    actor = parcel.actor
    if actor.acting != docket.slice.agency or actor.agency != docket.slice.agency:
        return refuse(Code.NOT_YOURS, owner=docket.slice.agency, actor=actor.acting)
    if actor.role not in ISSUING:
        return refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=parcel.command.kind)
    return None


def as_root(docket: Docket, parcel: cmd.Parcel) -> Refusal | None:
    """Turn away whoever is not the agency that issued the directive, and everybody once it was recalled."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    if docket.slice.parent is not None:
        return refuse(Code.NOT_THE_ROOT, command=parcel.command.kind)
    return refuse(Code.RECALLED) if docket.recalled else None


def issuers_row(docket: Docket, assignment: str, parcel: cmd.Parcel) -> Assignment | Refusal:
    """The assignment, open, for its issuer."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    return still_open(row, parcel) or row


def as_reviewer(docket: Docket, assignment: str, parcel: cmd.Parcel) -> Assignment | Refusal:
    """The assignment whose result waits for its issuer's word."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    return in_state(row, parcel, State.SUBMITTED) or row


def as_lead(docket: Docket, assignment: str, parcel: cmd.Parcel, roles: frozenset[Role]) -> Assignment | Refusal:
    """The assignment, for its lead; or for the issuing office that enters what the lead did."""
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    return as_agency(docket, row.lead, parcel, roles) or row


def as_agency(docket: Docket, agency: AgencyId, parcel: cmd.Parcel, roles: frozenset[Role]) -> Refusal | None:
    """Turn away whoever does not act for that agency; the issuing office may enter on behalf of any of its own."""
    actor = parcel.actor
    if actor.acting != agency:
        return refuse(Code.NOT_YOURS, owner=agency, actor=actor.acting)
    if actor.on_behalf is not None and actor.agency != docket.slice.agency:
        return refuse(Code.NOT_YOURS, owner=agency, actor=actor.agency)
    allowed = roles if actor.on_behalf is None else ISSUING
    if actor.role not in allowed:
        return refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=parcel.command.kind)
    return None


def as_urging(docket: Docket, assignment: str, parcel: cmd.Parcel) -> Assignment | Refusal:
    """The assignment, open, for its issuer, the level above that, or the monitor of its task."""
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    task, actor = docket.task(row.task), parcel.actor
    monitor = None if task is None else task.monitor
    if actor.agency not in {docket.slice.agency, docket.slice.parent, monitor} or actor.on_behalf is not None:
        return refuse(Code.NOT_YOURS, owner=docket.slice.agency, actor=actor.acting)
    if actor.role not in URGING and not (actor.agency == monitor and actor.role is Role.UNIT):
        return refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=parcel.command.kind)
    return still_open(row, parcel) or row


def receivable(docket: Docket, receiver: Receiver, task: int) -> Refusal | None:
    """Turn away an agency that cannot be given work by this one; the directory was asked when the command came in."""
    if receiver.agency == docket.slice.agency:
        return refuse(Code.NOT_A_RECEIVER, agency=receiver.agency, issuer=docket.slice.agency, task=task)
    return None


def workable(row: Assignment, parcel: cmd.Parcel) -> Refusal | None:
    """Turn away work on what was not accepted yet, or is with the issuer, or has ended."""
    if row.state is State.ASSIGNED:
        return refuse(Code.NOT_ACCEPTED)
    return in_state(row, parcel, *WORKABLE)


def still_open(row: Assignment, parcel: cmd.Parcel) -> Refusal | None:
    """Turn away what can only be done while the assignment is open."""
    return None if row.open else in_state(row, parcel, *WORKABLE, State.ASSIGNED, State.SUBMITTED)


def in_state(row: Assignment, parcel: cmd.Parcel, *states: State) -> Refusal | None:
    """Turn away what the assignment's state does not allow."""
    if row.state in states:
        return None
    allowed = tuple(state for state in State if state in states)
    return refuse(Code.WRONG_STATE, state=row.state, command=parcel.command.kind, allowed=allowed)
