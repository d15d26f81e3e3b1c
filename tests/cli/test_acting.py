"""`thac act` and `thac handover`: typed by a clerk, carried out by an API that runs."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
import uvicorn

from api.app import create_app
from api.dependencies import Dependencies
from api.schemas.commands import FORMS
from tests.api.conftest import LETTER
from tests.api.fakes import StoreDockets
from tests.cli.conftest import Thac
from tests.samples import small_tree
from thac.domain.agencies import AgencyId, Role
from thac.settings import Settings
from thac.store import tables as t
from thac.store.access import make_token
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines

NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Running:
    """An API on a loopback port with one letter launched."""

    address: str
    engines: Engines
    directive: str

    def token(self, agency: AgencyId, role: Role) -> str:
        with self.engines.write.begin() as connection:
            return make_token(connection, agency, role, "Văn thư", datetime.now(UTC))

    def count(self, kind: str) -> int:
        with self.engines.read.connect() as connection:
            here = sa.select(sa.func.count()).select_from(t.events).where(t.events.c.kind == kind)
            return connection.execute(here).scalar_one()


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    engines = open_engines(Settings(home=home).store_address)
    dockets = StoreDockets(engines, small_tree(), lambda: datetime.now(UTC))
    app = create_app(Dependencies(engines, dockets, DirectoryCache()))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))  # who calls before the server is up waits in its queue
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        begun = Running(address, engines, "")
        headers = {"Authorization": f"Bearer {begun.token('19', Role.OFFICE)}"}
        launched = httpx.post(f"{address}/api/v1/launches", json=LETTER, headers=headers, trust_env=False)
        yield Running(address, engines, launched.json()["directive"])
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        engines.dispose()


def test_alone_it_lists_everything_that_can_be_done(thac: Thac) -> None:
    said = thac("act")
    assert said.code == 0
    assert [kind for kind in FORMS if kind not in said.out] == []
    assert [one["kind"] for one in thac("act", "--json").json] == list(FORMS)


def test_a_clerk_takes_an_assignment_through_its_life(thac: Thac, running: Running, tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text("Đã rà soát 12 thủ tục", "utf-8")
    unit, commune = running.token("00001-U1", Role.UNIT), running.token("00001", Role.OFFICE)
    where = f"{running.directive}~00001~1~00001-U1"
    for token, words in (
        (unit, ("accept", where)),
        (unit, ("ask-extension", where, "deadline=by 2027-03-01 16:30", "text=Chờ số liệu")),
        (commune, ("answer", where, "ask=1", "grant=false", "text=Đã đủ số liệu")),
        (unit, ("submit", where, f"report=@{report}")),
        (commune, ("confirm", where)),
    ):
        said = thac("act", *words, "--token", token, "--api", running.address)
        assert said.code == 0, said.err
        assert "đã lưu" in said.out
    with running.engines.read.connect() as connection:
        assert connection.execute(sa.select(t.texts.c.text)).scalars().all().count("Đã rà soát 12 thủ tục") == 1
        state = connection.execute(sa.select(t.assignments.c.state).where(t.assignments.c.id == where)).scalar_one()
    assert state == "completed"


def test_the_same_key_typed_again_does_nothing_twice(thac: Thac, running: Running) -> None:
    office = running.token("19", Role.OFFICE)
    typed = ("act", "urge", f"{running.directive}~19~2~19-SNV", "--key", "k-1", "--token", office, "--json")
    first, again = (thac(*typed, "--api", running.address).json for _ in range(2))
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert running.count("urged") == 1


def test_an_office_types_for_its_unit(thac: Thac, running: Running) -> None:
    office = running.token("00001", Role.OFFICE)
    typed = ("act", "accept", f"{running.directive}~00001~1~00001-U1", "--on-behalf-of", "00001-U1")
    assert thac(*typed, "--token", office, "--api", running.address).code == 0


def test_a_docket_and_a_directive_are_addressed_too(thac: Thac, running: Running) -> None:
    more = ("--token", running.token("19", Role.OFFICE), "--api", running.address, "--json")
    moved = thac(
        *("act", "move-deadline", f"{running.directive}/19", "task=1", "deadline=2027-02-01", "text=Lùi"),
        *("copies=00001,00002", *more),
    )
    assert (moved.code, moved.json["docket"]) == (0, "19")
    corrected = thac("act", "correct-text", running.directive, "task=2", "text=Tổng hợp", *more)
    assert corrected.code == 0


def test_what_the_api_refuses_is_told_with_its_code(thac: Thac, running: Running) -> None:
    unit = running.token("00001-U2", Role.UNIT)
    typed = ("act", "accept", f"{running.directive}~00001~1~00001-U1", "--token", unit, "--api", running.address)
    said = thac(*typed, "--json")
    assert (said.code, said.error["code"]) == (1, "not_yours")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("dance", "d~19~1~19-SNV"), "unknown-act"),
        (("accept",), "where-missing"),
        (("accept", "d/19"), "where-missing"),
        (("recall", "d/19", "text=x"), "where-missing"),
        (("accept", "d~19~1~../x"), "where-missing"),
        (("progress", "d~19~1~19-SNV"), "invalid"),
        (("progress", "d~19~1~19-SNV", "percent=half"), "invalid"),
        (("progress", "d~19~1~19-SNV", "percent=5", "colour=red"), "invalid"),
        (("progress", "d~19~1~19-SNV", "percent"), "word-missing"),
        (("ask-extension", "d~19~1~19-SNV", "text=x", "deadline=30/11/2026"), "invalid"),
        (("decline", "d~19~1~19-SNV", "text=@/no/such/file"), "file-missing"),
    ],
)
def test_what_is_typed_wrongly_is_said_before_anything_is_sent(thac: Thac, typed: tuple[str, ...], code: str) -> None:
    said = thac("act", *typed, "--token", "thac_x", "--api", NOWHERE, "--json")
    assert (said.code, said.error["code"]) == (1, code)


def test_without_a_token_nobody_acts(thac: Thac, home: Path) -> None:
    said = thac("act", "accept", "d~19~1~19-SNV", "--api", NOWHERE, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "token-missing")


def test_an_agencys_work_is_handed_over_and_counted(thac: Thac, running: Running) -> None:
    office = running.token("19", Role.OFFICE)
    typed = ("handover", "19-SNV", "19-SKHCN", "--reason", "Sáp nhập", "--token", office, "--api", running.address)
    assert thac(*typed, "--json").json == {"done": 1, "refused": [], "not_saved": 0, "series": []}
    assert "Đã bàn giao 0 việc" in thac(*typed).out
    assert running.count("reassigned") == 1


def test_a_persons_work_is_handed_over_within_his_unit(thac: Thac, running: Running) -> None:
    unit, where = running.token("00001-U1", Role.UNIT), f"{running.directive}~00001~1~00001-U1"
    more = ("--token", unit, "--api", running.address)
    thac("act", "accept", where, *more)
    thac("act", "take", where, "person=Chuyên viên 1", *more)
    said = thac("handover", "Chuyên viên 1", "Chuyên viên 2", "--agency", "00001-U1", *more, "--json")
    assert said.json["done"] == 1


def test_an_agency_is_handed_over_with_a_reason(thac: Thac, home: Path) -> None:
    said = thac("handover", "19-SNV", "19-SKHCN", "--token", "x", "--api", NOWHERE, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "reason-missing")
