"""Choosing another password, which ends every other session of the account."""

from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from api.dependencies import Service
from api.errors import ProblemError
from api.page_codes import PageCode, page_problem, seat_problem
from api.web.door import door_of
from api.web.forms import FormDep
from api.web.pages.signing_in import locked, with_session
from api.web.rendering import page
from api.web.visiting import PASSWORD_PAGE, Visit, VisitDep
from thac.domain.seating import SeatRefusedError
from thac.passwords import LONGEST, SHORTEST, fits
from thac.store import people, seating

router = APIRouter()


@router.get(PASSWORD_PAGE)
def get_password(visit: VisitDep, done: str | None = None) -> Response:
    """The form for the old and the new one."""
    return _shown(visit, 200, None, done)


@router.post(PASSWORD_PAGE)
async def change_password(visit: VisitDep, form: FormDep) -> Response:
    """Keep the new one; this browser goes on in a new session, every other one is signed out."""
    old, new = _word(form, "old"), _word(form, "new")
    try:
        if new != _word(form, "again"):
            raise page_problem(PageCode.NOT_TWICE_THE_SAME)
        if new == old:
            raise page_problem(PageCode.SAME_PASSWORD)
        door, seat = door_of(visit.request), visit.signed_in.seat.id
        login = visit.signed_in.person.login
        token = await door.slowly(lambda: _changed(visit.service, login, seat, (old, new), visit.now))
    except ProblemError as error:
        return _shown(visit, error.status, error)
    lead_on = "/" if visit.signed_in.person.temporary else f"{PASSWORD_PAGE}?{urlencode({'done': 'changed'})}"
    return with_session(visit, RedirectResponse(lead_on, 303), token)


def _changed(service: Service, login: str, seat: str, words: tuple[str, str], now: datetime) -> str:
    """Check the old password against what is kept now, keep the new one; the token of a new session."""
    old, new = words
    known = service.read(lambda connection: people.person(connection, login))
    if known is not None and known.locked_until is not None and now < known.locked_until:
        raise locked(known.locked_until)
    if known is None or not fits(known.secret, old):
        with service.deps.engines.write.begin() as connection:
            until = people.failed(connection, login, now)
        raise page_problem(PageCode.WRONG_OLD_PASSWORD) if until is None else locked(until)
    try:
        secret = seating.secret_of(new)
    except SeatRefusedError as error:
        raise seat_problem(error) from error
    with service.deps.engines.write.begin() as connection:
        people.set_secret(connection, login, secret)
        return people.begin_session(connection, login, seat, now)


def _shown(visit: Visit, status: int, problem: ProblemError | None, done: str | None = None) -> Response:
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    return page(visit, "password.html.j2", status, problem=problem, done=done == "changed", **bounds)


def _word(form: FormData, name: str) -> str:
    """A password as it was typed, blanks and all."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
