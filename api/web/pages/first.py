"""The first page: it leads everybody to his own work."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.web.language import COOKIE, Language
from api.web.rendering import page
from api.web.visiting import GuestDep, VisitDep, within

router = APIRouter()
Back = Annotated[str | None, Query(max_length=2_000)]


@router.get("/")
def get_first(visit: VisitDep) -> Response:
    """Whoever is signed in sees where to go."""
    return page(visit, "first.html.j2")


@router.get("/language/{language}")
def choose_language(guest: GuestDep, language: Language, back: Back = None) -> Response:
    """From now on pages speak that language in this browser."""
    answer = RedirectResponse(within(back), 303)
    secure = guest.service.deps.secure
    answer.set_cookie(COOKIE, language.value, max_age=31_536_000, httponly=True, samesite="lax", secure=secure)
    return answer
