"""The graph of responsibilities, for programs that draw or analyse it."""

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.codes import ApiCode
from api.dependencies import ScopeDep, ServiceDep
from api.errors import problem
from api.overlap_codes import OverlapApiCode
from api.overlaps import narrowed, overlap_problem
from api.routes.overlaps import ScopeQuery
from api.schemas.graphs import GraphOut, graph_out
from api.schemas.problems import problems
from graph.build import Responsibilities
from thac.overlapping.graphs import graph_of
from thac.overlapping.looking import Look
from thac.overlapping.pictures import picture
from thac.store.queries.scope import Scope

router = APIRouter(tags=["Chồng chéo · Overlaps"])
MOST: Final = 300
"""Directives that one graph holds at most; comparing them takes some seconds."""


class Format(StrEnum):
    """How the graph is written."""

    JSON = "json"
    GRAPHML = "graphml"
    SVG = "svg"


_MEDIA: Final = {Format.GRAPHML: "application/graphml+xml", Format.SVG: "image/svg+xml"}
_KINDS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {media: {"schema": {"type": "string"}} for media in _MEDIA.values()},
        "description": "JSON, GraphML, SVG",
    }
}


@router.get(
    "/graph",
    response_model=GraphOut,
    summary="Đồ thị trách nhiệm · The graph of responsibilities",
    responses=_KINDS | problems(404, 422),
)
def get_graph(  # noqa: PLR0913 - what of it, and how it is written
    *,
    request: Request,
    service: ServiceDep,
    reader: ScopeDep,
    scope: ScopeQuery = None,
    directive: Annotated[tuple[str, ...], Query(description="Chỉ các văn bản này. · These directives only.")] = (),
    format: Annotated[Format | None, Query()] = None,  # noqa: A002 - the parameter's name in the address
) -> GraphOut | Response:
    """Directives that run, tasks, assignments, agencies, matters and reports, as far as one may see them.

    Node-link JSON; GraphML with `Accept: application/graphml+xml` or `format=graphml`. As a picture (`image/svg+xml`,
    `format=svg`) one directive is drawn as its tree, several by the matters that their agencies share.
    """
    wanted = format or _accepted(request.headers.get("accept", ""))
    return service.looking(lambda look: _written(look, reader, scope, directive, wanted))


def _accepted(header: str) -> Format:
    return next((one for one, media in _MEDIA.items() if media in header), Format.JSON)


def _written(
    look: Look, reader: Scope, agency: str | None, directives: tuple[str, ...], wanted: Format
) -> GraphOut | Response:
    graph = responsibilities(look, reader, agency, directives)
    match wanted:
        case Format.JSON:
            return graph_out(graph)
        case Format.GRAPHML:
            return Response(graph.graphml(), media_type=_MEDIA[wanted])
        case Format.SVG:
            return Response(picture(graph, look.tree, look.findings().every), media_type=_MEDIA[wanted])


def responsibilities(look: Look, reader: Scope, agency: str | None, directives: tuple[str, ...]) -> Responsibilities:
    """The graph of those directives, or of all that run, as far as its reader may see it; blocks.

    Raises
    ------
    ProblemError
        There is no such agency or directive within his scope, or they are too many for one graph.
    """
    scopes = [reader] if agency is None else [reader, narrowed(reader, agency, look.tree)]
    seen = look.readable(scopes, directives)
    if directives and not seen:
        raise problem(ApiCode.NOT_FOUND)
    if len(seen) > MOST:
        raise overlap_problem(OverlapApiCode.GRAPH_TOO_LARGE, count=len(seen), most=MOST)
    return graph_of(look.papers(seen), look.shares(scopes, seen), look.tree)
