"""The picture of a directive's tree, and of what agencies share, to be clicked; the same as a table beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.codes import ApiCode
from api.errors import ProblemError, problem
from api.overlap_codes import OverlapApiCode
from api.routes.graphs import responsibilities
from api.web.drawing import MOST, Matters, Tree, matters_part, tree_part
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from graph.build import Matter
from graph.findings import Severity
from graph.pictures import Branch, Shared, directive_tree, shared_matters
from thac.domain.agencies import AgencyId
from thac.domain.directives import Group
from thac.domain.docket import split_docket_id
from thac.domain.numbering import reference
from thac.domain.views import assignment_id
from thac.overlapping.looking import Look
from thac.store.directives import DirectiveState
from thac.store.queries.directives import DirectiveFilter, DirectiveLine, directive, directives
from thac.store.queries.pages import Window

router = APIRouter()
_ROWS: Final = 30
GROUPS: Final = {
    Group.PROVINCES: ("các tỉnh, thành phố", "the provinces"),
    Group.DEPARTMENTS: ("các sở, ban, ngành", "the departments"),
    Group.COMMUNES: ("các xã, phường, đặc khu", "the communes"),
    Group.UNITS: ("các phòng, đơn vị trực thuộc", "the units"),
}


class Wanted(BaseModel):
    """Which picture: of a directive, from the node ``at`` down; or, without one, of what agencies share."""

    directive: str | None = Field(None, max_length=64)
    agency: str | None = Field(None, max_length=64)
    at: str = Field("", max_length=100, pattern=r"^[0-9.]*$")
    offset: int = Field(0, ge=0, le=10_000_000)

    @property
    def query(self) -> str:
        """The same in an address, without the node and the place in the list."""
        told = {"directive": self.directive, "agency": self.agency}
        return urlencode({name: value for name, value in told.items() if value})


WantedQuery = Annotated[Wanted, Query()]


@router.get("/graph")
def get_graph(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The picture with its table."""
    return _shared(visit, wanted) if wanted.directive is None else _tree(visit, wanted, wanted.directive)


def _tree(visit: Visit, wanted: Wanted, name: str) -> Response:
    def read(look: Look) -> tuple[DirectiveLine | None, Branch]:
        graph = responsibilities(look, visit.scope, wanted.agency, (name,))
        names = _groups(visit) | {one.id: one.name for one in look.tree}
        whole = directive_tree(graph, name, names)
        return directive(look.connection, visit.scope, name), replace(whole, remark="")

    line, whole = visit.service.looking(read)
    tree = tree_part(whole, wanted.at, wanted.offset)
    if tree is None:
        raise problem(ApiCode.NOT_FOUND)
    title = whole.label if line is None else _cited(line)
    return page(
        visit,
        "graph_tree.html.j2",
        wanted=wanted,
        tree=tree,
        title=title,
        paging=_paging(tree, MOST - 1),
        task=_task,
    )


def _task(held: str) -> str:
    """The id of the assignment that the graph knows by its docket and its key there."""
    docket, _, key = held.partition("#")
    return assignment_id(*split_docket_id(docket), key)


def _shared(visit: Visit, wanted: Wanted) -> Response:
    """What agencies share; where there are too many directives for one picture, the directives to choose from."""
    try:
        matters = visit.service.looking(lambda look: matters_part(_matters(look, visit, wanted), wanted.offset, _ROWS))
    except ProblemError as error:
        if error.code != OverlapApiCode.GRAPH_TOO_LARGE:
            raise
        matters = None
    running = DirectiveFilter(state=DirectiveState.RUNNING)
    window = Window(_ROWS, wanted.offset if matters is None else 0)
    listed = visit.service.read(lambda connection: directives(connection, visit.scope, running, window))
    return page(
        visit,
        "graph_shared.html.j2",
        wanted=wanted,
        matters=matters,
        listed=[(one.id, _cited(one)) for one in listed.items],
        cited={one.id: _cited(one) for one in listed.items},
        paging=_paging(matters, _ROWS) if matters is not None else _window(listed.total, len(listed.items), window),
    )


def _matters(look: Look, visit: Visit, wanted: Wanted) -> tuple[Shared, ...]:
    graph = responsibilities(look, visit.scope, wanted.agency, ())
    groups = _groups(visit)
    conflicts = [set(one.subjects) for one in look.findings().every if one.severity is Severity.CONFLICT]

    def collides(matter: Matter) -> bool:
        return any(tasks <= set(matter.tasks) for tasks in conflicts)

    def named(agencies: Iterable[AgencyId]) -> dict[AgencyId, str]:
        return groups | look.tree.told_apart(agencies)

    return shared_matters(graph, named, collides)


def _groups(visit: Visit) -> dict[str, str]:
    """How agencies are called that documents name collectively."""
    return {group.value: visit.say(*words) for group, words in GROUPS.items()}


def _cited(line: DirectiveLine) -> str:
    return f"{reference(line.doc_type, line.number, line.symbol)}: {line.subject}"


def _paging(part: Tree | Matters, most: int) -> dict[str, int]:
    return _window(part.total, min(most, max(part.total - part.offset, 0)), Window(most, part.offset))


def _window(total: int, count: int, window: Window) -> dict[str, int]:
    return {"total": total, "count": count, "offset": window.offset, "limit": window.limit}
