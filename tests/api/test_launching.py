"""What is nearly the same is questioned; what could not be planned is shown, mended or withdrawn."""

import asyncio
import threading
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from temporalio.exceptions import ApplicationError

from api.launching import keep_relaunching, relaunch_pending
from tests.api.conftest import COMMUNE, LETTER, PROVINCE, Office
from thac.domain.defaults import DEFAULTS
from thac.store import tables as t
from thac.store.directory import DirectoryCache
from thac.worker import StoredPlanner

pytestmark = pytest.mark.slow

LIKE = {**LETTER, "number": "16"}
"""The same words under the next number."""
TOLD = {"reason": "Giao bổ sung cho đợt hai"}


async def launch(office: Office, body: dict[str, Any]) -> httpx.Response:
    return await office.ask(PROVINCE, "POST", "launches", body)


async def test_nearly_the_same_is_questioned_and_leaves_nothing(office: Office) -> None:
    first = await office.launch()
    answered = await launch(office, LIKE)
    body = answered.json()
    assert (answered.status_code, body["code"]) == (409, "near_duplicate")
    assert body["duplicates"] == [
        {
            "directive": first,
            "per_cent": 100,
            "doc_type": "Công văn",
            "number": "15",
            "symbol": "UBND-NC",
            "subject": LETTER["subject"],
        }
    ]
    assert "15/UBND-NC" in body["detail"]
    assert (await office.ask(PROVINCE, "GET", "directives")).json()["total"] == 1


async def test_who_says_that_it_is_another_launches_it_and_his_word_is_kept(office: Office) -> None:
    first = await office.launch()
    answered = await launch(office, LIKE | TOLD | {"not_a_duplicate_of": [first]})
    assert answered.status_code == 201, answered.text
    read = (await office.ask(PROVINCE, "GET", f"directives/{answered.json()['directive']}")).json()
    (told,) = read["told_apart"]
    assert (told["directive"], told["share"], told["reason"]) == (first, 1.0, TOLD["reason"])
    assert told["by"] == "office 19"


async def test_the_word_needs_its_reason(office: Office) -> None:
    first = await office.launch()
    answered = await launch(office, LIKE | {"not_a_duplicate_of": [first]})
    assert (answered.status_code, answered.json()["code"]) == (422, "reason_needed")


async def test_the_word_holds_for_those_it_names_and_no_others(office: Office) -> None:
    first = await office.launch()
    second = await office.launch(LIKE)
    third = {**LETTER, "number": "17"}
    answered = await launch(office, third | TOLD | {"not_a_duplicate_of": [first]})
    assert [one["directive"] for one in answered.json()["duplicates"]] == [second]
    both = await launch(office, third | TOLD | {"not_a_duplicate_of": [first, second]})
    assert both.status_code == 201


async def test_a_draft_is_questioned_when_it_is_launched(office: Office) -> None:
    first = await office.launch()
    drafted = (await office.ask(PROVINCE, "POST", "directives", LIKE)).json()["id"]
    asked = await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")
    assert (asked.status_code, asked.json()["code"]) == (409, "near_duplicate")
    told = await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch", TOLD | {"not_a_duplicate_of": [first]})
    assert (told.status_code, told.json()["directive"]) == (201, drafted)


def worded(*runs: int) -> dict[str, Any]:
    """A letter of which each number is one run of four words."""
    texts = [f"việc a{run} b{run} c{run}" for run in runs]
    header = {**LETTER, "number": str(runs[-1]), "subject": texts[0]}
    tasks = [
        {"number": place, "text": text, "mode": "single", "leads": ["19-SNV"]}
        for place, text in enumerate(texts[1:], start=1)
    ]
    return {**header, "tasks": tasks}


async def test_four_fifths_in_common_are_nearly_the_same_and_less_is_not(office: Office) -> None:
    """8 of 10 runs are in both: nine each, of which eight are common. Then 7 of 10."""
    assert (await launch(office, worded(*range(1, 10)))).status_code == 201
    near = await launch(office, worded(*range(1, 9), 20))
    assert (near.status_code, near.json()["duplicates"][0]["per_cent"]) == (409, 80)
    far = await launch(office, worded(*range(1, 8), 30, 31))
    assert far.status_code == 201


async def test_what_another_agency_issued_is_not_compared(office: Office) -> None:
    tasks = [{"number": 1, "text": LETTER["tasks"][0]["text"], "mode": "each", "recipients": ["units"]}]
    bodies = {agency: {**LETTER, "tasks": tasks} for agency in ("00001", "00002")}
    assert await office.launch(bodies["00001"], "00001") != await office.launch(bodies["00002"], "00002")
    count = sa.select(sa.func.count()).select_from(t.distinctions)
    assert office.app.state.service.read(lambda connection: connection.execute(count).scalar_one()) == 0


async def test_what_is_closed_runs_no_more_and_is_not_compared(office: Office) -> None:
    directive = await office.launch()
    with office.engines.write.begin() as connection:
        connection.execute(
            sa.update(t.dockets).where(t.dockets.c.id == f"cascade/{directive}/19").values(closed_at=office.now)
        )
    assert (await launch(office, LIKE)).status_code == 201


async def test_what_was_launched_before_anything_was_compared_is_compared_too(office: Office) -> None:
    await office.launch()
    with office.engines.write.begin() as connection:
        connection.execute(sa.delete(t.likenesses))
    assert (await launch(office, LIKE)).json()["code"] == "near_duplicate"


async def test_of_nearly_the_same_launched_at_one_moment_one_is_launched(office: Office) -> None:
    answers = await asyncio.gather(*(launch(office, {**LETTER, "number": str(number)}) for number in range(1, 9)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


@pytest.fixture
async def stranded(office: Office) -> str:
    """A directive that was launched, and before it was planned Sở Nội vụ was moved to another agency."""
    office.dockets.away = True
    directive: str = (await launch(office, LETTER)).json()["directive"]
    office.dockets.away = False
    move(office, "00002")
    with pytest.raises(ApplicationError, match="19-SNV is not directly below 19") as refused:
        StoredPlanner(office.engines, DirectoryCache(), DEFAULTS).plan(directive, "19")
    assert refused.value.non_retryable
    return directive


def move(office: Office, parent: str) -> None:
    """Sở Nội vụ stands below that agency from now on."""
    with office.engines.write.begin() as connection:
        version = connection.execute(sa.select(sa.func.max(t.directory_journal.c.version))).scalar_one()
        connection.execute(sa.update(t.agencies).where(t.agencies.c.id == "19-SNV").values(parent=parent))
        connection.execute(
            sa.insert(t.directory_journal).values(
                version=version + 1,
                at=datetime(2026, 11, 20, tzinfo=UTC),
                by="x",
                change="{}",
                kind="move",
                effective_on=datetime(2026, 11, 20, tzinfo=UTC).date(),
            )
        )


async def test_what_cannot_be_planned_any_more_says_so(office: Office, stranded: str) -> None:
    read = (await office.ask(PROVINCE, "GET", f"directives/{stranded}")).json()
    assert read["state"] == "failed"
    assert [one["code"] for one in read["failure"]] == ["lead_outside"]
    assert "Sở Nội vụ" in read["failure"][0]["detail"]
    assert "19-SNV" not in read["failure"][0]["detail"]
    again = await office.ask(PROVINCE, "POST", f"directives/{stranded}/launch")
    assert (again.status_code, [one["code"] for one in again.json()["errors"]]) == (422, ["lead_outside"])
    assert await relaunch_pending(office.app.state.service) == 0


async def test_once_mended_it_is_launched_again(office: Office, stranded: str) -> None:
    move(office, "19")
    again = await office.ask(PROVINCE, "POST", f"directives/{stranded}/launch")
    assert (again.status_code, again.json()["state"]) == (201, "running")
    read = (await office.ask(PROVINCE, "GET", f"directives/{stranded}")).json()
    assert (read["state"], read["failure"]) == ("running", [])
    assert (await office.ask(PROVINCE, "GET", "assignments")).json()["total"] == 7


async def test_the_same_document_sent_again_while_it_failed_is_that_one(office: Office, stranded: str) -> None:
    move(office, "19")
    again = await launch(office, LETTER)
    assert (again.status_code, again.json()["directive"], again.json()["state"]) == (201, stranded, "running")


async def test_withdrawn_it_is_a_draft_and_its_identity_is_free(office: Office, stranded: str) -> None:
    withdrawn = await office.ask(PROVINCE, "POST", f"directives/{stranded}/withdraw")
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "draft")
    assert [one["code"] for one in withdrawn.json()["failure"]] == ["lead_outside"]
    other = {**LETTER, "tasks": LETTER["tasks"][:1]}
    assert await office.launch(other) != stranded
    again = await office.ask(PROVINCE, "POST", f"directives/{stranded}/withdraw")
    assert (again.status_code, again.json()["code"]) == (409, "not_failed")


async def test_only_its_own_office_withdraws_it(office: Office, stranded: str) -> None:
    answered = await office.ask(COMMUNE, "POST", f"directives/{stranded}/withdraw")
    assert answered.status_code == 404


async def test_what_opened_is_not_called_failed_when_it_is_planned_once_more(office: Office) -> None:
    directive = await office.launch()
    move(office, "00002")
    plan = StoredPlanner(office.engines, DirectoryCache(), DEFAULTS).plan(directive, "19")
    assert [task.number for task in plan.own.tasks] == [1, 2]
    assert (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["state"] == "running"


async def test_an_application_that_ends_waits_for_what_its_chore_asks_of_the_store(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = office.app.state.service
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def keep_up() -> None:
        begun.set()
        assert go_on.wait(30)
        ended.set()

    monkeypatch.setattr(service, "keep_up", keep_up)
    chore = asyncio.create_task(keep_relaunching(service))
    assert await asyncio.to_thread(begun.wait, 30)
    chore.cancel()
    await asyncio.wait([chore], timeout=0.05)
    assert not chore.done()
    go_on.set()
    await asyncio.wait([chore])
    assert (ended.is_set(), chore.cancelled()) == (True, True)
