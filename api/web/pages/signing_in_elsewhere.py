"""Signing in by the province's own identity provider; an account is found and never made by it."""

import asyncio
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.codes import ApiCode
from api.errors import ProblemError, problem
from api.page_codes import PageCode, page_problem
from api.web.door import door_of, place_of
from api.web.identity import HOLDS, Provider
from api.web.pages.signing_in import Back, begun, sign_in_page, with_session
from api.web.visiting import Guest, GuestDep, cookie_name, within
from thac.store.identities import Identity, signed_in_as

router = APIRouter()
COOKIE: Final = "thac_errand"
Word = Annotated[str, Query(max_length=4_000)]


@router.get("/sign-in/oidc")
async def begin(guest: GuestDep, back: Back = None) -> Response:
    """To the provider's page, and with a cookie by which the way back is known."""
    provider = _provider(guest.request)
    try:
        address, errand = await provider.begin(within(back), guest.now)
    except ProblemError as error:
        return sign_in_page(guest, back=within(back), problem=error)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        cookie_name(guest.service, COOKIE),
        provider.seal(errand),
        max_age=int(HOLDS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=guest.service.deps.secure,
        path="/",
    )
    return answer


@router.get("/sign-in/oidc/callback")
async def come_back(guest: GuestDep, state: Word = "", code: Word = "", error: Word = "") -> Response:
    """From the provider's page: whoever it says it is signs in, if he has an account."""
    provider, name = _provider(guest.request), cookie_name(guest.service, COOKIE)
    try:
        answer = await _signed_in(guest, provider, name, (state, code, error))
    except ProblemError as refusal:
        answer = sign_in_page(guest, back="/", problem=refusal)
    answer.delete_cookie(name, path="/", secure=guest.service.deps.secure, httponly=True, samesite="lax")
    return answer


async def _signed_in(guest: Guest, provider: Provider, name: str, said: tuple[str, str, str]) -> Response:
    state, code, refused = said
    door, place = door_of(guest.request), place_of(guest.request)
    door.knock(place, guest.now)
    errand = provider.opened(guest.request.cookies.get(name), state, guest.now)
    if refused or not code:
        structlog.get_logger().info("identity_refused", error=refused[:100])
        raise page_problem(PageCode.SIGN_IN_REFUSED)
    identity = await provider.identity(code, errand, guest.now)
    token = await asyncio.to_thread(_begun, guest, identity)
    door.welcome(place)
    return with_session(guest, RedirectResponse(errand.back, 303), token)


def _begun(guest: Guest, identity: Identity) -> str:
    with guest.service.deps.engines.write.begin() as connection:
        person = signed_in_as(connection, identity)
        if person is None:
            raise page_problem(PageCode.UNKNOWN_PERSON)
        return begun(connection, person.login, guest.now)


def _provider(request: Request) -> Provider:
    """The provider of this installation.

    Raises
    ------
    ProblemError
        It has none.
    """
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise problem(ApiCode.NOT_FOUND)
    return provider
