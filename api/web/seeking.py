"""Which agency and role does a form mean? A code as it is, or a name of which there is only one."""

from typing import Final

from starlette.datastructures import FormData

from api.errors import Fault, ProblemError
from api.page_codes import PageCode, page_problem
from api.web.forms import text
from api.web.visiting import Visit
from thac.directory.spelling import fold, key
from thac.domain.agencies import AgencyId, Role

_SHOWN: Final = 10


def the_agency(visit: Visit, typed: str | None) -> AgencyId:
    """The agency of that code or name among those at or below the visitor's own; blocks.

    Raises
    ------
    ProblemError
        There is none, or there are several; those that are near are told with their codes.
    """
    tree = visit.service.read(visit.service.deps.directory.tree)
    if typed and typed in tree:
        return typed
    words = fold(key(typed or ""))
    below = (one for one in tree.subtree(visit.actor.agency) if not one.ended)
    named = [one for one in below if words and words in fold(key(one.name))]
    same = [one for one in named if fold(key(one.name)) == words] or named
    if len(same) == 1:
        return same[0].id
    near = tuple(Fault("near_agency", f"{one.id}: {one.name}", f"{one.id}: {one.name}") for one in same[:_SHOWN])
    told = page_problem(PageCode.WHICH_AGENCY, typed=(typed or "")[:100], count=len(same))
    raise ProblemError(told.status, told.code, told.detail, told.detail_en, near)


def the_role(form: FormData) -> Role:
    """The role that a form names.

    Raises
    ------
    ProblemError
        It names none.
    """
    try:
        return Role(text(form, "role") or "")
    except ValueError as error:
        raise page_problem(PageCode.NO_ROLE) from error
