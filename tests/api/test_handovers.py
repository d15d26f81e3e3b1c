"""Everything that somebody who leaves has open goes to another, each assignment once, however often it was cut off."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.api.conftest import COMMUNE, LETTER, PROVINCE, UNIT, Office
from thac.domain.agencies import Role
from thac.store import tables as t

pytestmark = pytest.mark.slow

LEAVING = {"from_agency": "19-SNV", "to_agency": "19-SKHCN", "reason": "Sáp nhập theo nghị quyết"}
DEPARTMENT = ("19-SNV", Role.UNIT)


def of_department(number: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "text": f"Việc {number}", "mode": "single", "leads": ["19-SNV"], **more}


async def letters(office: Office, count: int, tasks: int = 1) -> list[str]:
    """So many letters with so many tasks for Sở Nội vụ."""
    ordered = [of_department(number) for number in range(1, tasks + 1)]
    return [await office.launch({**LETTER, "number": str(100 + n), "tasks": ordered}) for n in range(count)]


def leads(office: Office) -> list[str]:
    with office.engines.read.connect() as connection:
        return list(connection.execute(sa.select(t.assignments.c.lead).order_by(t.assignments.c.id)).scalars())


def count(office: Office, kind: str) -> int:
    with office.engines.read.connect() as connection:
        here = sa.select(sa.func.count()).select_from(t.events).where(t.events.c.kind == kind)
        return connection.execute(here).scalar_one()


async def test_an_agency_that_leaves_hands_over_what_it_has_of_every_directive(office: Office) -> None:
    directives = await letters(office, 3, tasks=2)
    done = f"assignments/{directives[0]}~19~1~19-SNV"
    await office.ask(DEPARTMENT, "POST", f"{done}/accept")
    await office.ask(DEPARTMENT, "POST", f"{done}/submit")
    await office.ask(PROVINCE, "POST", f"{done}/confirm")
    answered = await office.ask(PROVINCE, "POST", "handovers", LEAVING)
    body = answered.json()
    assert (answered.status_code, body["done"], body["refused"], body["not_saved"]) == (200, 5, 0, 0)
    assert (body["left"], body["next"], body["series"]) == (0, None, [])
    assert leads(office).count("19-SKHCN") == 5
    history = await office.ask(PROVINCE, "GET", f"assignments/{directives[1]}~19~1~19-SNV/ledger")
    event = history.json()["events"][-1]
    assert (event["kind"], event["text"], event["actor"]["agency"]) == ("reassigned", LEAVING["reason"], "19")


async def test_what_others_gave_the_agency_stays_with_it(office: Office) -> None:
    await office.launch()
    answered = await office.ask(
        COMMUNE, "POST", "handovers", {**LEAVING, "from_agency": "00001-U1", "to_agency": "00001-U2"}
    )
    assert answered.json()["done"] == 1
    again = await office.ask(COMMUNE, "POST", "handovers", {**LEAVING, "to_agency": "00001-U2"})
    assert (again.json()["done"], again.json()["left"]) == (0, 0)
    assert leads(office).count("19-SNV") == 1


async def test_page_after_page_until_nothing_is_left(office: Office) -> None:
    await letters(office, 7)
    pages, after = [], None
    while True:
        body = (await office.ask(PROVINCE, "POST", "handovers", {**LEAVING, "limit": 3, "after": after})).json()
        pages.append((body["done"], body["left"]))
        after = body["next"]
        if after is None:
            break
    assert pages == [(3, 4), (3, 1), (1, 0)]
    assert leads(office) == ["19-SKHCN"] * 7


async def test_cut_off_half_way_and_repeated_each_is_moved_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporal goes away after the third docket; what was told not saved is moved by the repetition, nothing twice."""
    await letters(office, 8)
    carry, seen = office.dockets.carry, []

    async def carry_three(docket: str, *rest: Any) -> Any:
        seen.append(docket)
        office.dockets.away = len(seen) > 3
        return await carry(docket, *rest)

    monkeypatch.setattr(office.dockets, "carry", carry_three)
    answered = await office.ask(PROVINCE, "POST", "handovers", LEAVING)
    body = answered.json()
    assert (body["done"], body["not_saved"]) == (3, 5)
    assert "retry-after" in answered.headers
    assert {one["problem"]["code"] for one in body["answers"] if one["status"] == 503} == {"not_saved"}
    monkeypatch.undo()
    office.dockets.away = False
    again = (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()
    assert (again["done"], again["refused"], again["not_saved"]) == (5, 0, 0)
    assert leads(office) == ["19-SKHCN"] * 8
    assert count(office, "reassigned") == 8


async def test_moved_although_told_not_saved_it_is_not_moved_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are lost after the commit, as when the process dies there."""
    await letters(office, 4)
    carry = office.dockets.carry

    async def carry_and_be_lost(docket: str, *rest: Any) -> Any:
        office.dockets.away = False
        await carry(docket, *rest)
        office.dockets.away = True
        return await carry(docket, *rest)

    monkeypatch.setattr(office.dockets, "carry", carry_and_be_lost)
    assert (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()["not_saved"] == 4
    monkeypatch.undo()
    office.dockets.away = False
    again = (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()
    assert (again["done"], again["left"]) == (0, 0)
    assert count(office, "reassigned") == 4


async def test_given_back_and_handed_over_again_is_another_hand_over(office: Office) -> None:
    await letters(office, 1)
    back = {**LEAVING, "from_agency": "19-SKHCN", "to_agency": "19-SNV"}
    for body in (LEAVING, back, LEAVING):
        office.later(minutes=1)
        assert (await office.ask(PROVINCE, "POST", "handovers", body)).json()["done"] == 1
    assert leads(office) == ["19-SKHCN"]


async def test_a_recurring_task_goes_with_all_that_follows(office: Office) -> None:
    monthly = {"every": "monthly", "day": 25, "first": "2026-11-01"}
    directive = await office.launch({**LETTER, "tasks": [of_department(1, recurrence=monthly)]})
    assert leads(office) == ["19-SNV"]  # the occurrence of November is open
    body = (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()
    assert (body["done"], body["series"]) == (1, [])
    assert office.dockets.dockets[f"cascade/{directive}/19"].series[1].leads == ("19-SKHCN",)


async def test_a_series_between_two_occurrences_goes_over_with_all_that_follows(office: Office) -> None:
    yearly = {"every": "yearly", "day": 25, "first": "2027-12-01"}
    directive = await office.launch({**LETTER, "tasks": [of_department(1, recurrence=yearly)]})
    body = (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()
    assert (body["done"], body["series"], body["series_done"]) == (0, [], 1)
    assert office.dockets.dockets[f"cascade/{directive}/19"].series[1].leads == ("19-SKHCN",)
    again = (await office.ask(PROVINCE, "POST", "handovers", LEAVING)).json()
    assert (again["series"], again["series_done"]) == ([], 0)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.SUPERVISOR}))
async def test_who_decides_nothing_hands_nothing_over(office: Office, role: Role) -> None:
    await letters(office, 1)
    answered = await office.ask(("19", role), "POST", "handovers", LEAVING)
    assert (answered.status_code, answered.json()["code"]) == (403, "not_allowed")
    assert count(office, "reassigned") == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**LEAVING, "to_agency": "no-such"}, 422, "unknown_agency"),
        ({**LEAVING, "to_agency": "19-SNV"}, 409, "same_lead"),
        ({**LEAVING, "reason": " "}, 422, "invalid"),
        ({**LEAVING, "limit": 1_001}, 422, "invalid"),
        ({**LEAVING, "colour": "red"}, 422, "invalid"),
    ],
)
async def test_a_faulty_hand_over_moves_nothing(office: Office, body: dict[str, Any], status: int, code: str) -> None:
    await letters(office, 1)
    answered = await office.ask(PROVINCE, "POST", "handovers", body)
    assert (answered.status_code, answered.json()["code"]) == (status, code)
    assert count(office, "reassigned") == 0


async def test_each_that_cannot_be_moved_is_named_with_its_reason(office: Office) -> None:
    await letters(office, 2)
    body = (await office.ask(PROVINCE, "POST", "handovers", {**LEAVING, "to_agency": "00001-U1"})).json()
    assert (body["done"], body["refused"]) == (0, 2)
    assert {one["problem"]["code"] for one in body["answers"]} == {"not_a_receiver"}


PERSONS = {"agency": "00001-U1", "from_person": "Chuyên viên 1", "to_person": "Chuyên viên 2"}


async def taken(office: Office) -> str:
    """A copy that the unit's first officer does."""
    assignment = f"assignments/{await office.launch()}~00001~1~00001-U1"
    await office.ask(UNIT, "POST", f"{assignment}/accept")
    await office.ask(UNIT, "POST", f"{assignment}/take", {"person": "Chuyên viên 1"})
    return assignment


async def test_a_person_who_leaves_is_followed_by_another(office: Office) -> None:
    assignment = await taken(office)
    office.later(minutes=1)
    body = (await office.ask(UNIT, "POST", "handovers/persons", PERSONS)).json()
    assert (body["done"], body["left"]) == (1, 0)
    assert (await office.ask(UNIT, "GET", assignment)).json()["person"] == "Chuyên viên 2"
    again = (await office.ask(UNIT, "POST", "handovers/persons", PERSONS)).json()
    assert again["done"] == 0


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (("00001-U2", Role.UNIT), "not_yours"),
        (COMMUNE, "not_yours"),
        (("00001-U1", Role.OFFICER), "role_not_allowed"),
        (("00001-U1", Role.SUPERVISOR), "role_not_allowed"),
        (("00001-U1", Role.AUDITOR), "role_not_allowed"),
    ],
)
async def test_only_a_unit_names_its_own_persons(office: Office, who: Any, code: str) -> None:
    await taken(office)
    answered = await office.ask(who, "POST", "handovers/persons", PERSONS)
    assert (answered.status_code, answered.json()["code"]) == (403, code)
    assert count(office, "taken") == 1
