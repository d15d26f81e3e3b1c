"""Who looks at a page: a guest, or somebody signed in with the seat he acts by."""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request

from api.dependencies import Service
from api.web.language import COOKIE as LANGUAGE_COOKIE
from api.web.language import Speech, language_of
from thac.domain.actors import Actor
from thac.store import people
from thac.store.access import Bearer
from thac.store.people import Session
from thac.store.queries.scope import Scope, scope_of

COOKIE = "thac_session"
PASSWORD_PAGE = "/password"  # noqa: S105 - an address


def cookie_name(service: Service, name: str = COOKIE) -> str:
    """How a cookie is called: over TLS with the prefix by which a browser keeps it to TLS and to this host alone."""
    return f"__Host-{name}" if service.deps.secure else name


class PasswordFirstError(Exception):
    """Somebody signed in with a password that others know; before anything else he chooses another."""


class SignInFirstError(Exception):
    """A page is for people who are signed in; ``back`` is where its guest wanted to go."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever looks at a page, signed in or not. ``say`` chooses his language."""

    request: Request
    service: Service
    say: Speech
    now: datetime
    token: str | None = None
    session: Session | None = None

    @property
    def here(self) -> str:
        """The address of the page, without its host."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def csrf(self) -> str:
        """What a form of this session carries, which no other site can know; empty for guests."""
        return "" if self.token is None else csrf_of(self.token)


@dataclass(frozen=True, slots=True)
class Visit(Guest):
    """Somebody who is signed in."""

    @property
    def signed_in(self) -> Session:
        """His session."""
        assert self.session is not None  # noqa: S101 - a visit is made with one
        return self.session

    @property
    def bearer(self) -> Bearer:
        """Whom he acts as, as the API knows it from a token."""
        return self.signed_in.bearer

    @property
    def actor(self) -> Actor:
        """The one who acts."""
        return self.bearer.actor

    @property
    def scope(self) -> Scope:
        """What he may read."""
        return scope_of(self.bearer)


def csrf_of(token: str) -> str:
    """What the forms of a session carry: made from its token, which only its cookie holds."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


async def the_guest(request: Request) -> Guest:
    """Whoever asks, with his session if he has one that holds."""
    service: Service = request.app.state.service
    say = Speech(language_of(request.cookies.get(LANGUAGE_COOKIE)))
    now, token = service.deps.clock(), request.cookies.get(cookie_name(service))
    found = None if token is None else await asyncio.to_thread(_session, service, token, now)
    return Guest(request, service, say, now) if found is None else Guest(request, service, say, now, token, found)


GuestDep = Annotated[Guest, Depends(the_guest)]


async def the_visit(guest: GuestDep) -> Visit:
    """Whoever asks, who has to be signed in.

    Raises
    ------
    SignInFirstError
        He is not.
    PasswordFirstError
        He has to choose a password first.
    """
    if guest.session is None:
        raise SignInFirstError(guest.here if guest.request.method == "GET" else "/")
    if guest.session.person.temporary and guest.request.url.path not in {PASSWORD_PAGE, "/sign-out"}:
        raise PasswordFirstError
    return Visit(guest.request, guest.service, guest.say, guest.now, guest.token, guest.session)


VisitDep = Annotated[Visit, Depends(the_visit)]


def within(address: str | None) -> str:
    """An address that stays on these pages; anything else becomes the first page."""
    if address is None or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(letter < " " or letter == "\\" for letter in address):
        return "/"
    return address


def sign_in_address(back: str) -> str:
    """Where to sign in and come back from."""
    return f"/sign-in?back={quote(within(back), safe='')}"


def _session(service: Service, token: str, now: datetime) -> Session | None:
    with service.deps.engines.read.connect() as connection:
        found = people.session(connection, token, now)
        seen = found is not None and people.stale(connection, token, now)
    if seen:
        with service.deps.engines.write.begin() as connection:
            people.touch(connection, token, now)
    return found
