from datetime import date

from graph.analytics import (
    Bottleneck,
    Load,
    Moves,
    SinglePoint,
    bottlenecks,
    handed_over,
    loads,
    overloads,
    passed_around,
    single_points,
    unanswered_fields,
)
from graph.findings import Code
from graph.holdings import Held
from graph.subjects import Holding
from tests.graph.papers import subject
from tests.samples import small_tree
from thac.domain.agencies import AgencyId
from thac.domain.assignments import State


def held(
    key: str,
    lead: AgencyId,
    state: State = State.TAKEN,
    *,
    issuer: AgencyId = "19",
    task: int = 1,
    due: date | None = None,
    former: tuple[AgencyId, ...] = (),
    coordinators: tuple[AgencyId, ...] = (),
    awaited: tuple[AgencyId, ...] = (),
) -> Held:
    return Held(key, "d1", issuer, task, lead, lead, state, coordinators, former, due, awaited=awaited)


def test_the_clock_is_held_where_the_lowest_open_assignment_waits() -> None:
    every = [
        held("a", "00001"),
        held("b", "00001-U1", issuer="00001"),
        held("c", "00001-U2", State.SUBMITTED, issuer="00001"),
        held("d", "00002"),
        held("e", "00002-U1", State.COMPLETED, issuer="00002"),
    ]
    assert bottlenecks(every) == (
        Bottleneck("00001", 1, ("d1",)),  # has to confirm what U2 submitted
        Bottleneck("00001-U1", 1, ("d1",)),
        Bottleneck("00002", 1, ("d1",)),  # everything below it is done
    )


def test_who_was_asked_holds_the_clock() -> None:
    assert bottlenecks([held("a", "00001", awaited=("19-SNV",))]) == (Bottleneck("19-SNV", 1, ("d1",)),)


def test_what_is_done_holds_nobody_up() -> None:
    assert bottlenecks([held("a", "00001", State.COMPLETED), held("b", "00002", State.WITHDRAWN)]) == ()


def test_a_unit_that_alone_answers_for_a_field_is_a_single_point() -> None:
    every = [held("a", "19-SNV"), held("b", "19-SNV", task=2), held("c", "19-SKHCN", coordinators=("19-SNV",))]
    assert single_points(every, small_tree()) == (SinglePoint("19-SNV", 2, ("internal_affairs",)),)


def test_loads_are_counted_by_the_week_in_which_work_falls_due() -> None:
    every = [
        held("a", "00001", due=date(2026, 11, 23)),
        held("b", "00001", due=date(2026, 11, 29), task=2),
        held("c", "00001", due=date(2026, 11, 30), task=3),
        held("d", "00001", State.COMPLETED, due=date(2026, 11, 23), task=4),
    ]
    assert loads(every) == (Load("00001", "2026-W48", 2), Load("00001", "2026-W49", 1))


def test_more_than_a_unit_can_do_in_a_week_is_a_finding_and_as_much_is_none() -> None:
    every = [held(f"a{number}", "00001", task=number, due=date(2026, 11, 24)) for number in (1, 2, 3)]
    (one,) = overloads(every, {"00001": 2}, 9)
    assert one.code is Code.OVERLOAD
    assert one.message == "00001 có 3 việc đến hạn trong tuần 2026-W48, nhiều hơn khả năng 2."
    assert overloads(every, {}, 3) == ()


def test_between_whom_work_goes_most_often() -> None:
    every = [held("a", "x", former=("y",)), held("b", "x", former=("y", "z")), held("c", "x")]
    assert handed_over(every) == (Moves("y", "x", 1), Moves("y", "z", 1), Moves("z", "x", 1))


def test_work_that_comes_back_was_handed_round() -> None:
    (one,) = passed_around([held("a", "x", former=("x", "y"))])
    assert (one.code, one.path) == (Code.HANDED_ROUND, ("x", "handed_over_to", "y", "handed_over_to", "x"))
    assert one.message == "Nhiệm vụ được chuyển vòng và trở lại nơi đã từng chủ trì: x → y → x."


def test_a_long_chain_of_hand_overs_is_a_finding_and_two_are_none() -> None:
    (one,) = passed_around([held("a", "w", former=("x", "y", "z"))])
    assert (one.code, one.message) == (Code.HANDED_ON, "Nhiệm vụ đã được chuyển 3 lần: x → y → z → w.")
    assert passed_around([held("a", "w", former=("x", "y"))]) == ()


def test_a_field_that_no_unit_answers_for_is_a_finding() -> None:
    tasks = [
        subject("d1", 1, "Giữ rừng", holding=Holding.ONE, field="agriculture_environment"),
        subject("d1", 2, "Tuyển người", holding=Holding.ONE, field="internal_affairs"),
        subject("d1", 3, "Đọc", field="culture_sports_tourism"),
    ]
    (one,) = unanswered_fields(tasks, {"d1": "19"}, small_tree())
    assert (one.code, one.subjects) == (Code.FIELD_UNANSWERED, ("d1 1",))
    assert one.message == "Chưa có đơn vị nào của UBND tỉnh phụ trách lĩnh vực agriculture_environment."
