"""Where directives overlap, copy or contradict each other, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import overlaps
from api.dependencies import ActorDep, ScopeDep, ServiceDep, WindowDep
from api.overlaps import OverlapFilter, narrowed
from api.schemas.overlaps import AnalyticsOut, DispositionIn, OverlapDetail, OverlapOut, analytics_out
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from graph.dispositions import Outcome
from graph.findings import Code, Severity
from thac.domain.agencies import AgencyId
from thac.overlapping.analytics import CAPACITY, analysed
from thac.overlapping.looking import Look
from thac.overlapping.reading import Reader
from thac.overlapping.running import sources
from thac.store.queries.scope import Scope

router = APIRouter(prefix="/overlaps", tags=["Chồng chéo · Overlaps"])
ScopeQuery = Annotated[
    str | None, Query(max_length=64, description="Cơ quan này và bên dưới. · This agency and those below it.")
]


@router.get("", summary="Chỗ trùng lặp, chồng chéo, mâu thuẫn · List findings", responses=problems(404, 422))
def list_overlaps(  # noqa: PLR0913 - one parameter for each filter
    *,
    service: ServiceDep,
    reader: ScopeDep,
    window: WindowDep,
    scope: ScopeQuery = None,
    directive: Annotated[str | None, Query(max_length=64)] = None,
    code: Annotated[tuple[Code, ...], Query()] = (),
    severity: Annotated[tuple[Severity, ...], Query()] = (),
    disposition: Annotated[
        tuple[Outcome, ...], Query(description="Mặc định: chưa xử lý. · What is open, unless asked otherwise.")
    ] = (),
) -> PageOut[OverlapOut]:
    """What touches a directive within one's scope, the gravest first. What was settled is not told unless asked for.

    Of directives outside the scope only the issuer is named. Drafts are not among them.
    """
    wanted = OverlapFilter(scope, directive, code, severity, disposition)
    found = overlaps.listed(service, reader, wanted, window)
    return page_out(found, list(found.items))


@router.get("/analytics", summary="Ai đang giữ, ai quá tải · Who holds it up", responses=problems(404, 422))
def get_analytics(
    service: ServiceDep,
    reader: ScopeDep,
    scope: ScopeQuery = None,
    capacity: Annotated[
        int, Query(ge=1, le=1_000, description="Số việc một đơn vị làm được mỗi tuần. · Tasks of a unit in a week.")
    ] = CAPACITY,
) -> AnalyticsOut:
    """Bottlenecks, single points, load by week, hand-overs; overload, work passed round, fields without a unit."""
    return service.looking(lambda look: _analytics(look, reader, scope, capacity))


@router.get("/{key}", summary="Một phát hiện · One finding", responses=problems(404))
def get_overlap(service: ServiceDep, reader: ScopeDep, key: str) -> OverlapDetail:
    """The finding with every decision about it."""
    return overlaps.one_of(service, reader, key)


@router.post(
    "/{key}/disposition", summary="Xử lý một phát hiện · Settle a finding", responses=problems(400, 403, 404, 413, 422)
)
def post_disposition(
    service: ServiceDep, actor: ActorDep, reader: ScopeDep, key: str, body: DispositionIn
) -> OverlapDetail:
    """Say what became of it; the last word counts and those before it stay. `open` takes a decision back.

    The office or a supervisor of an agency that issued one of the directives may, or of an agency above.
    """
    return overlaps.decide(service, actor, reader, key, body)


def _analytics(look: Look, reader: Scope, agency: AgencyId | None, capacity: int) -> AnalyticsOut:
    scopes = [reader] if agency is None else [reader, narrowed(reader, agency, look.tree)]
    found = analysed(look.shares(scopes), look.papers(look.readable(scopes)), look.tree, capacity)
    named = frozenset(source for one in found.findings for source in sources(one))
    told = Reader(named, look.issuers(found.findings), look.tree)
    return analytics_out(found, map(told.told, found.findings))
