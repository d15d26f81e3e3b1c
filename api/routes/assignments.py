"""Assignments: listed, read, and what happened to each."""

from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api.codes import ApiCode
from api.dependencies import ScopeDep, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.assignments import AssignmentOut, HistoryOut, assignment_out, history_out
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.assignments import State, Timeliness
from thac.store import access
from thac.store.queries import assignments as queries
from thac.store.queries.assignments import AssignmentFilter

router = APIRouter(prefix="/assignments", tags=["Việc được giao · Assignments"])


async def the_filter(  # noqa: PLR0913 - one parameter for each filter
    *,
    directive: Annotated[str | None, Query(max_length=64)] = None,
    issuer: Annotated[str | None, Query(max_length=64)] = None,
    lead: Annotated[str | None, Query(max_length=64)] = None,
    task: Annotated[int | None, Query(ge=1, le=9_999)] = None,
    state: Annotated[tuple[State, ...], Query()] = (),
    open: Annotated[bool | None, Query()] = None,  # noqa: A002 - the parameter's name in the address
    timeliness: Annotated[tuple[Timeliness, ...], Query()] = (),
    due_before: Annotated[AwareDatetime | None, Query(description="Hạn trước thời điểm này. · Due before it.")] = None,
) -> AssignmentFilter:
    """What the list is narrowed to; ``state`` and ``timeliness`` may be given several times."""
    moment: datetime | None = due_before
    return AssignmentFilter(directive, issuer, lead, task, state, open, timeliness, moment)


@router.get("", summary="Danh sách việc, theo hạn · List assignments by deadline", responses=problems(422))
def list_assignments(
    service: ServiceDep, scope: ScopeDep, window: WindowDep, wanted: Annotated[AssignmentFilter, Depends(the_filter)]
) -> PageOut[AssignmentOut]:
    """One list over all directives, the earliest deadline first, what is undated last."""
    now = service.deps.clock()
    found = service.read(lambda connection: queries.assignments(connection, scope, wanted, window, now))
    return page_out(found, [assignment_out(line) for line in found.items])


@router.get("/{assignment}", summary="Một việc · One assignment", responses=problems(404))
def get_assignment(service: ServiceDep, scope: ScopeDep, assignment: str) -> AssignmentOut:
    """The assignment as it stands now."""
    now = service.deps.clock()
    line = service.read(lambda connection: queries.assignment(connection, scope, assignment, now))
    if line is None:
        raise problem(ApiCode.NOT_FOUND)
    return assignment_out(line)


@router.get(
    "/{assignment}/ledger", summary="Nhật ký của một việc · What happened to an assignment", responses=problems(404)
)
def get_ledger(service: ServiceDep, scope: ScopeDep, assignment: str) -> HistoryOut:
    """Every event in its order, with who, when, and the words."""
    now = service.deps.clock()

    def told(connection: sa.Connection) -> HistoryOut | None:
        line = queries.assignment(connection, scope, assignment, now)
        if line is None:
            return None
        recorded = queries.history(connection, line)
        return history_out(line.id, recorded, access.texts(connection, queries.texts_named(recorded)))

    found = service.read(told)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found
