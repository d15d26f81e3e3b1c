"""Finding an agency by a part of its name, while somebody types it."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.web.rendering import HEADERS
from api.web.typed_names import search, shown_as
from api.web.visiting import VisitDep

router = APIRouter()
_MOST: Final = 20


@router.get("/agencies/search")
def search_agencies(visit: VisitDep, q: Annotated[str, Query(max_length=200)] = "") -> JSONResponse:
    """The agencies whose names hold the words, with diacritics or without; one's own subordinates come first."""
    tree = visit.service.read(visit.service.deps.directory.tree)
    found = [
        {
            "value": shown_as(agency),
            "above": "" if agency.parent is None else tree[agency.parent].name,
        }
        for agency in search(q, tree, visit.actor.agency, _MOST)
    ]
    return JSONResponse(found, headers=HEADERS)
