"""An office gives out what came down: one screen, one button, an outcome for each task."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.api.conftest import COMMUNE, UNIT, Office
from tests.api.web.conftest import Enter, Page
from tests.places import Files
from tests.samples import small_tree
from thac.domain.agencies import AgencyTree, Role
from thac.store.queries.allocating import to_give
from thac.store.queries.cascades import docket
from thac.store.queries.scope import Scope
from thac.store.queries.work import waiting

pytestmark = pytest.mark.asyncio

LETTER: dict[str, Any] = {
    "doc_type": "Kế hoạch",
    "subject": "Cải cách hành chính",
    "issued_on": "2026-11-16",
    "number": "15",
    "symbol": "KH-UBND",
    "tasks": [
        {
            "number": 1,
            "text": "Rà soát thủ tục",
            "mode": "each",
            "recipients": ["communes"],
            "deadline": {"day": "2026-11-30"},
        },
        {"number": 2, "text": "Trồng cây đầu xuân", "mode": "each", "recipients": ["communes"]},
        {
            "number": 3,
            "text": "Phổ biến tới từng đơn vị",
            "mode": "each",
            "recipients": ["communes"],
            "within": "every_unit",
        },
    ],
}


def asking_tree() -> AgencyTree:
    """The small directory; the first commune's office gives out every task itself."""
    small = small_tree()
    agencies = [replace(one, auto_allocate=one.id != "00001") for one in small]
    return AgencyTree(agencies, list(small.posts()), 1)


@pytest_asyncio.fixture
async def office(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    monkeypatch.setattr("tests.api.conftest.small_tree", asking_tree)
    made = Office(Files(tmp_path, tmp_path_factory.getbasetemp() / "models"))
    yield made
    await made.client.aclose()
    made.engines.dispose()


def selected(page: Page, task: int) -> list[str]:
    """Who stands as lead of a task."""
    name = f"leads-{task}"
    chosen = page.tree.xpath(f"//select[@name='{name}']/option[@selected]/@value")
    return [*map(str, chosen), *map(str, page.tree.xpath(f"//input[@name='{name}' and @checked]/@value"))]


def given(page: Page) -> list[str]:
    return [" ".join(link.itertext()) for link in page.tree.xpath("//h3/a")]


async def test_one_button_gives_out_everything_as_proposed(office: Office, enter: Enter) -> None:
    directive = await office.launch(LETTER)
    commune = await enter(*COMMUNE)
    page = await commune.open("/tasks")
    assert "Văn bản đến chờ giao cho đơn vị" in page.words()
    assert page.tree.xpath("//a/@href[starts-with(., '/allocate/')]") == [f"/allocate/{directive}"]
    page = await commune.open(f"/allocate/{directive}")
    assert [selected(page, task) for task in (1, 2, 3)] == [["00001-U1"], ["00001-U1"], ["00001-U1", "00001-U2"]]
    assert "Rà soát thủ tục" in page.words()
    ticked = {"give": ["1", "2", "3"], "leads-3": selected(page, 3)}
    page = await commune.send(page, f"/allocate/{directive}", ticked)
    assert page.status == 200
    assert "Đã giao: 3 nhiệm vụ" in page.words()
    assert "Mọi nhiệm vụ của văn bản này đã được giao" in page.words()
    expected = ["Nhiệm vụ 1 → Đơn vị 1", "Nhiệm vụ 2 → Đơn vị 1", "Nhiệm vụ 3 → Đơn vị 1", "Nhiệm vụ 3 → Đơn vị 2"]
    assert sorted(given(page)) == expected
    assert "Văn bản đến chờ giao" not in (await commune.open("/tasks")).words()
    unit = await enter(*UNIT)
    assert len((await unit.open("/tasks")).tree.xpath("//h3/a")) == 3


async def test_the_office_chooses_others_and_leaves_out_what_waits(office: Office, enter: Enter) -> None:
    here = f"/allocate/{await office.launch(LETTER)}"
    commune = await enter(*COMMUNE)
    changes = {"leads-1": "00001-U2", "coordinators-1": "00001-U1", "give": "1"}
    page = await commune.send(await commune.open(here), here, changes)
    assert given(page) == ["Nhiệm vụ 1 → Đơn vị 2"]
    assert [selected(page, task) for task in (1, 2)] == [[], ["00001-U1"]]
    (link,) = page.tree.xpath("//h3/a/@href")
    assert "Phối hợp Đơn vị 1" in " ".join((await commune.open(link)).words("//dl").split())


async def test_each_task_has_its_own_outcome(office: Office, enter: Enter) -> None:
    """What is refused stands there again as it was filled in; its neighbours are given out."""
    here = f"/allocate/{await office.launch(LETTER)}"
    commune = await enter(*COMMUNE)
    fields = (await commune.open(here)).form(here)
    data = fields | {"give": ["1", "2"], "leads-1": "00001-U2", "coordinators-1": "00001-U2", "leads-2": "00001-U2"}
    page = Page(await commune.client.post(here, data=data))
    assert page.status == 422
    assert "lead_among_coordinators" in page.words("//fieldset")
    assert selected(page, 1) == ["00001-U2"]
    assert given(page) == ["Nhiệm vụ 2 → Đơn vị 2"]
    again = Page(await commune.client.post(here, data=page.form(here) | {"give": "1", "coordinators-1": ""}))
    assert sorted(given(again)) == ["Nhiệm vụ 1 → Đơn vị 2", "Nhiệm vụ 2 → Đơn vị 2"]


async def test_sent_twice_it_is_given_out_once(office: Office, enter: Enter) -> None:
    here = f"/allocate/{await office.launch(LETTER)}"
    commune = await enter(*COMMUNE)
    data = (await commune.open(here)).form(here) | {"give": "2"}
    for _ in range(2):
        assert (await commune.client.post(here, data=data)).status_code == 200
    assert given(await commune.open(here)) == ["Nhiệm vụ 2 → Đơn vị 1"]


async def test_only_the_office_that_has_the_docket_gives_out(office: Office, enter: Enter) -> None:
    here = f"/allocate/{await office.launch(LETTER)}"
    for agency, role in (("00001-U1", Role.UNIT), ("00001", Role.AUDITOR), ("19-SNV", Role.OFFICE)):
        other = await enter(agency, role)
        assert (await other.open(here)).status == 404
        csrf = (await other.open("/")).form("/sign-out")["csrf"]
        assert (
            await other.client.post(here, data={"csrf": csrf, "give": "1", "leads-1": "00001-U1"})
        ).status_code == 404
    assert given(await (await enter(*COMMUNE)).open(here)) == []


async def test_what_waits_is_told_from_the_ledger(office: Office) -> None:
    directive = await office.launch(LETTER)
    reader = Scope("00001", "TW/19/00001/", below=True)
    with office.engines.read.connect() as connection:
        (one,) = waiting(connection, reader, 10)
        assert (one.directive, one.tasks, one.number) == (directive, 3, "15")
        line = docket(connection, reader, directive, "00001", office.now)
        assert line is not None
        found = to_give(connection, line)
    assert [(task.task, task.single, task.leads) for task in found] == [
        (1, True, ("00001-U1",)),
        (2, True, ("00001-U1",)),
        (3, False, ("00001-U1", "00001-U2")),
    ]
    assert found[0].received == f"{directive}~19~1~00001"
