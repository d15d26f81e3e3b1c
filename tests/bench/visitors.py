"""People at their pages: who is signed in, which pages each of them has, and how long he waits for one."""

import asyncio
import random
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import sqlalchemy as sa
from lxml import html

from tests.bench.year import PROVINCE
from thac.domain.agencies import AgencyId, AgencyTree, Level, Role
from thac.store import people
from thac.store.engine import Engines

COOKIE: Final = "thac_session"
MORE: Final = (
    "/search?q=bao+cao",
    "/search?q=báo+cáo+kết+quả+thực+hiện",
    "/search?q=215",
    "/search?q=bao&offset=40",
    "/search?q=xa&among=agencies",
)
"""Pages to which no link leads; a role that may not see one is left out of it."""
_NOT_PAGES: Final = ("/static/", "/language/", "/sign-", "/live", "/api/")
_OF_A_KIND: Final = 6
"""So many addresses of a page are visited in turn, each with another id."""
_LINKS: Final = 12
"""So many links of a kind are followed from one page."""
_DEPTH: Final = 3
_NAME: Final = re.compile(r"[0-9~@]|.{24,}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    agency: AgencyId
    role: Role
    token: str

    @property
    def kind(self) -> str:
        """What he is, without which agency."""
        return self.role.value


@dataclass(slots=True)
class Waited:
    """Seconds that each answer took, and the largest answer, by page; ``failed`` are those that were none."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bytes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def seated(engines: Engines, tree: AgencyTree, now: datetime, wanted: int) -> list[Visitor]:
    """So many people signed in: offices, units, officers and those who watch, of province and communes."""
    communes = [one.id for one in tree.children(PROVINCE) if one.level is Level.COMMUNE]
    places: list[tuple[AgencyId, Role]] = [
        (PROVINCE, Role.OFFICE),
        (PROVINCE, Role.SUPERVISOR),
        (PROVINCE, Role.AUDITOR),
        (PROVINCE, Role.ADMINISTRATOR),
        (f"{PROVINCE}-SNV", Role.MONITOR),
        (f"{PROVINCE}-SNV", Role.UNIT),
    ]
    for commune in communes:
        unit = tree.children(commune)[1].id
        places += [(commune, Role.OFFICE), (unit, Role.UNIT), (unit, Role.OFFICER), (commune, Role.SUPERVISOR)]
    with engines.write.begin() as connection:
        return [_signed_in(connection, agency, role, now) for agency, role in places[:wanted]]


def _signed_in(connection: sa.Connection, agency: AgencyId, role: Role, now: datetime) -> Visitor:
    login = f"{role.value}.{agency}".lower()
    people.add_person(connection, login, "Nguyễn Văn A" if role is Role.OFFICER else login, now)
    seat = people.add_seat(connection, login, agency, role, by="bench", now=now)
    return Visitor(agency, role, people.begin_session(connection, login, seat, now))


def client_of(visitor: Visitor, address: str) -> httpx.AsyncClient:
    """A browser of his."""
    return httpx.AsyncClient(base_url=address, cookies={COOKIE: visitor.token}, timeout=60, trust_env=False)


async def explore(visitor: Visitor, address: str) -> dict[str, list[str]]:
    """The addresses that somebody reaches by links from his first page, a few of each page; by the page's name."""
    found: dict[str, list[str]] = defaultdict(list)
    async with client_of(visitor, address) as client:
        layer, seen = ["/", *MORE], {"/", *MORE}
        for _ in range(_DEPTH):
            following: list[str] = []
            for one in layer:
                name = page_name(one)
                if len(found[name]) >= _OF_A_KIND:
                    continue
                answer = await client.get(one)
                if answer.status_code != httpx.codes.OK:
                    continue
                found[name].append(one)
                following += _links(one, answer, seen)
            layer = following
    return {name: addresses for name, addresses in found.items() if addresses}


def _links(here: str, answer: httpx.Response, seen: set[str]) -> list[str]:
    """Links of a page to pages that were not seen yet, some of each name."""
    if "html" not in answer.headers.get("content-type", ""):
        return []
    many: dict[str, int] = defaultdict(int)
    links = []
    tree: Any = html.fromstring(answer.text)
    for link in tree.xpath("//a/@href"):
        parts = urlsplit(urljoin(f"http://thac{here}", str(link)))
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.netloc != "thac" or address in seen or parts.path.startswith(_NOT_PAGES):
            continue
        many[page_name(address)] += 1
        if many[page_name(address)] <= _LINKS:
            seen.add(address)
            links.append(address)
    return links


def page_name(address: str) -> str:
    """What page an address is of: ids are left out, and of what is asked only the names."""
    parts = urlsplit(address)
    path = "/".join("*" if _NAME.search(part) else part for part in parts.path.split("/"))
    asked = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return path + (f"?{'&'.join(asked)}" if asked else "")


async def visit(
    visitors: Sequence[tuple[Visitor, dict[str, list[str]]]], address: str, seconds: float, think: float
) -> Waited:
    """Let everybody look at his pages in turn for so long, with so many seconds to think before each."""
    waited, until = Waited(), time.monotonic() + seconds
    await asyncio.gather(*(_look(visitor, pages, address, waited, until, think) for visitor, pages in visitors))
    return waited


async def _look(  # a visitor, his pages, and for how long he goes on
    visitor: Visitor, pages: dict[str, list[str]], address: str, waited: Waited, until: float, think: float
) -> None:
    chance = random.Random(visitor.token)
    await asyncio.sleep(think * chance.random())
    async with client_of(visitor, address) as client:
        while time.monotonic() < until:
            names = sorted(pages)
            chance.shuffle(names)
            for name in names:
                if time.monotonic() >= until:
                    return
                await _one(client, f"{visitor.kind} {name}", chance.choice(pages[name]), waited)
                await asyncio.sleep(think)


async def _one(client: httpx.AsyncClient, name: str, address: str, waited: Waited) -> None:
    begun = time.perf_counter()
    answer = await client.get(address)
    waited.times[name].append(time.perf_counter() - begun)
    waited.bytes[name] = max(waited.bytes[name], len(answer.content))
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        waited.failed[name] += 1


async def first_load(visitor: Visitor, address: str) -> tuple[int, int]:
    """Bytes that come over the wire for the first page, and for all that is fetched to show it."""
    async with client_of(visitor, address) as client:
        page = await client.get("/", follow_redirects=True)
        tree: Any = html.fromstring(page.text)
        links = {*tree.xpath("//link/@href"), *tree.xpath("//script/@src"), *tree.xpath("//img/@src")}
        rest = [await client.get(str(link)) for link in sorted(map(str, links))]
        return _wire(page), sum(_wire(one) for one in (page, *rest))


def _wire(answer: httpx.Response) -> int:
    """The bytes of an answer's body as it was sent."""
    return answer.num_bytes_downloaded
