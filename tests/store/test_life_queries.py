"""What readers find of the whole life of an assignment: who is asked, who led before, what is collected, who signed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, TERMS, directive, first_unit, led_by
from tests.store.life import FIRST, FRONT, OFFICE, ROOT, UNIT, World, keep, tree
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, Level, Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State, Timeliness
from thac.domain.deadlines import Deadline
from thac.domain.directives import Mode, Task
from thac.domain.planning import PlanMaker
from thac.store import access
from thac.store.queries import cascades
from thac.store.queries.assignments import AssignmentFilter, AssignmentLine, assignment, assignments, history
from thac.store.queries.collecting import Inputs, inputs
from thac.store.queries.pages import Window
from thac.store.queries.receipts import receipts
from thac.store.queries.scope import READ_BELOW, Scope

pytestmark = pytest.mark.slow

KEY = "1:00001-U1"
ROW = "d1~00001~1~00001-U1"
EVERYTHING = Scope("TW", "TW/", below=True)
PATHS = {
    "19": "TW/19/",
    "19-SNV": "TW/19/19-SNV/",
    "19-SKHCN": "TW/19/19-SKHCN/",
    "00001": "TW/19/00001/",
    "00001-U1": "TW/19/00001/00001-U1/",
    "00001-U2": "TW/19/00001/00001-U2/",
    "00002": "TW/19/00002/",
    FRONT: f"~/{FRONT}/",
}


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    engines = open_store(place, tree())
    with engines.write.begin() as connection:
        yield World(connection)
    engines.dispose()


def scope(agency: AgencyId, role: Role) -> Scope:
    return Scope(agency, PATHS[agency], below=role in READ_BELOW)


def found(world: World, reader: Scope = EVERYTHING, **wanted: Any) -> list[str]:
    page = assignments(world.connection, reader, AssignmentFilter(**wanted), Window(200), world.now)
    assert page.total == len(page.items)
    return [line.id for line in page.items]


def line(world: World, wanted: str, reader: Scope = EVERYTHING) -> AssignmentLine:
    made = assignment(world.connection, reader, wanted, world.now)
    assert made is not None
    return made


def test_what_awaits_an_agency_is_listed_until_it_has_answered(world: World) -> None:
    world.does(ROOT, "19-SNV", UNIT, cmd.Accept("2:19-SNV"))
    world.does(ROOT, "19-SNV", UNIT, cmd.AskInput("2:19-SNV", "19-SKHCN", "0" * 64, Deadline(date(2026, 12, 10))))
    assert found(world, awaiting="19-SKHCN") == ["d1~19~2~19-SNV"]
    assert found(world, awaiting="19-SNV") == []
    (ask,) = line(world, "d1~19~2~19-SNV").asks
    assert (ask["kind"], ask["awaits"], ask["answer_by"]) == ("input", "19-SKHCN", "2026-12-10T10:00:00Z")
    world.does(ROOT, "19-SKHCN", UNIT, cmd.Answer("2:19-SNV", 1, text="1" * 64))
    assert found(world, awaiting="19-SKHCN") == []


def test_what_awaits_an_agency_is_in_the_order_of_its_answers(world: World) -> None:
    """The extension was asked for first and is to be answered first, though its work is due last."""
    world.does(ROOT, "19-SNV", UNIT, cmd.Accept("2:19-SNV"))
    world.does(ROOT, "19-SNV", UNIT, cmd.AskExtension("2:19-SNV", Deadline(date(2026, 12, 25)), "0" * 64))
    world.now += timedelta(days=4)
    world.does(ROOT, "00001", OFFICE, cmd.Accept("1:00001"))
    world.does(ROOT, "00001", OFFICE, cmd.ReportObstacle("1:00001", "0" * 64))
    assert found(world, awaiting="19") == ["d1~19~2~19-SNV", "d1~19~1~00001"]
    assert found(world, lead="00001", task=1) + found(world, task=2) == ["d1~19~1~00001", "d1~19~2~19-SNV"]


def test_work_is_found_under_the_lead_it_had_before(world: World) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.Reassign(KEY, Receiver("00001-U2")))
    assert found(world, former="00001-U1") == [ROW]
    assert found(world, former="00001-U1", lead="00001-U2") == [ROW]
    assert found(world, former="00001-U2") == []
    assert line(world, ROW).former == ("00001-U1",)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"monitor": "19-SNV"}, 6),
        ({"coordinator": "19-SKHCN"}, 1),
        ({"request": True}, 1),
        ({"request": False, "issuer": "19"}, 4),
        ({"paused": True}, 1),
        ({"paused": False, "issuer": "00001"}, 1),
        ({"unsigned": True}, 2),
        ({"period": "2026-Q4"}, 0),
        ({"plan": "p1"}, 0),
        ({"overran": True}, 0),
    ],
)
def test_a_list_is_narrowed_to_what_the_life_brings(world: World, wanted: dict[str, Any], count: int) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.Pause(KEY, "0" * 64))
    world.does(ROOT, "19", OFFICE, cmd.MoveDeadline(1, Deadline(date(2026, 12, 18)), "0" * 64))
    assert len(found(world, **wanted)) == count


def test_all_occurrences_of_a_series_are_found_together(world: World) -> None:
    world.advance(datetime(2027, 3, 31, 3, tzinfo=UTC))
    assert found(world, series="d1~19~3~00001") == ["d1~19~3~00001~2026-Q4", "d1~19~3~00001~2027-Q1"]
    assert len(found(world, period="2027-Q1")) == 4  # two copies to communes, and one for a unit in each
    above = cascades.docket(world.connection, EVERYTHING, "d1", "19", world.now)
    assert above is not None
    assert above.counts.occurrences == 4
    assert above.series == ({"task": 3, "leads": ["00001", "00002"], "last": "2027-Q1", "next": "2027-Q2"},)


@pytest.mark.parametrize("role", Role)
def test_the_monitor_reads_its_task_across_the_tree_and_no_other(world: World, role: Role) -> None:
    """Sở Nội vụ is neither issuer nor superior of the communes' units; Sở Khoa học và Công nghệ watches nothing."""
    watching, other = scope("19-SNV", role), scope("19-SKHCN", role)
    assert found(world, watching, task=1) == sorted(found(world, task=1))
    assert found(world, watching, task=3) == found(world, watching, task=4) == found(world, watching, task=5) == []
    assert found(world, other, task=1) == []
    assert assignment(world.connection, other, ROW, world.now) is None
    assert cascades.docket(world.connection, watching, "d1", "00001", world.now) is None


@pytest.mark.parametrize("role", Role)
def test_who_is_asked_reads_what_it_is_asked_about_until_it_has_answered(world: World, role: Role) -> None:
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    world.does(FIRST, "00001-U1", UNIT, cmd.HandOver(KEY, Receiver("00001-U2"), "0" * 64))
    reader = scope("00001-U2", role)
    assert assignment(world.connection, reader, ROW, world.now) is None
    world.does(FIRST, "00001", OFFICE, cmd.Answer(KEY, 1))
    assert assignment(world.connection, reader, ROW, world.now) is not None
    world.does(FIRST, "00001-U2", UNIT, cmd.Answer(KEY, 1, grant=False, text="1" * 64))
    assert assignment(world.connection, reader, ROW, world.now) is None


@pytest.mark.parametrize("role", Role)
def test_who_led_before_reads_it_no_more(world: World, role: Role) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.Reassign(KEY, Receiver("00001-U2")))
    assert assignment(world.connection, scope("00001-U1", role), ROW, world.now) is None
    above = assignment(world.connection, scope("00001", role), ROW, world.now)
    assert (above is not None) is (role in READ_BELOW)


@pytest.mark.parametrize("role", Role)
def test_a_request_is_read_by_its_issuer_and_by_whom_it_went_to(world: World, role: Role) -> None:
    """The Front stands outside the tree, so that the path of its issuer does not lead to it."""
    request = f"d1~19~4~{FRONT}"
    assert found(world, scope(FRONT, role)) == [request]
    assert (request in found(world, scope("19", role))) is (role in READ_BELOW)
    assert found(world, scope("00002", role), task=4) == []


def test_what_is_withdrawn_is_counted_apart(world: World) -> None:
    before = cascades.docket(world.connection, EVERYTHING, "d1", "00001", world.now)
    world.does(FIRST, "00001", OFFICE, cmd.WithdrawTask(1, "0" * 64, ("00001-U1",)))
    after = cascades.docket(world.connection, EVERYTHING, "d1", "00001", world.now)
    assert before is not None
    assert after is not None
    assert (before.counts.total, before.counts.open, before.counts.withdrawn) == (2, 2, 0)
    assert (after.counts.total, after.counts.open, after.counts.withdrawn) == (1, 1, 1)
    assert after.counts.by_state == {State.ASSIGNED: 1}
    assert line(world, ROW).timeliness == "withdrawn"
    assert line(world, ROW).days_over is None


def test_undated_work_is_counted(world: World) -> None:
    above = cascades.docket(world.connection, EVERYTHING, "d1", "19", world.now)
    assert above is not None
    assert (above.counts.total, above.counts.undated) == (5, 1)


def test_a_summary_knows_how_many_reports_are_in(world: World) -> None:
    """Of two communes one has submitted its report for task 1; of task 3 each period is counted for itself."""
    world.does(ROOT, "00001", OFFICE, cmd.Accept("1:00001"))
    world.does(ROOT, "00001", OFFICE, cmd.Submit("1:00001"))
    world.advance(datetime(2026, 12, 31, 3, tzinfo=UTC))
    summary = line(world, "d1~19~2~19-SNV", scope("19-SNV", Role.UNIT))
    assert inputs(world.connection, summary) == (
        Inputs(1, None, 2, 1, 0, datetime(2026, 12, 15, 10, tzinfo=UTC)),
        Inputs(3, "2026-Q4", 2, 0, 0, datetime(2026, 12, 15, 10, tzinfo=UTC)),
    )
    world.does(ROOT, "19", OFFICE, cmd.Confirm("1:00001", over_open=True))
    assert [(one.submitted, one.confirmed) for one in inputs(world.connection, summary)] == [(1, 1), (0, 0)]
    assert inputs(world.connection, line(world, "d1~19~5~19-SKHCN")) == ()


def test_each_change_says_who_has_signed_for_it(world: World) -> None:
    world.does(ROOT, "19", OFFICE, cmd.MoveDeadline(1, Deadline(date(2026, 12, 18)), "0" * 64))
    world.does(ROOT, "19", OFFICE, cmd.CorrectText(2, "1" * 64))
    world.tell(ROOT, FIRST)
    world.does(ROOT, "00002", OFFICE, cmd.Acknowledge("1:00002"))
    above = cascades.docket(world.connection, EVERYTHING, "d1", "19", world.now)
    assert above is not None
    text, moved = receipts(world.connection, above)
    assert (text.kind, text.task, [(one.agency, one.signed_at) for one in text.receipts]) == (
        "text_corrected",
        2,
        [("19-SNV", None)],
    )
    assert (moved.kind, moved.signed, len(moved.receipts)) == ("deadline_moved", 2, 4)
    signed = [(one.agency, one.below, one.assignment) for one in moved.receipts if one.signed_at is not None]
    assert signed == [("00001", "cascade/d1/00001", None), ("00002", None, "d1~19~1~00002")]
    assert {one.name for one in moved.receipts} == {"UBND xã 1", "UBND xã 2"}


def test_the_history_has_what_changed_it_without_naming_it(world: World) -> None:
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    world.does(ROOT, "19", OFFICE, cmd.CorrectText(2, "1" * 64))
    world.does(ROOT, "19", OFFICE, cmd.MoveDeadline(1, Deadline(date(2026, 12, 10)), "0" * 64, ("00001",)))
    world.tell(ROOT, FIRST)
    world.does(ROOT, "19", OFFICE, cmd.WithdrawTask(1, "0" * 64, ("00001",)))
    world.tell(ROOT, FIRST)
    kinds = [one.event.kind for one in history(world.connection, line(world, ROW))]
    assert kinds == ["allocated", "accepted", "deadline_moved", "task_withdrawn"]
    other = [one.event.kind for one in history(world.connection, line(world, "d1~00002~1~00002-U1"))]
    assert other == ["allocated"]
    summary = [one.event.kind for one in history(world.connection, line(world, "d1~19~2~19-SNV"))]
    assert summary == ["allocated", "text_corrected"]


def test_the_history_of_an_occurrence_begins_with_its_opening(world: World) -> None:
    world.advance(datetime(2027, 3, 31, 3, tzinfo=UTC))
    first = history(world.connection, line(world, "d1~19~3~00001~2026-Q4"))
    opened = [one.event for one in first if one.event.kind == "occurrence_opened"]
    assert [getattr(event, "period", None) for event in opened] == ["2026-Q4"]
    assert first[0].event.kind == "allocated"


def test_a_corrected_wording_is_shown_with_the_original_beside_it(world: World) -> None:
    assert (line(world, ROW).text, line(world, ROW).original_text) == ("Việc 1", None)
    for words in ("Rà soát lại", "Rà soát lại lần nữa"):
        access.put_texts(world.connection, [words])
        world.does(ROOT, "19", OFFICE, cmd.CorrectText(1, access.digest(words)))
    world.tell(ROOT, FIRST)
    assert (line(world, ROW).text, line(world, ROW).original_text) == ("Rà soát lại lần nữa", "Việc 1")
    assert line(world, "d1~19~5~19-SKHCN").text == "Việc 5"


def attach(world: World) -> None:
    """Commune 00001 answers task 1 with a plan of its own: U2 had accepted and goes on, U1 had not."""
    world.does(FIRST, "00001-U2", UNIT, cmd.Accept("1:00001-U2"))
    plan = directive(
        Task(1, "Kế hoạch 1", Mode.EACH, recipients=("00001-U1", "00001-U2"), implements=(1,)),
        led_by(2, "00001-U2"),
        issuer="00001",
        id_="p1",
    )
    plan = replace(plan, parent="d1", number="2")
    keep(world.connection, plan)
    docket = world.does(FIRST, "00001", OFFICE, cmd.AttachPlan("p1", (1,)))
    carried = frozenset((row.task, row.lead) for row in docket.open_rows if row.plan == "p1")
    terms = replace(TERMS, above=docket.id, carried=carried)
    world.launch(plan, PlanMaker(plan, world.tree, first_unit, terms))


def test_the_roll_up_runs_through_an_own_plan_and_counts_nothing_twice(world: World) -> None:
    """Of four rows at the units one is replaced by the plan's own; what the plan does besides is not the letter's."""
    attach(world)
    rolled = {
        (one.issuers, one.leads): (one.counts.total, one.counts.withdrawn)
        for one in cascades.roll_up(world.connection, EVERYTHING, "d1", world.now)
    }
    assert rolled[Level.COMMUNE, Level.UNIT] == (4, 1)
    assert rolled[Level.PROVINCE, Level.COMMUNE] == (2, 0)
    own = {
        (one.issuers, one.leads): one.counts.total
        for one in cascades.roll_up(world.connection, EVERYTHING, "p1", world.now)
    }
    assert own == {(Level.COMMUNE, Level.UNIT): 2}


def test_an_own_plan_hangs_under_the_docket_whose_work_it_does(world: World) -> None:
    attach(world)
    above = cascades.docket(world.connection, EVERYTHING, "d1", "00001", world.now)
    assert above is not None
    assert above.covered == ({"task": 1, "by": "cascade/p1/00001"},)
    below = cascades.children(world.connection, EVERYTHING, above, world.now)
    assert [(one.id, one.above, one.counts.total) for one in below] == [("cascade/p1/00001", above.id, 2)]
    assert found(world, plan="p1") == ["d1~00001~1~00001-U1", "d1~00001~1~00001-U2"]
    assert [line(world, one).state for one in found(world, plan="p1")] == [State.WITHDRAWN, State.ACCEPTED]
    assert line(world, "p1~00001~1~00001-U1").implements == (1,)
    hidden = cascades.children(world.connection, scope("00002", Role.OFFICE), above, world.now)
    assert hidden == ()


def test_time_does_not_make_withdrawn_work_late(world: World) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.WithdrawTask(1, "0" * 64, ("00001-U1",)))
    world.now = FRIDAY + timedelta(days=90)
    assert ROW not in found(world, timeliness=(Timeliness.OVERDUE, Timeliness.DONE_LATE))
    assert found(world, timeliness=(Timeliness.WITHDRAWN,)) == [ROW]
