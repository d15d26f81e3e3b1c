"""Nobody reads or changes what is not theirs: for each role what it may, and a negative test of what it may not."""

import pytest

from tests.api.conftest import COMMUNE, LETTER, PROVINCE, UNIT, Office
from thac.domain.agencies import AgencyId, Role

DECIDING = (Role.OFFICE, Role.SUPERVISOR)
NOT_DECIDING = tuple(role for role in Role if role not in DECIDING)
READING_BELOW = (Role.OFFICE, Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR)


async def total(office: Office, agency: AgencyId, role: Role) -> int:
    answered = await office.ask((agency, role), "GET", "assignments")
    return int(answered.json()["total"])


@pytest.mark.parametrize("role", READING_BELOW)
async def test_who_reads_below_sees_his_own_tree_and_no_other(office: Office, role: Role) -> None:
    await office.launch()
    assert await total(office, "TW", role) == 7
    assert await total(office, "19", role) == 7
    assert await total(office, "00001", role) == 3  # its copy from the province and those of its two units
    assert await total(office, "00001-U1", role) == 1


@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICER])
async def test_unit_and_officer_see_what_their_agency_leads_or_coordinates(office: Office, role: Role) -> None:
    await office.launch()
    assert await total(office, "00001-U1", role) == 1
    assert await total(office, "00001", role) == 1
    assert await total(office, "19-SKHCN", role) == 1  # as coordinator
    assert await total(office, "19", role) == 0


@pytest.mark.parametrize("role", Role)
async def test_what_lies_outside_is_not_found(office: Office, role: Role) -> None:
    directive = await office.launch()
    neighbour = f"{directive}~00002~1~00002-U1"
    for path in (
        f"assignments/{neighbour}",
        f"assignments/{neighbour}/ledger",
        f"cascades/{directive}/dockets/00002",
        f"cascades/{directive}/dockets/19",
    ):
        assert (await office.ask(("00001", role), "GET", path)).status_code == 404, path


@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICER])
async def test_unit_and_officer_read_no_docket(office: Office, role: Role) -> None:
    directive = await office.launch()
    for path in (f"cascades/{directive}", f"cascades/{directive}/dockets/00001"):
        assert (await office.ask(("00001", role), "GET", path)).status_code == 404, path
    assert (await office.ask(("00001", role), "GET", "cascades")).json()["total"] == 0


@pytest.mark.parametrize("role", Role)
async def test_a_draft_is_seen_within_its_issuers_tree_only(office: Office, role: Role) -> None:
    drafted = await office.ask(PROVINCE, "POST", "directives", LETTER)
    path = f"directives/{drafted.json()['id']}"
    for agency in ("00001", "00001-U1", "19-SNV"):
        assert (await office.ask((agency, role), "GET", path)).status_code == 404
        assert (await office.ask((agency, role), "GET", "directives")).json()["total"] == 0
    above = (await office.ask(("TW", role), "GET", path)).status_code
    assert above == (200 if role in READING_BELOW else 404)


@pytest.mark.parametrize("who", [COMMUNE, UNIT, ("19-SNV", Role.UNIT), ("19-SKHCN", Role.OFFICER)])
async def test_a_launched_directive_is_read_by_whom_it_gave_work(office: Office, who: tuple[AgencyId, Role]) -> None:
    directive = await office.launch()
    assert (await office.ask(who, "GET", f"directives/{directive}")).json()["subject"] == LETTER["subject"]


@pytest.mark.parametrize("role", NOT_DECIDING)
async def test_who_decides_nothing_neither_drafts_nor_launches(office: Office, role: Role) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", LETTER)).json()["id"]
    for path, body in (("directives", LETTER), ("launches", LETTER), (f"directives/{drafted}/launch", None)):
        answered = await office.ask(("19", role), "POST", path, body)
        hidden = role in {Role.UNIT, Role.OFFICER} and path.startswith("directives/")
        assert answered.status_code == (404 if hidden else 403), path


@pytest.mark.parametrize("role", DECIDING)
async def test_nobody_launches_for_another_agency(office: Office, role: Role) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", LETTER)).json()["id"]
    above = await office.ask(("TW", role), "POST", f"directives/{drafted}/launch")
    assert (above.status_code, above.json()["code"]) == (403, "not_allowed")
    below = await office.ask(("00001", role), "POST", "launches", {**LETTER, "issuer": "19"})
    assert (below.status_code, below.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("role", NOT_DECIDING)
async def test_who_decides_nothing_neither_confirms_nor_returns(office: Office, role: Role) -> None:
    assignment = f"{await office.launch()}~00001~1~00001-U1"
    for command, body in (("accept", None), ("submit", None)):
        await office.ask(UNIT, "POST", f"assignments/{assignment}/{command}", body)
    for command in ("confirm", "return"):
        answered = await office.ask(("00001", role), "POST", f"assignments/{assignment}/{command}")
        assert (answered.status_code, answered.json()["code"]) == (403, "role_not_allowed")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR])
async def test_who_only_watches_does_not_the_units_work(office: Office, role: Role) -> None:
    assignment = f"{await office.launch()}~00001~1~00001-U1"
    for command, body in (("accept", None), ("take", {"person": "A"}), ("progress", {"percent": 5}), ("submit", None)):
        answered = await office.ask(("00001-U1", role), "POST", f"assignments/{assignment}/{command}", body)
        assert (answered.status_code, answered.json()["code"]) == (403, "role_not_allowed")


async def test_the_lead_does_not_confirm_his_own_result(office: Office) -> None:
    assignment = f"{await office.launch()}~00001~1~00001-U1"
    for command in ("accept", "submit"):
        await office.ask(UNIT, "POST", f"assignments/{assignment}/{command}")
    answered = await office.ask(("00001-U1", Role.OFFICE), "POST", f"assignments/{assignment}/confirm")
    assert (answered.status_code, answered.json()["code"]) == (403, "not_yours")


async def test_the_role_never_comes_from_the_caller(office: Office) -> None:
    await office.launch()
    headers = {"Authorization": f"Bearer {office.token(*UNIT)}", "X-Role": "office", "X-Agency": "19"}
    query = {"role": "office", "agency": "19"}
    answered = await office.client.get("/api/v1/assignments", headers=headers, params=query)
    assert answered.json()["total"] == 1


async def test_a_code_that_begins_like_mine_is_not_mine(office: Office) -> None:
    """The path of 19 is no prefix of another province's, nor is a wildcard in a code a wildcard in the query."""
    await office.launch()
    with office.engines.write.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO agencies (id, level, name, parent, path, fields, aliases, auto_allocate) "
            "VALUES ('000_1', 'commune', 'x', '19', 'TW/19/000_1/', '[]', '[]', true)"
        )
    assert await total(office, "000_1", Role.OFFICE) == 0
