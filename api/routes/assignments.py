"""Assignments: listed, read, and what happened to each."""

from datetime import datetime
from typing import Annotated, TypeVar

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api.codes import ApiCode
from api.dependencies import ScopeDep, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.assignments import (
    AssignmentOut,
    CollectedOut,
    HistoryOut,
    assignment_out,
    collected_out,
    history_out,
)
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.assignments import State, Timeliness
from thac.store import access
from thac.store.queries import assignments as queries
from thac.store.queries.assignments import AssignmentFilter
from thac.store.queries.collecting import inputs

T = TypeVar("T")

router = APIRouter(prefix="/assignments", tags=["Việc được giao · Assignments"])


_Code = Annotated[str | None, Query(max_length=64)]
_Either = Annotated[bool | None, Query()]


async def the_filter(  # noqa: PLR0913 - one parameter for each filter
    *,
    directive: _Code = None,
    issuer: _Code = None,
    lead: _Code = None,
    task: Annotated[int | None, Query(ge=1, le=9_999)] = None,
    state: Annotated[tuple[State, ...], Query()] = (),
    open: _Either = None,  # noqa: A002 - the parameter's name in the address
    timeliness: Annotated[tuple[Timeliness, ...], Query()] = (),
    due_before: Annotated[AwareDatetime | None, Query(description="Hạn trước thời điểm này. · Due before it.")] = None,
    period: Annotated[str | None, Query(max_length=8, description="Kỳ: 2026-Q4, 2026-11 … · A period.")] = None,
    series: Annotated[
        str | None, Query(max_length=300, description="Mọi kỳ của một việc định kỳ. · All occurrences of one copy.")
    ] = None,
    request: Annotated[bool | None, Query(description="Đề nghị phối hợp ngoài hệ thống. · Requests.")] = None,
    paused: Annotated[bool | None, Query(description="Đang tạm dừng. · Paused now.")] = None,
    unsigned: Annotated[
        bool | None, Query(description="Có thay đổi chưa ký nhận. · A change is not signed for.")
    ] = None,
    overran: Annotated[bool | None, Query(description="Đã từng quá hạn trước khi gia hạn. · Was late before.")] = None,
    plan: Annotated[
        str | None, Query(max_length=64, description="Kế hoạch riêng thực hiện việc này. · Own plan.")
    ] = None,
    awaiting: Annotated[
        str | None, Query(max_length=64, description="Đang chờ cơ quan này trả lời. · It was asked, and has to answer.")
    ] = None,
    former: Annotated[
        str | None, Query(max_length=64, description="Đã từng chủ trì. · It led the work before.")
    ] = None,
    coordinator: Annotated[str | None, Query(max_length=64, description="Phối hợp. · It helps.")] = None,
    monitor: Annotated[str | None, Query(max_length=64, description="Đầu mối theo dõi. · It watches.")] = None,
) -> AssignmentFilter:
    """What the list is narrowed to; ``state`` and ``timeliness`` may be given several times."""
    moment: datetime | None = due_before
    return AssignmentFilter(
        directive,
        issuer,
        lead,
        task,
        state,
        open,
        timeliness,
        moment,
        period=period,
        series=series,
        request=request,
        paused=paused,
        unsigned=unsigned,
        overran=overran,
        plan=plan,
        awaiting=awaiting,
        former=former,
        coordinator=coordinator,
        monitor=monitor,
    )


@router.get("", summary="Danh sách việc, theo hạn · List assignments by deadline", responses=problems(422))
def list_assignments(
    service: ServiceDep, scope: ScopeDep, window: WindowDep, wanted: Annotated[AssignmentFilter, Depends(the_filter)]
) -> PageOut[AssignmentOut]:
    """One list over all directives, the earliest deadline first, what is undated last.

    With ``awaiting`` it is by when that agency has to answer.
    """
    now = service.deps.clock()

    def told(connection: sa.Connection) -> PageOut[AssignmentOut]:
        found = queries.assignments(connection, scope, wanted, window, now)
        texts = access.texts(connection, queries.texts_of(found.items))
        return page_out(found, [assignment_out(line, texts) for line in found.items])

    return service.read(told)


@router.get("/{assignment}", summary="Một việc · One assignment", responses=problems(404))
def get_assignment(service: ServiceDep, scope: ScopeDep, assignment: str) -> AssignmentOut:
    """The assignment as it stands now."""
    now = service.deps.clock()

    def told(connection: sa.Connection) -> AssignmentOut | None:
        line = queries.assignment(connection, scope, assignment, now)
        return None if line is None else assignment_out(line, access.texts(connection, queries.texts_of((line,))))

    return _found(service.read(told))


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

    return _found(service.read(told))


@router.get(
    "/{assignment}/inputs",
    summary="Báo cáo đã nhận được để tổng hợp · What a collecting task has received",
    responses=problems(404),
)
def get_inputs(service: ServiceDep, scope: ScopeDep, assignment: str) -> CollectedOut:
    """How many of the reports it collects are in, by task and period; for whoever may read the assignment."""
    now = service.deps.clock()

    def told(connection: sa.Connection) -> CollectedOut | None:
        line = queries.assignment(connection, scope, assignment, now)
        return None if line is None else collected_out(line.id, inputs(connection, line))

    return _found(service.read(told))


def _found(answer: T | None) -> T:
    if answer is None:
        raise problem(ApiCode.NOT_FOUND)
    return answer
