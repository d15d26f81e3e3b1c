"""The administrator's accounts: who may sign in, with which seats; new ones, new passwords, and their ends."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
import structlog
from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from api.errors import ProblemError
from api.page_codes import seat_problem
from api.web.acting import filled
from api.web.door import door_of
from api.web.forms import FormDep, day, text, the_day
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.seeking import the_agency, the_role
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Role
from thac.domain.calendar import civil_day
from thac.domain.seating import Keeper, SeatCode, SeatRefusedError
from thac.passwords import generated
from thac.store import people, seating
from thac.store.people import Person
from thac.store.queries.pages import Window
from thac.store.queries.people import accounts
from thac.store.seating import Newcomer, Place

T = TypeVar("T")

router = APIRouter()
MENU.append(Entry("/users", "Tài khoản · Accounts", frozenset({Role.ADMINISTRATOR})))
_BLANK = {"login": "", "name": "", "email": "", "agency": "", "role": Role.OFFICE.value}
_CHANGES = dict.fromkeys(("agency", "begins_on", "ends_on", "seat", "deputy", "first", "last", "reason"), "") | {
    "role": Role.OFFICE.value
}
_SHOWN = 50


@router.get("/users")
def get_users(
    visit: VisitDep,
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """The accounts of the agencies he administers."""
    keeper, wanted = _keeper(visit), q.strip() or None
    found = visit.service.read(
        lambda connection: accounts(connection, keeper.path, wanted, Window(_SHOWN, offset)),
    )
    return page(visit, "users.html.j2", found=found, q=q.strip())


@router.get("/users/new")
def get_new(visit: VisitDep) -> Response:
    """The form for an account."""
    _keeper(visit)
    return page(visit, "user_new.html.j2", values=_BLANK, problem=None, roles=list(Role))


@router.post("/users/new")
async def make(visit: VisitDep, form: FormDep) -> Response:
    """Make an account; its first password is shown this once."""
    keeper, password = _keeper(visit), generated()
    login, name, email = (text(form, one) or "" for one in ("login", "name", "email"))

    def made() -> Person:
        place = Place(the_agency(visit, text(form, "agency")), the_role(form))
        newcomer = Newcomer(login, name, email, seating.secret_of(password), temporary=True)
        return _kept(visit, lambda one: seating.open_account(one, keeper, newcomer, place, visit.now))

    try:
        person = await door_of(visit.request).slowly(made)
    except ProblemError as error:
        values = _BLANK | dict(filled(form))
        return page(visit, "user_new.html.j2", error.status, values=values, problem=error, roles=list(Role))
    _log(visit, "account_opened", person.login)
    return page(visit, "user_password.html.j2", person=person, password=password, made=True)


@router.get("/users/of/{login}")
def get_user(visit: VisitDep, login: str, done: str | None = None) -> Response:
    """One account: its seats, its lock, and what can be done about it."""
    return _shown(visit, login, done=done)


@router.post("/users/of/{login}/password")
async def reset(visit: VisitDep, form: FormDep, login: str) -> Response:  # noqa: ARG001 - its CSRF field is checked
    """Give another password, which is shown this once, and end the lock."""
    keeper, password = _keeper(visit), generated()

    def given() -> Person:
        secret = seating.secret_of(password)
        _kept(visit, lambda one: seating.give_password(one, keeper, login, secret, temporary=True))
        return _kept(visit, lambda one: seating.kept(one, keeper, login))

    try:
        person = await door_of(visit.request).slowly(given)
    except ProblemError as error:
        return _shown(visit, login, error)
    _log(visit, "password_given", login)
    return page(visit, "user_password.html.j2", person=person, password=password, made=False)


@router.post("/users/of/{login}/email")
def change_email(visit: VisitDep, form: FormDep, login: str) -> Response:
    """Note another mail address; at the identity provider he is found by it anew."""
    keeper, email = _keeper(visit), text(form, "email")
    return _done(
        visit, login, lambda: _kept(visit, lambda one: seating.change_email(one, keeper, login, email)), "email"
    )


@router.post("/users/of/{login}/seats")
def give_seat(visit: VisitDep, form: FormDep, login: str) -> Response:
    """Give another seat."""
    keeper = _keeper(visit)

    def give() -> None:
        agency, role = the_agency(visit, text(form, "agency")), the_role(form)
        place = Place(agency, role, day(form, "begins_on"), day(form, "ends_on"))
        _kept(visit, lambda one: seating.give_seat(one, keeper, login, place, visit.now))

    return _done(visit, login, give, "seat", filled(form))


@router.post("/users/of/{login}/seats/{seat}/end")
def take_seat(visit: VisitDep, form: FormDep, login: str, seat: str) -> Response:  # noqa: ARG001 - its CSRF field is checked
    """Take a seat away, or end somebody's standing in."""
    keeper = _keeper(visit)

    def taken(connection: sa.Connection) -> None:
        if seat not in {one.id for one in people.seats(connection, login)}:
            raise SeatRefusedError(SeatCode.UNKNOWN_SEAT)
        seating.take_seat(connection, keeper, seat, visit.now)

    return _done(visit, login, lambda: _kept(visit, taken), "taken")


@router.post("/users/of/{login}/stand-ins")
def stand_in(visit: VisitDep, form: FormDep, login: str) -> Response:
    """Name somebody who stands in for the holder of an account."""
    keeper = _keeper(visit)

    def name_one() -> None:
        days, reason = (the_day(form, "first"), the_day(form, "last")), text(form, "reason") or ""
        deputy = (text(form, "deputy") or "").lower()

        def named(connection: sa.Connection) -> None:
            seat = people.seat(connection, text(form, "seat") or "")
            if seat is None or seat.login != login or not keeper.keeps((seat.path,)):
                raise SeatRefusedError(SeatCode.UNKNOWN_SEAT)
            seating.stand_in(connection, seat, deputy, days, reason, by=keeper.name, now=visit.now)

        _kept(visit, named)

    return _done(visit, login, name_one, "stand-in", filled(form))


@router.post("/users/of/{login}/end")
def end(visit: VisitDep, form: FormDep, login: str) -> Response:  # noqa: ARG001 - its CSRF field is checked
    """End an account."""
    keeper = _keeper(visit)

    def ended() -> None:
        _kept(visit, lambda one: seating.end_account(one, keeper, login, visit.now))

    return _done(visit, login, ended, "ended")


def _keeper(visit: Visit) -> Keeper:
    """The visitor as a keeper of accounts.

    Raises
    ------
    ProblemError
        He is no administrator.
    """
    if visit.actor.role is not Role.ADMINISTRATOR:
        raise seat_problem(SeatRefusedError(SeatCode.NOT_KEEPER))
    login = visit.signed_in.person.login
    return Keeper(login, visit.bearer.path, login)


def _kept(visit: Visit, act: Callable[[sa.Connection], T]) -> T:
    """Do it in a transaction of its own; what is refused is a problem."""
    try:
        with visit.service.deps.engines.write.begin() as connection:
            return act(connection)
    except SeatRefusedError as error:
        raise seat_problem(error) from error


def _done(
    visit: Visit, login: str, act: Callable[[], None], done: str, values: Mapping[str, str] | None = None
) -> Response:
    """Do it and show the account anew, or show what was refused with the form as it was filled in."""
    try:
        act()
    except ProblemError as error:
        return _shown(visit, login, error, values)
    _log(visit, f"account_{done}", login)
    return RedirectResponse(f"/users/of/{login}?done={done}", 303)


def _shown(
    visit: Visit,
    login: str,
    problem: ProblemError | None = None,
    values: Mapping[str, str] | None = None,
    done: str | None = None,
) -> Response:
    keeper, today = _keeper(visit), civil_day(visit.now)

    def read(connection: sa.Connection) -> dict[str, Any]:
        try:
            person, whole = seating.seen(connection, keeper, login)
        except SeatRefusedError as error:
            raise seat_problem(error) from error
        held = [one for one in people.seats(connection, login) if keeper.keeps((one.path,))]
        away = [one for seat in held if seat.stands_in_for is None for one in seating.stand_ins(connection, seat)]
        coming = [one for one in away if one.ends_on is None or today <= one.ends_on]
        locked = person.locked_until is not None and visit.now < person.locked_until
        return {"person": person, "whole": whole, "held": held, "away": coming, "locked": locked}

    shown = visit.service.read(read) | {"values": _CHANGES | dict(values or {}), "problem": problem, "done": done}
    status = 200 if problem is None else problem.status
    return page(visit, "user.html.j2", status, roles=list(Role), today=today, **shown)


def _log(visit: Visit, event: str, login: str) -> None:
    structlog.get_logger().info(event, account=login, by=visit.signed_in.person.login)
