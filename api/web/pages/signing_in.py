"""Signing in and out, and choosing by which seat to act."""

import asyncio
from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.codes import ApiCode
from api.dependencies import Service
from api.errors import ProblemError, problem
from api.page_codes import PageCode, page_problem
from api.web.door import door_of, place_of
from api.web.forms import FormDep, read_form, text
from api.web.rendering import page
from api.web.visiting import Guest, GuestDep, VisitDep, cookie_name, within
from thac.domain.calendar import VIETNAM, civil_day
from thac.passwords import fits
from thac.store import people

router = APIRouter()
Back = Annotated[str | None, Query(max_length=2_000)]


@router.get("/sign-in")
def get_sign_in(guest: GuestDep, back: Back = None) -> Response:
    """The form for name and password."""
    if guest.session is not None:
        return RedirectResponse(within(back), 303)
    return sign_in_page(guest, back=within(back))


@router.post("/sign-in")
async def sign_in(guest: GuestDep) -> Response:
    """Begin a session. It gets a token of its own, whatever the browser had before."""
    form = await read_form(guest.request)
    login, password = (text(form, "login") or "").lower(), form.get("password")
    back, door, place = within(text(form, "back")), door_of(guest.request), place_of(guest.request)
    word = password if isinstance(password, str) else ""
    try:
        door.knock(place, guest.now)
        token = await door.slowly(lambda: _signed_in(guest.service, login, word, guest.now))
    except ProblemError as error:
        return sign_in_page(guest, back=back, login=login, problem=error)
    door.welcome(place)
    return with_session(guest, RedirectResponse(back, 303), token)


@router.post("/sign-out")
async def sign_out(visit: VisitDep, form: FormDep) -> Response:  # noqa: ARG001 - its CSRF field is checked
    """End the session, here and in the store."""
    await asyncio.to_thread(_signed_out, visit)
    answer = RedirectResponse("/sign-in", 303)
    secure = visit.service.deps.secure
    answer.delete_cookie(cookie_name(visit.service), path="/", secure=secure, httponly=True, samesite="lax")
    return answer


@router.post("/seat")
async def choose_seat(visit: VisitDep, form: FormDep) -> Response:
    """Go on by another of one's own seats."""
    wanted = text(form, "seat")
    if wanted not in {seat.id for seat in visit.signed_in.seats}:
        raise problem(ApiCode.NOT_FOUND)
    await asyncio.to_thread(_seated, visit, wanted)
    return RedirectResponse(within(text(form, "back")), 303)


def sign_in_page(guest: Guest, *, back: str, login: str = "", problem: ProblemError | None = None) -> Response:
    """The form, with what was wrong on top of it."""
    provider = guest.request.app.state.provider
    shown = {"back": back, "login": login, "problem": problem, "provider": provider and provider.name}
    answer = page(guest, "sign_in.html.j2", 200 if problem is None else problem.status, **shown)
    if problem is not None and (seconds := problem.more.get("seconds")):
        answer.headers["Retry-After"] = str(seconds)
    return answer


def with_session(guest: Guest, answer: Response, token: str) -> Response:
    """The answer that hands a browser its session; over TLS the cookie stays on TLS."""
    secure = guest.service.deps.secure
    answer.set_cookie(cookie_name(guest.service), token, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def _signed_in(service: Service, login: str, password: str, now: datetime) -> str:
    known = service.read(lambda connection: people.person(connection, login))
    if known is not None and known.locked_until is not None and now < known.locked_until:
        raise locked(known.locked_until)
    right = fits(None if known is None else known.secret, password)
    with service.deps.engines.write.begin() as connection:
        if known is None or not right or known.ended_at is not None:
            until = people.failed(connection, login, now)
        else:
            return begun(connection, login, now)
    raise page_problem(PageCode.WRONG_PASSWORD) if until is None else locked(until)


def begun(connection: sa.Connection, login: str, now: datetime) -> str:
    """The token of a session of somebody who has shown who he is.

    Raises
    ------
    ProblemError
        He has no seat.
    """
    held = people.seats(connection, login, civil_day(now))
    if not held:
        raise page_problem(PageCode.NO_SEAT)
    people.succeeded(connection, login)
    return people.begin_session(connection, login, held[0].id, now)


def locked(until: datetime) -> ProblemError:
    """Until when nobody signs in by an account, whatever the password."""
    return page_problem(PageCode.ACCOUNT_LOCKED, until=f"{until.astimezone(VIETNAM):%H:%M}")


def _signed_out(visit: Guest) -> None:
    with visit.service.deps.engines.write.begin() as connection:
        people.end_session(connection, visit.token or "")


def _seated(visit: Guest, seat: str) -> None:
    with visit.service.deps.engines.write.begin() as connection:
        people.take_seat(connection, visit.token or "", seat)
