"""An office with two communes of two units each, its API, and a token for whoever asks."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.apart import apart
from api.app import create_app
from api.dependencies import Dependencies
from tests.api.fakes import StoreDockets
from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from thac.domain.agencies import AgencyId, Role
from thac.observability import Metrics
from thac.store.access import make_token
from thac.store.directory import DirectoryCache

LETTER: dict[str, Any] = {
    "doc_type": "Công văn",
    "subject": "Về việc thực hiện chỉ tiêu chuyển đổi số",
    "issued_on": "2026-11-16",
    "number": "15",
    "symbol": "UBND-NC",
    "tasks": [
        {
            "number": 1,
            "text": "Rà soát thủ tục",
            "mode": "each",
            "recipients": ["communes"],
            "within": "every_unit",
            "deadline": {"day": "2026-11-30"},
        },
        {"number": 2, "text": "Tổng hợp báo cáo", "mode": "single", "leads": ["19-SNV"], "coordinators": ["19-SKHCN"]},
    ],
}
"""A provincial letter: one task for each commune and on to its units, one for Sở Nội vụ, undated."""


class Office:
    """What a test of the API holds in its hands."""

    def __init__(self, place: Place) -> None:
        self.now = FRIDAY
        self.tree = small_tree()
        self.engines = open_store(place, self.tree)
        self.dockets = StoreDockets(self.engines, self.tree, self.clock)
        self.metrics = Metrics.create()
        self.deps = Dependencies(
            self.engines, self.dockets, DirectoryCache(), self.clock, flush_seconds=3.0, metrics=self.metrics
        )
        self.app: FastAPI = create_app(self.deps)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False), base_url="http://thac"
        )
        self._tokens: dict[tuple[AgencyId, Role], str] = {}

    def clock(self) -> datetime:
        """What time it is; a test moves it."""
        return self.now

    def later(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)

    def token(self, agency: AgencyId, role: Role) -> str:
        """A token of somebody at that agency in that role."""
        if (agency, role) not in self._tokens:
            with self.engines.write.begin() as connection:
                self._tokens[agency, role] = make_token(connection, agency, role, f"{role} {agency}", self.now)
        return self._tokens[agency, role]

    async def ask(
        self,
        who: tuple[AgencyId, Role] | None,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        **query: Any,
    ) -> httpx.Response:
        """One request, as somebody at an agency or as a stranger."""
        headers = {} if who is None else {"Authorization": f"Bearer {self.token(*who)}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return await self.client.request(method, address, json=body, headers=headers, params=query)

    async def launch(self, letter: dict[str, Any] | None = None, issuer: AgencyId = "19") -> str:
        """Launch a letter, which is another one than any that runs; its id."""
        body = letter or LETTER
        answered = await self.ask((issuer, Role.OFFICE), "POST", "launches", body)
        if answered.json().get("code") == "near_duplicate":
            others = [one["directive"] for one in answered.json()["duplicates"]]
            told = {"not_a_duplicate_of": others, "reason": "Là văn bản khác"}
            answered = await self.ask((issuer, Role.OFFICE), "POST", "launches", body | told)
        assert answered.status_code == 201, answered.text
        return str(answered.json()["directive"])


PROVINCE = ("19", Role.OFFICE)
COMMUNE = ("00001", Role.OFFICE)
UNIT = ("00001-U1", Role.UNIT)


@pytest_asyncio.fixture
async def office(place: Place) -> AsyncIterator[Office]:
    """The office, empty but for its directory."""
    office = Office(place)
    async with office.client:
        yield office
    office.engines.dispose()


@pytest.fixture
def worked_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that were answered by processes of their own, by name."""
    names: list[str] = []

    def noted(work: Callable[..., Any], address: str, query: Callable[..., Any], *given: Any) -> Any:
        names.append(query.__name__)
        return apart(work, address, query, *given)

    monkeypatch.setattr("api.reads.apart", noted)
    return names
