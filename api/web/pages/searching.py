"""Search: what is found in documents, tasks and the directory by a few words, within the reader's scope."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.dependencies import LAUNCHING_ROLES
from api.schemas.words import page_out
from api.web.highlighting import Piece, highlighted
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.directory.finding import find_agencies
from thac.domain.agencies import AgencyTree, Role
from thac.store.queries import search
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import READ_BELOW
from thac.store.queries.search import Hit, Wanted, words_of
from thac.store.search import LineKind

router = APIRouter()
_AT_ONCE: Final = 20
_FEW: Final = 3
_DOCUMENT_ROLES: Final = LAUNCHING_ROLES | {Role.AUDITOR}


class Among(StrEnum):
    """Among what is looked."""

    ALL = "all"
    DOCUMENTS = "documents"
    TASKS = "tasks"
    AGENCIES = "agencies"


AMONG: Final = {
    Among.ALL: ("Tất cả", "Everything"),
    Among.DOCUMENTS: ("Văn bản", "Documents"),
    Among.TASKS: ("Nhiệm vụ", "Tasks"),
    Among.AGENCIES: ("Cơ quan", "Agencies"),
}
_KINDS: Final = {
    Among.ALL: frozenset(LineKind),
    Among.DOCUMENTS: frozenset({LineKind.DIRECTIVE, LineKind.DOCUMENT}),
    Among.TASKS: frozenset({LineKind.TASK}),
    Among.AGENCIES: frozenset[LineKind](),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the answer: what it is, where it leads, if anywhere, and its words with the hits marked."""

    kind: str
    heading: str
    words: tuple[Piece, ...]
    below: str
    address: str | None = None


@router.get("/search")
def get_search(
    visit: VisitDep,
    q: Annotated[str, Query(max_length=200)] = "",
    among: Among = Among.ALL,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """What is found, the best first; a few agencies stand before the rest."""
    words, window, kinds = words_of(q), Window(_AT_ONCE, offset), _KINDS[among]

    def read(connection: sa.Connection) -> tuple[Page[Hit], AgencyTree]:
        documents_of = visit.actor.agency if visit.actor.role in _DOCUMENT_ROLES else None
        wanted = Wanted(words, kinds, documents_of)
        found: Page[Hit] = Page((), 0, window)
        if kinds:
            found = search.search(connection, visit.scope, wanted, window)
        return found, visit.service.deps.directory.tree(connection)

    found, tree = visit.service.read(read)
    hits = [_hit(visit, hit, words.plain) for hit in found.items]
    named = find_agencies(tree, words.plain) if among in {Among.ALL, Among.AGENCIES} else ()
    shown = named[:_FEW] if kinds and not offset else named[offset : offset + _AT_ONCE] if not kinds else ()
    agencies = [_agency(visit, tree, agency, words.plain) for agency in shown]
    return page(
        visit,
        "search.html.j2",
        q=q,
        words=words,
        among=among,
        choices=AMONG,
        agencies=agencies,
        more_agencies=len(named) if kinds and len(named) > len(shown) and shown else 0,
        hits=hits,
        paging=page_out(found, hits) if kinds else page_out(Page(named, len(named), window), agencies),
    )


def _hit(visit: Visit, hit: Hit, words: tuple[str, ...]) -> Line:
    kind = {
        LineKind.DIRECTIVE: visit.say("Văn bản", "Document"),
        LineKind.TASK: visit.say("Nhiệm vụ", "Task"),
        LineKind.DOCUMENT: visit.say("Văn bản chưa ban hành", "Document, not launched"),
    }[hit.kind]
    sign = "/".join(part for part in (hit.number, hit.symbol) if part)
    name = " ".join(part for part in (hit.doc_type, sign) if part)
    told = highlighted(hit.text, words)
    if hit.task is None:
        return Line(kind, name or kind, told, hit.agency_name, _address(visit, hit))
    heading = visit.say(f"Nhiệm vụ {hit.task}, {name}", f"Task {hit.task}, {name}")
    return Line(kind, heading, told, f"{hit.agency_name}: {hit.title}", _address(visit, hit))


def _address(visit: Visit, hit: Hit) -> str:
    """Where a hit leads: to one's own work where there is some, else to how far the document has come."""
    if hit.kind is LineKind.DOCUMENT:
        return f"/documents/{hit.subject}"
    if hit.assignment is not None and (hit.task or visit.actor.role not in READ_BELOW):
        return f"/tasks/{hit.assignment}"
    return f"/directives/{hit.subject}"


def _agency(visit: Visit, tree: AgencyTree, agency: str, words: tuple[str, ...]) -> Line:
    found = tree[agency]
    above = found.parent or found.beside
    kind = visit.say("Cơ quan", "Agency")
    return Line(kind, kind, highlighted(found.name, words), "" if above is None else tree[above].name)
