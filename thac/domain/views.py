"""What the read model shows of a docket and of its assignments: flat values that follow from the fold alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.codec import dump
from thac.domain.deadlines import DeadlineVersion
from thac.domain.docket import Docket
from thac.domain.ladders import due_soon_at


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment as lists, filters and the roll-up see it. Moments are in UTC.

    ``id`` is unique over the installation: directive, issuer, task and copy, joined by ``~``.
    """

    id: str
    key: str
    docket: str
    directive: str
    issuer: AgencyId
    task: int
    copy: AgencyId
    lead: AgencyId
    coordinators: tuple[AgencyId, ...]
    state: str
    round: int
    open: bool
    assigned_at: datetime
    accepted_at: datetime | None
    person: str | None
    taken_at: datetime | None
    percent: int
    reported_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    first_due: datetime | None
    due: datetime | None
    due_soon_at: datetime | None
    deadlines: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class DocketView:
    """One docket as the tree sees it; ``head`` and ``hash`` are those of its ledger."""

    id: str
    directive: str
    agency: AgencyId
    parent: AgencyId | None
    head: int
    hash: str
    ladder: int
    unallocated: tuple[int, ...]
    closed_at: datetime | None


def assignment_id(directive: str, issuer: AgencyId, key: str) -> str:
    """The id of an assignment outside its docket."""
    return f"{directive}~{issuer}~{key.replace(':', '~')}"


def split_assignment_id(assignment: str) -> tuple[str, AgencyId, str]:
    """Directive, issuing agency and key within the docket.

    Raises
    ------
    ValueError
        It is no assignment id.
    """
    directive, issuer, task, copy = assignment.split("~")
    return directive, issuer, f"{int(task)}:{copy}"


def docket_view(docket: Docket) -> DocketView:
    """The docket as the read model holds it."""
    plan = docket.slice
    return DocketView(
        docket.id,
        plan.directive,
        plan.agency,
        plan.parent,
        docket.head,
        docket.hash,
        plan.ladder,
        docket.unallocated,
        docket.closed_at,
    )


def assignment_views(docket: Docket, keys: Iterable[str]) -> list[AssignmentView]:
    """The assignments of those keys as the read model holds them."""
    return [_view(docket, docket.rows[key]) for key in keys]


def _view(docket: Docket, row: Assignment) -> AssignmentView:
    plan = docket.slice
    return AssignmentView(
        id=assignment_id(plan.directive, plan.agency, row.key),
        key=row.key,
        docket=docket.id,
        directive=plan.directive,
        issuer=plan.agency,
        task=row.task,
        copy=row.copy,
        lead=row.lead,
        coordinators=row.coordinators,
        state=row.state.value,
        round=row.round,
        open=row.open,
        assigned_at=row.assigned_at,
        accepted_at=row.accepted_at,
        person=row.person,
        taken_at=row.taken_at,
        percent=row.percent,
        reported_at=row.reported_at,
        submitted_at=row.submitted_at,
        completed_at=row.completed_at,
        first_due=row.deadlines[0].due if row.deadlines else None,
        due=row.due,
        due_soon_at=due_soon_at(row, plan),
        deadlines=tuple(dump(DeadlineVersion, version) for version in row.deadlines),
    )
