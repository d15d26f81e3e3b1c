"""Two API processes launch at one moment: one document is one, of nearly the same one asks, of a conflict one fails."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from temporalio.client import Client

from api.app import create_app
from api.dependencies import Dependencies
from api.dockets import TemporalDockets
from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from thac.domain.agencies import Role
from thac.store import tables as t
from thac.store.access import make_token
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.temporal import connect

pytestmark = pytest.mark.slow

ROUNDS = 12
AT_ONCE = 4
"""Requests of each process in each round."""


@dataclass(frozen=True)
class Told:
    """What a process was answered: the round, the status, and which directive was named."""

    round: int
    status: int
    code: str | None
    directive: str | None


def letter(number: str, words: str) -> dict[str, Any]:
    task = {"number": 1, "text": f"{words} rà soát từng thủ tục", "mode": "each", "recipients": ["communes"]}
    header = {"doc_type": "Công văn", "subject": f"Về {words}", "issued_on": "2026-11-16", "symbol": "UBND-NC"}
    return {**header, "number": number, "tasks": [task]}


def same(round_: int, _process: int) -> dict[str, Any]:
    """In each round everybody sends one document."""
    return letter(str(round_), f"đợt thứ {round_} của năm")


def nearly(round_: int, process: int) -> dict[str, Any]:
    """In each round every process sends the same words under a number of its own."""
    return letter(f"{round_}{process}", f"đợt thứ {round_} của năm")


MATTERS = (
    (
        "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo trên địa bàn tỉnh năm 2026",
        "Lập danh sách các hộ nghèo và hộ cận nghèo trong toàn tỉnh sau rà soát năm 2026",
    ),
    (
        "Kiểm tra an toàn các hồ đập thủy lợi trước mùa mưa bão năm 2027",
        "Trước mùa mưa bão năm 2027, tổ chức kiểm tra mức độ an toàn của hồ đập thủy lợi",
    ),
    (
        "Số hóa toàn bộ sổ hộ tịch giấy đang lưu tại các xã, phường",
        "Các sổ hộ tịch bằng giấy lưu ở xã, phường được số hóa toàn bộ",
    ),
    (
        "Tiêm phòng vắc xin lở mồm long móng cho đàn trâu, bò đợt 2",
        "Tổ chức đợt 2 tiêm vắc xin phòng lở mồm long móng trên đàn bò, đàn trâu",
    ),
    (
        "Lắp đặt camera giám sát giao thông tại các nút giao trên quốc lộ 3",
        "Trên quốc lộ 3, hoàn thành lắp đặt camera để giám sát giao thông ở từng nút giao",
    ),
    (
        "Xây dựng thư viện điện tử dùng chung cho các trường trung học cơ sở",
        "Các trường trung học cơ sở dùng chung một thư viện điện tử do tỉnh xây dựng",
    ),
)
LEADS = ("19-SNV", "19-SKHCN")


def conflicting(round_: int, process: int) -> dict[str, Any]:
    """In each round both processes give the same matter out in their own words, each to a lead of its own."""
    text, lead = MATTERS[round_ - 1][process - 1], LEADS[process - 1]
    task = {"number": 1, "text": text, "mode": "single", "leads": [lead]}
    header = {"doc_type": "Công văn", "subject": f"Việc {round_}, {lead}", "issued_on": "2026-11-16"}
    return {**header, "number": f"{round_}{process}", "symbol": "UBND-NC", "tasks": [task]}


SENT = {"same": same, "nearly": nearly, "conflicting": conflicting}
TIMES = {"same": ROUNDS, "nearly": ROUNDS, "conflicting": len(MATTERS)}


def _serve(  # what a process of the API is started with
    sent: str,
    process: int,
    address: str,
    temporal: str,
    token: str,
    start: "multiprocessing.synchronize.Barrier",
    out: "multiprocessing.Queue[list[Told]]",
) -> None:
    out.put(asyncio.run(_launch(sent, process, address, temporal, token, start)))


async def _launch(
    sent: str, process: int, address: str, temporal: str, token: str, start: "multiprocessing.synchronize.Barrier"
) -> list[Told]:
    engines = open_engines(address)
    client = await connect(temporal)

    async def the_client() -> Client:
        return client

    app = create_app(Dependencies(engines, TemporalDockets(the_client), DirectoryCache(), flush_seconds=20.0))
    told: list[Told] = []
    transport, headers = httpx.ASGITransport(app), {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://thac", headers=headers, timeout=60) as http:
        for number in range(1, TIMES[sent] + 1):
            await asyncio.to_thread(start.wait, 60)
            body = SENT[sent](number, process)
            answers = await asyncio.gather(*(http.post("/api/v1/launches", json=body) for _ in range(AT_ONCE)))
            for answer in answers:
                said = answer.json()
                told.append(Told(number, answer.status_code, said.get("code"), said.get("directive")))
    engines.dispose()
    return told


def _together(sent: str, address: str, temporal: str, token: str) -> list[Told]:
    spawn = multiprocessing.get_context("spawn")
    start, out = spawn.Barrier(2), spawn.Queue()
    processes = [
        spawn.Process(target=_serve, args=(sent, number, address, temporal, token, start, out)) for number in (1, 2)
    ]
    for process in processes:
        process.start()
    told = [one for _ in processes for one in out.get(timeout=90)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    return told


@pytest.fixture
def store(place: Place) -> tuple[str, str]:
    """The address of a store and the token of the province's office."""
    engines = open_store(place, small_tree())
    with engines.write.begin() as connection:
        token = make_token(connection, "19", Role.OFFICE, "Văn phòng", FRIDAY)
    address = engines.write.url.render_as_string(hide_password=False)
    engines.dispose()
    return address, token


async def _run(server: Client, store: tuple[str, str], sent: str) -> list[Told]:
    address, token = store
    return await asyncio.to_thread(_together, sent, address, server.service_client.config.target_host, token)


def _states(store: tuple[str, str]) -> Sequence[str]:
    engines = open_engines(store[0])
    with engines.read.connect() as connection:
        found = connection.execute(sa.select(t.directives.c.state)).scalars().all()
    engines.dispose()
    return found


async def test_the_same_document_from_two_processes_is_launched_once(server: Client, store: tuple[str, str]) -> None:
    told = await _run(server, store, "same")
    for number in range(1, ROUNDS + 1):
        here = [one for one in told if one.round == number]
        assert sorted(one.status for one in here) == [200] * (2 * AT_ONCE - 1) + [201]
        assert len({one.directive for one in here}) == 1
    assert _states(store) == ["running"] * ROUNDS


async def test_nearly_the_same_from_two_processes_does_not_pass_twice(server: Client, store: tuple[str, str]) -> None:
    """Whoever comes first is launched, repeated by his own process; the other process is asked."""
    told = await _run(server, store, "nearly")
    for number in range(1, ROUNDS + 1):
        here = sorted(one.status for one in told if one.round == number)
        assert here == [200] * (AT_ONCE - 1) + [201] + [409] * AT_ONCE
        assert {one.code for one in told if one.round == number and one.status == 409} == {"near_duplicate"}
    assert _states(store) == ["running"] * ROUNDS


async def test_of_two_leads_for_one_matter_from_two_processes_one_passes(
    server: Client, store: tuple[str, str]
) -> None:
    """Neither runs when the other begins; the check inside the transaction sees whichever was first."""
    told = await _run(server, store, "conflicting")
    for number in range(1, len(MATTERS) + 1):
        here = sorted(one.status for one in told if one.round == number)
        assert here == [200] * (AT_ONCE - 1) + [201] + [409] * AT_ONCE
        assert {one.code for one in told if one.round == number and one.status == 409} == {"overlap_conflicts"}
    assert _states(store) == ["running"] * len(MATTERS)
