"""Which agencies there are, and who holds their posts."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.codes import ApiCode
from api.dependencies import BearerDep, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.agencies import AgencyDetail, AgencyOut, agency_detail, agency_out
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.directory.spelling import fold, key
from thac.domain.agencies import Level
from thac.domain.calendar import civil_day
from thac.store.queries.pages import Page

router = APIRouter(prefix="/agencies", tags=["Cơ quan · Agencies"])


@router.get("", summary="Tìm cơ quan · Find agencies", responses=problems(422))
def list_agencies(  # noqa: PLR0913 - one parameter for each filter
    *,
    service: ServiceDep,
    _: BearerDep,
    window: WindowDep,
    name: Annotated[str, Query(max_length=200, description="Một phần tên, có dấu hay không. · Part of a name.")] = "",
    level: Level | None = None,
    parent: Annotated[str | None, Query(max_length=64, description="Mã cơ quan cấp trên. · Code above.")] = None,
    beside: Annotated[str | None, Query(max_length=64, description="Đứng cạnh cơ quan này. · Beside it.")] = None,
    ended: Annotated[bool, Query(description="Cả cơ quan đã kết thúc. · Closed ones too.")] = False,
) -> PageOut[AgencyOut]:
    """Every signed-in person may look agencies up, so that work can be addressed to them; by former names too."""
    tree = service.read(service.deps.directory.tree)
    wanted = fold(key(name))
    found = [
        agency
        for agency in (tree if ended else tree.standing())
        if (level is None or agency.level is level)
        and (parent is None or agency.parent == parent)
        and (beside is None or agency.beside == beside)
        and any(wanted in fold(key(one)) for one in (agency.name, *agency.aliases))
    ]
    shown = found[window.offset : window.offset + window.limit]
    return page_out(Page(tuple(shown), len(found), window), [agency_out(agency, tree) for agency in shown])


@router.get("/{agency}", summary="Một cơ quan, chức vụ và đơn vị trực thuộc · One agency", responses=problems(404))
def get_agency(service: ServiceDep, _: BearerDep, agency: str) -> AgencyDetail:
    """The agency with its posts and its direct subordinates."""
    tree = service.read(service.deps.directory.tree)
    if agency not in tree:
        raise problem(ApiCode.NOT_FOUND)
    return agency_detail(tree[agency], tree, civil_day(service.deps.clock()))
