"""What readers are shown: lists, trees, roll-ups, inboxes; counted by the database and right by the domain's rule."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.conftest import COMMUNE, LETTER, PROVINCE, UNIT, Office
from tests.samples import FRIDAY
from thac.domain.agencies import Role
from thac.domain.assignments import Assignment, State, timeliness
from thac.domain.deadlines import DeadlineVersion
from thac.store import tables as t
from thac.store.queries.timeliness import timeliness_at

_ENGINE = sa.create_engine("sqlite://")
t.metadata.create_all(_ENGINE)
_MOMENTS = st.none() | st.integers(-3, 3).map(lambda hours: FRIDAY + timedelta(hours=hours))


@settings(max_examples=400)
@given(st.sampled_from(State), _MOMENTS, _MOMENTS, _MOMENTS)
def test_the_database_judges_timeliness_as_the_domain_does(
    state: State, due: datetime | None, near: datetime | None, submitted: datetime | None
) -> None:
    near = near if due is not None else None
    versions = () if due is None else (DeadlineVersion(due, FRIDAY),)
    row = Assignment(1, "a", "a", FRIDAY, versions, state=state, submitted_at=submitted)
    moment = timedelta(microseconds=1)
    for now in (FRIDAY - moment, FRIDAY, FRIDAY + moment):
        assert by_the_database(row, near, now) == timeliness(row, now, near)


def by_the_database(row: Assignment, near: datetime | None, now: datetime) -> str:
    values: dict[str, Any] = dict.fromkeys(("id", "key", "docket", "directive", "issuer", "copy", "lead"), "x")
    values |= dict.fromkeys(("coordinators", "deadlines", "former", "implements", "overran", "asks"), "[]")
    values |= dict.fromkeys(("request", "keeps", "over_open"), False) | dict.fromkeys(("urged", "unsigned"), 0)
    values |= {"task": 1, "round": 1, "percent": 0, "assigned_at": FRIDAY}
    values |= {"state": row.state.value, "open": row.open, "due": row.due, "due_soon_at": near}
    with _ENGINE.connect() as connection:
        connection.execute(sa.insert(t.assignments).values(**values, submitted_at=row.submitted_at))
        judged: str = connection.execute(sa.select(timeliness_at(now))).scalar_one()
        connection.rollback()
    return judged


async def test_the_list_is_by_deadline_and_undated_last(office: Office) -> None:
    await office.launch()
    page = (await office.ask(PROVINCE, "GET", "assignments")).json()
    assert page["items"][-1]["timeliness"] == "undated"
    assert page["items"][-1]["lead_name"] == "Sở Nội vụ"
    assert page["items"][0]["text"] == "Rà soát thủ tục"
    assert page["items"][0]["links"]["ledger"].endswith("/ledger")


async def test_pages_of_a_list_cover_it_once(office: Office) -> None:
    await office.launch()
    seen: list[str] = []
    for offset in range(0, 9, 2):
        page = (await office.ask(PROVINCE, "GET", "assignments", limit=2, offset=offset)).json()
        assert page["total"] == 7
        seen += [item["id"] for item in page["items"]]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"lead": "00001"}, 1),
        ({"issuer": "00001"}, 2),
        ({"issuer": "19"}, 3),
        ({"task": 2}, 1),
        ({"state": "accepted"}, 1),
        ({"state": ["accepted", "assigned"]}, 7),
        ({"open": False}, 0),
        ({"timeliness": "undated"}, 1),
        ({"timeliness": ["in_time", "undated"]}, 7),
        ({"due_before": "2026-11-30T10:00:00Z"}, 0),
        ({"due_before": "2026-11-30T17:00:01+07:00"}, 6),
        ({"directive": "nothing"}, 0),
    ],
)
async def test_a_list_is_narrowed(office: Office, query: dict[str, Any], count: int) -> None:
    directive = await office.launch()
    await office.ask(UNIT, "POST", f"assignments/{directive}~00001~1~00001-U1/accept")
    assert (await office.ask(PROVINCE, "GET", "assignments", **query)).json()["total"] == count


async def test_days_over_count_on_the_calendar_of_vietnam(office: Office) -> None:
    directive = await office.launch()
    path = f"assignments/{directive}~00001~1~00001-U1"
    for now, over in (
        (datetime(2026, 11, 30, 10, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 30, 10, 0, 1, tzinfo=UTC), 0),
        (datetime(2026, 11, 30, 17, 30, tzinfo=UTC), 1),  # past midnight in Vietnam
        (datetime(2026, 12, 5, 3, 0, tzinfo=UTC), 5),
    ):
        office.now = now
        assert (await office.ask(UNIT, "GET", path)).json()["days_over"] == over


async def test_the_roll_up_never_adds_two_levels(office: Office) -> None:
    directive = await office.launch()
    await office.ask(UNIT, "POST", f"assignments/{directive}~00001~1~00001-U1/accept")
    office.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    body = (await office.ask(PROVINCE, "GET", f"cascades/{directive}")).json()
    rolled = {(level["issuers"], level["leads"]): level["counts"] for level in body["levels"]}
    assert {pair: counts["total"] for pair, counts in rolled.items()} == {
        ("province", "commune"): 2,
        ("province", "unit"): 1,
        ("commune", "unit"): 4,
    }
    assert rolled["commune", "unit"]["by_state"] == {"assigned": 3, "accepted": 1}
    assert rolled["commune", "unit"]["by_timeliness"] == {"overdue": 4}
    assert rolled["province", "unit"]["by_timeliness"] == {"undated": 1}
    assert body["top"]["counts"]["total"] == 3
    assert [(child["agency"], child["counts"]["total"]) for child in body["top"]["children"]] == [
        ("00001", 2),
        ("00002", 2),
    ]


async def test_a_commune_sees_its_own_part_of_the_cascade(office: Office) -> None:
    directive = await office.launch()
    body = (await office.ask(COMMUNE, "GET", f"cascades/{directive}")).json()
    assert (body["top"]["agency"], body["top"]["counts"]["total"], body["top"]["children"]) == ("00001", 2, [])
    assert [level["counts"]["total"] for level in body["levels"]] == [2]


async def test_proposals_wait_at_the_level_that_has_to_give_them_out(office: Office) -> None:
    directive = await office.launch()
    assert (await office.ask(PROVINCE, "GET", f"cascades/{directive}")).json()["proposals"] == {}
    with office.engines.write.begin() as connection:
        for agency, waiting in (("19", "[2]"), ("00001", "[1, 2, 12]"), ("00002", "[1]")):
            here = t.dockets.c.agency == agency
            connection.execute(sa.update(t.dockets).where(here).values(unallocated=waiting))
        connection.execute(sa.insert(t.alarms).values(docket=f"cascade/{directive}/00002", at=FRIDAY, reason="x"))
    body = (await office.ask(PROVINCE, "GET", f"cascades/{directive}")).json()
    assert body["proposals"] == {"province": 1, "commune": 4}
    assert [child["stopped_at"] for child in body["top"]["children"]] == [None, "2026-11-20T02:00:00Z"]


async def test_a_docket_shows_its_children_and_what_is_not_given_out(office: Office) -> None:
    directive = await office.launch()
    body = (await office.ask(PROVINCE, "GET", f"cascades/{directive}/dockets/19")).json()
    assert (body["level"], body["parent"], body["unallocated"], body["closed_at"]) == ("province", None, [], None)
    assert len(body["children"]) == 2


async def test_cascades_are_listed_with_the_counts_of_their_top(office: Office) -> None:
    for number in "123":
        await office.launch({**LETTER, "number": number})
        office.later(minutes=1)
    page = (await office.ask(("TW", Role.AUDITOR), "GET", "cascades", limit=2)).json()
    assert (page["count"], page["total"]) == (2, 3)
    assert [item["directive"]["number"] for item in page["items"]] == ["3", "2"]
    assert [item["top"]["counts"]["total"] for item in page["items"]] == [3, 3]
    assert (await office.ask(COMMUNE, "GET", "cascades")).json()["items"][0]["top"]["agency"] == "00001"


async def test_an_inbox_is_ranked_and_counted(office: Office) -> None:
    await office.launch()
    office.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    box = (await office.ask(COMMUNE, "GET", "alerts")).json()
    colours = [item["colour"] for item in box["items"]]
    assert colours == sorted(colours, key=["red", "yellow", "blue"].index)
    assert box["total"] == sum(box["by_colour"].values()) == len(colours)
    assert box["by_colour"]["red"] > 0
    assert {item["agency"] for item in box["items"]} == {"00001"}
    assert box["items"][0]["text"] == "Rà soát thủ tục"


async def test_an_inbox_belongs_to_the_posts_of_the_agency(office: Office) -> None:
    await office.launch()
    office.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    own = (await office.ask(("19", Role.OFFICE), "GET", "alerts")).json()
    below = (await office.ask(("19", Role.SUPERVISOR), "GET", "alerts", below=True)).json()
    assert {item["agency"] for item in own["items"]} == {"19"}
    assert {item["agency"] for item in below["items"]} > {"19", "00001", "00002-U2"}
    unit = (await office.ask(UNIT, "GET", "alerts")).json()
    assert {item["agency"] for item in unit["items"]} == {"00001-U1"}
    chair = (await office.ask(COMMUNE, "GET", "alerts", post="chair@00001", colour="red")).json()
    assert {(item["post"], item["colour"]) for item in chair["items"]} == {("chair@00001", "red")}


async def test_agencies_are_found_by_name_without_marks(office: Office) -> None:
    found = (await office.ask(UNIT, "GET", "agencies", name="so khoa hoc")).json()
    assert [item["id"] for item in found["items"]] == ["19-SKHCN"]
    communes = (await office.ask(UNIT, "GET", "agencies", level="commune", parent="19", limit=1)).json()
    assert (communes["count"], communes["total"]) == (1, 2)


async def test_an_agency_is_shown_with_posts_and_units(office: Office) -> None:
    body = (await office.ask(UNIT, "GET", "agencies/00001")).json()
    assert body["path"] == ["TW", "19", "00001"]
    assert [post["id"] for post in body["posts"]] == ["chair@00001", "office@00001"]
    assert [unit["id"] for unit in body["units"]] == ["00001-U1", "00001-U2"]
    assert (await office.ask(UNIT, "GET", "agencies/99999")).status_code == 404


@pytest.mark.parametrize(("temporal", "worker"), list(product([True, False], repeat=2)))
async def test_ready_means_store_temporal_and_worker(office: Office, temporal: bool, worker: bool) -> None:  # noqa: FBT001
    office.dockets.away = not temporal
    seen = office.now - timedelta(seconds=10 if worker else 16)
    with office.engines.write.begin() as connection:
        connection.execute(sa.insert(t.services).values(id="w", kind="worker", started_at=seen, seen_at=seen))
    answered = await office.ask(None, "GET", "/readyz")
    assert answered.json() == {
        "ready": temporal and worker,
        "store": True,
        "temporal": temporal,
        "worker": worker,
        "audit": "current",
    }
    assert answered.status_code == (200 if temporal and worker else 503)
    assert (await office.ask(None, "GET", "/healthz")).status_code == 200
