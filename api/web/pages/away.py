"""Somebody is away: who acts in his place, from when to when, and why."""

import sqlalchemy as sa
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.errors import ProblemError
from api.page_codes import seat_problem
from api.web import menu
from api.web.acting import filled
from api.web.forms import FormDep, text, the_day
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.domain.calendar import civil_day
from thac.domain.seating import STAND_IN_ROLES, SeatCode, SeatRefusedError
from thac.store import people, seating
from thac.store.people import Person, Seat

router = APIRouter()
MENU.append(Entry("/away", "Thay mặt · Standing in", STAND_IN_ROLES, menu.own_seat))
_BLANK = {"deputy": "", "begins_on": "", "ends_on": "", "reason": ""}


@router.get("/away")
def get_away(visit: VisitDep, done: str | None = None) -> Response:
    """Who stands in for the visitor, and the form to name somebody."""
    _require(visit)
    return _shown(visit, 200, _BLANK, None, done)


@router.post("/away")
def begin(visit: VisitDep, form: FormDep) -> Response:
    """Name somebody who stands in."""
    seat = _require(visit)
    try:
        days = (the_day(form, "begins_on"), the_day(form, "ends_on"))
        by, reason = visit.signed_in.person.login, text(form, "reason") or ""
        with visit.service.deps.engines.write.begin() as connection:
            deputy = text(form, "deputy") or ""
            seating.stand_in(connection, seat, deputy, days, reason, by=by, now=visit.now)
    except SeatRefusedError as error:
        problem = seat_problem(error)
        return _shown(visit, problem.status, _BLANK | dict(filled(form)), problem)
    except ProblemError as problem:
        return _shown(visit, problem.status, _BLANK | dict(filled(form)), problem)
    return RedirectResponse("/away?done=begun", 303)


@router.post("/away/{stand_in}/end")
def end(visit: VisitDep, form: FormDep, stand_in: str) -> Response:  # noqa: ARG001 - its CSRF field is checked
    """The visitor is back."""
    mine = _require(visit)
    try:
        with visit.service.deps.engines.write.begin() as connection:
            seating.end_stand_in(connection, mine, stand_in, visit.signed_in.person.login, visit.now)
    except SeatRefusedError as error:
        raise seat_problem(error) from error
    return RedirectResponse("/away?done=ended", 303)


def _require(visit: Visit) -> Seat:
    """The visitor's seat, if it is one in which others may stand in for him.

    Raises
    ------
    ProblemError
        It is not.
    """
    seat = visit.signed_in.seat
    if seat.role not in STAND_IN_ROLES:
        raise seat_problem(SeatRefusedError(SeatCode.NO_STAND_IN_FOR_ROLE))
    if seat.stands_in_for is not None:
        raise seat_problem(SeatRefusedError(SeatCode.NOT_OWN_SEAT))
    return seat


def _shown(
    visit: Visit, status: int, values: dict[str, str], problem: ProblemError | None, done: str | None = None
) -> Response:
    today = civil_day(visit.now)

    def read(connection: sa.Connection) -> tuple[list[tuple[Seat, Person | None]], tuple[Person, ...]]:
        seat = visit.signed_in.seat
        now = [one for one in seating.stand_ins(connection, seat) if one.ends_on is None or today <= one.ends_on]
        known = [(one, people.person(connection, one.login)) for one in now]
        return known, seating.deputies(connection, seat, today)

    standing, deputies = visit.service.read(read)
    shown = {"standing": standing, "deputies": deputies, "today": today, "done": done, "problem": problem}
    return page(visit, "away.html.j2", status, values=values, **shown)
