"""Every page for every role, near and far: nothing leaks, nothing changes, and no route is forgotten."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from html import escape as html_escape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi.routing import APIRoute
from lxml import html
from starlette.routing import BaseRoute

from api.app import create_app
from api.web.app import create_pages
from api.web.visiting import COOKIE, csrf_of
from tests.api.conftest import Office
from tests.api.web.matrix import MARK, NOTHING_KEPT, WICKED, Route, World
from tests.api.web.routes import ROUTES
from tests.api.web.test_allocating import asking_tree
from tests.places import Files
from thac.domain.agencies import Role
from thac.store import tables as t

pytestmark = pytest.mark.asyncio
PEOPLE = [(role, far) for far in (False, True) for role in Role]


@pytest_asyncio.fixture
async def office(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """An office whose installation shows what it marks to the public, and whose first commune gives out itself."""
    monkeypatch.setattr("tests.api.conftest.small_tree", asking_tree)
    made = Office(Files(tmp_path, tmp_path_factory.getbasetemp() / "models"))
    made.deps = replace(made.deps, public_pages=True)
    made.app = create_app(made.deps)
    yield made
    await made.client.aclose()
    made.engines.dispose()


@pytest_asyncio.fixture
async def world(office: Office) -> AsyncIterator[World]:
    """The world, with nobody's browser open."""
    yield await World(office).made()


async def _ask(
    world: World,
    route: Route,
    who: tuple[Role, bool] | None,
    *,
    csrf: bool = True,
    form: dict[str, str] | None = None,
    **headers: str,
) -> httpx.Response:
    """One request; ``who`` is a role and whether he is far away, None a guest."""
    token = None if who is None else world.token(who[0], far=who[1])
    sent = None
    if route.method == "POST":
        filled = {name: value.format_map(world.names) for name, value in route.form.items()} if form is None else form
        sent = filled | ({"csrf": csrf_of(token)} if token and csrf else {})
    cookies = {} if token is None else {"Cookie": f"{COOKIE}={token}"}
    transport = httpx.ASGITransport(world.office.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://thac") as client:
        return await client.request(route.method, world.address(route), data=sent, headers=cookies | headers)


def _words(answer: httpx.Response) -> str:
    """What an answer says: its source, the words of a page without marks between them, and what a file holds."""
    if answer.content.startswith(b"PK"):
        with ZipFile(BytesIO(answer.content)) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
        tree: Any = html.fromstring(answer.text)
        return answer.text + str(tree.text_content())
    return answer.text


def _contents(office: Office) -> dict[str, str]:
    """What is in the store: the digest of each table's rows."""
    with office.engines.read.connect() as connection:
        return {table.name: _digest(connection, table) for table in t.metadata.sorted_tables}


def _digest(connection: sa.Connection, table: sa.Table) -> str:
    rows = sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before if before[name] != after[name])


def _served(office: Office) -> tuple[APIRoute, ...]:
    return tuple(_leaves(create_pages(office.app.state.service).routes))


def _leaves(routes: Sequence[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _leaves(included.routes)
            continue
        assert isinstance(route, APIRoute), f"{route} is served and can be in no table"
        yield route


def _leads_to_sign_in(answer: httpx.Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?")


async def test_every_route_has_its_line_and_every_line_its_route(office: Office) -> None:
    """A new page without a line here fails: whoever makes it says whom it is for."""
    served = sorted((method, route.path) for route in _served(office) for method in route.methods or ())
    assert served == sorted({route.name for route in ROUTES})
    assert len(set(served)) == len(served)
    lines = [(route.method, route.path, *route.holes.items(), *route.form.items()) for route in ROUTES]
    assert len(set(lines)) == len(lines)


async def test_the_measure_of_obedience_finds_what_was_not_escaped() -> None:
    """Or the rest would prove nothing."""
    page = f"<main><p>{MARK}{WICKED}</p><i x='{WICKED}'></i></main>"
    raw = httpx.Response(200, html=page)
    shown = httpx.Response(200, html=f"<main>{html_escape(WICKED)}</main>")
    assert len(list(_obeyed(raw))) >= 3
    assert list(_obeyed(shown)) == []


async def test_a_guest_is_led_to_the_form_and_changes_nothing(world: World) -> None:
    """Whatever he asks for that is not for guests."""
    before, faults = _contents(world.office), []
    for route in ROUTES:
        answer = await _ask(world, route, None)
        if _leads_to_sign_in(answer) is route.guests and not (route.guests and answer.status_code < 500):
            faults.append(f"{route.name}: {answer.status_code} {answer.headers.get('location', '')}")
        if MARK in _words(answer):
            faults.append(f"{route.name} tells a guest of the order")
    assert faults == []
    assert _changed(before, _contents(world.office)) == []


async def test_whom_a_page_is_not_for_sees_nothing_and_changes_nothing(world: World) -> None:
    """Neither another role of the same agency nor any role of another agency."""
    faults = []
    for route in ROUTES:
        before = _contents(world.office)
        for role, far in PEOPLE:
            if route.may(role, near=not far):
                continue
            answer = await _ask(world, route, (role, far))
            who = f"{role} {'far' if far else 'near'}"
            if answer.status_code not in {403, 404}:
                faults.append(f"{route.name} answers {who} with {answer.status_code}")
            if far and MARK in _words(answer):
                faults.append(f"{route.name} tells {who} of the order")
        if changed := _changed(before, _contents(world.office)):
            faults.append(f"{route.name} changed {changed}")
    assert faults == []


async def test_no_list_of_another_agency_names_what_is_not_its_own(world: World) -> None:
    """The order and the people of the near commune are on no page of the far one."""
    faults = []
    for route in ROUTES:
        for role in Role:
            if route.method == "GET" and route.may(role, near=False) and not route.endless:
                answer = await _ask(world, route, (role, True))
                told = [word for word in (MARK, "Người near.", world.names["directive"]) if word in _words(answer)]
                faults += [f"{route.name} tells {role} far of {word}" for word in told]
    assert faults == []


async def test_a_form_that_is_not_ours_changes_nothing(world: World) -> None:
    """Without the field that our pages hold, with that of another session, or sent from another site."""
    before, faults = _contents(world.office), []
    other = csrf_of(world.token(Role.OFFICE, far=True))
    for route in (one for one in ROUTES if one.method == "POST"):
        role = min(route.roles, default=Role.OFFICE)
        ways: dict[str, dict[str, Any]] = {
            "another origin": {"Origin": "http://elsewhere"},
            "another site": {"Sec-Fetch-Site": "cross-site"},
            "an unknown origin": {"Origin": "null"},
        }
        if not route.guests:
            ways |= {"no field": {"csrf": False}, "another's field": {"csrf": False, "form": {"csrf": other}}}
        for way, told in ways.items():
            answer = await _ask(world, route, (role, False), **told)
            if answer.status_code != 403 or "foreign_form" not in answer.text:
                faults.append(f"{route.name} from {way}: {answer.status_code}")
    assert faults == []
    assert _changed(before, _contents(world.office)) == []


async def test_whom_a_page_is_for_gets_it_and_nobody_else_keeps_it(world: World) -> None:
    """With the headers that keep scripts, frames and copies of others out, on every answer."""
    faults, served = [], _served(world.office)
    for route in sorted(ROUTES, key=lambda one: one.method):
        if route.endless or route.path in {"/sign-out", "/seat"}:
            continue  # an answer that never ends has a test of its own, and so has what a session does to itself
        worked = not route.form
        for role in sorted(route.roles):
            answer = await _ask(world, route, (role, False))
            worked |= answer.status_code in {200, 303}
            good = {200, 303} if route.method == "GET" else {200, 303, 401, 409, 422}
            if answer.status_code not in good or (_leads_to_sign_in(answer) and not route.guests):
                faults.append(f"{route.name} answers {role} with {answer.status_code}")
            faults += [f"{route.name}: {fault}" for fault in _headers_missing(answer, route)]
            faults += [f"{route.name} obeys what was written: {fault}" for fault in _obeyed(answer)]
            faults += [f"{route.name} leads {role} to {place}" for place in _leading_nowhere(answer, served)]
        if not worked:
            faults.append(f"{route.name} is for {sorted(route.roles)}, and none of them got done {dict(route.form)}")
    assert faults == []


def _obeyed(answer: httpx.Response) -> Iterator[str]:
    """What of :data:`~tests.api.web.matrix.WICKED` became more than text; pages have no script of their own inline."""
    if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
        tree: Any = html.fromstring(answer.text)
        for found in tree.xpath("//script[not(@src)] | //img[@src='x'] | //@*[starts-with(name(), 'on')]/.."):
            yield str(html.tostring(found)[:100])


def _leading_nowhere(answer: httpx.Response, served: Sequence[APIRoute]) -> Iterator[str]:
    """To which addresses an answer leads where none of our pages is."""
    places = [answer.headers.get("location", "")]
    if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
        tree: Any = html.fromstring(answer.text)
        places += tree.xpath("//a/@href | //form/@action | //img/@src | //link/@href")
    for place in {str(one).partition("?")[0].partition("#")[0] for one in places}:
        if place.startswith("/") and not any(route.path_regex.match(place) for route in served):
            yield place


def _headers_missing(answer: httpx.Response, route: Route) -> Iterator[str]:
    if answer.headers.get("x-content-type-options") != "nosniff":
        yield "nosniff is missing"
    policy = answer.headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        yield f"its policy is {policy!r}"
    keeping = route.keeping if answer.status_code < 400 else NOTHING_KEPT
    if answer.headers.get("cache-control") != keeping:
        yield f"it may be kept: {answer.headers.get('cache-control')!r}"
