from dataclasses import replace
from datetime import date

import pytest

from tests.intake.drafts import draft, monthly, numbered, on, target, task
from tests.intake.findings.said import only, said
from thac.domain.deadlines import Deadline
from thac.domain.directives import Directive, Mode, Task
from thac.domain.recurrence import Recurrence, Rhythm
from thac.intake.draft import Draft, DraftTask, ReadMode, Severity, Target, TargetOp

CENSUS = "Lập danh sách các hộ chưa có nước sạch, đề xuất điểm đấu nối và nhu cầu kinh phí từng thôn"
OWN_WORDS = "Phòng Kinh tế lập danh sách hộ chưa có nước sạch theo từng thôn, đề xuất điểm đấu nối, kinh phí"
EACH = ReadMode.FAN_OUT
FEWER = "giảm tối thiểu 15% số lượng văn bản hành chính so với năm trước"
LESS_FEWER = "mỗi năm giảm ít nhất 10% số lượng văn bản hành chính"
IN_PERSON = "hội nghị trực tiếp không quá 40% tổng số hội nghị"


def above(*tasks: DraftTask) -> Draft:
    """The province's plan, with tasks for each commune."""
    return draft(*tasks)


def here(*tasks: DraftTask) -> Draft:
    """The plan of the commune An Bình for it."""
    return draft(*tasks, issuer="30001")


def own(text: str = CENSUS, **more: object) -> DraftTask:
    return task("Phòng Kinh tế", text=text, within="30001", **more)  # type: ignore[arg-type]


def census(**more: object) -> DraftTask:
    return task("UBND các xã", EACH, text=CENSUS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [CENSUS, OWN_WORDS])
def test_a_deadline_after_the_one_above_is_a_conflict(text: str) -> None:
    parent = above(census(when=on(date(2026, 4, 15)), words="trước ngày 15/4/2026"))
    late = here(own(text, when=on(date(2026, 4, 20)), words="trước ngày 20/4/2026"))
    found = only(late, "deadline_after_parent", parent=parent)
    assert found.severity is Severity.CONFLICT
    assert "“trước ngày 20/4/2026” muộn hơn thời hạn “trước ngày 15/4/2026”" in found.message


def test_a_deadline_on_the_same_day_is_none() -> None:
    parent = above(census(when=on(date(2026, 4, 15))))
    assert said(here(own(when=on(date(2026, 4, 15)))), parent=parent) == set()


def test_a_later_deadline_of_another_matter_is_none() -> None:
    parent = above(census(when=on(date(2026, 4, 15))))
    other = own("Mở lớp tập huấn về chữ ký số cho cán bộ văn phòng", when=on(date(2026, 5, 15)))
    assert said(here(other), parent=parent) == set()


def test_what_the_document_above_asks_of_others_binds_nobody_here() -> None:
    parent = above(task("Sở Tài chính", text=CENSUS, when=on(date(2026, 4, 15))))
    assert said(here(own(when=on(date(2026, 4, 20)))), parent=parent) == set()


def test_a_monthly_report_due_after_the_one_above_is_a_conflict() -> None:
    parent = above(census(when=monthly(15)))
    assert said(here(own(when=monthly(20))), parent=parent) == {"deadline_after_parent"}
    assert said(here(own(when=monthly(12))), parent=parent) == set()


def test_a_deadline_that_was_lost_on_the_way_is_a_warning() -> None:
    parent = above(census(when=on(date(2026, 4, 15)), words="trước ngày 15/4/2026"))
    found = only(here(own()), "deadline_dropped", parent=parent)
    assert (found.severity, "15/4/2026" in found.message) == (Severity.WARNING, True)
    assert said(here(own()), parent=above(census())) == set()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (target(TargetOp.REDUCE_AT_LEAST, 15, FEWER), target(TargetOp.REDUCE_AT_LEAST, 10, LESS_FEWER)),
        (target(TargetOp.AT_MOST, 40, IN_PERSON), target(TargetOp.AT_MOST, 50, "hội nghị trực tiếp không quá 50%")),
        (
            target(TargetOp.EXACTLY, 100, "100% hồ sơ công việc được xử lý trên mạng"),
            target(TargetOp.AT_LEAST, 95, "tối thiểu 95% hồ sơ công việc được xử lý trên mạng"),
        ),
    ],
)
def test_a_target_that_asks_less_than_above_is_a_conflict(asked: Target, kept: Target) -> None:
    parent = above(census(targets=(asked,)))
    found = only(here(own(targets=(kept,))), "target_weakened", parent=parent)
    assert (found.severity, found.line, found.suggestions) == (Severity.CONFLICT, 25, (asked.text,))


@pytest.mark.parametrize("value", [15, 20])
def test_a_target_that_asks_as_much_or_more_is_none(value: float) -> None:
    parent = above(census(targets=(target(TargetOp.REDUCE_AT_LEAST, 15, FEWER),)))
    kept = target(TargetOp.REDUCE_AT_LEAST, value, f"giảm ít nhất {value}% số lượng văn bản hành chính")
    assert said(here(own(targets=(kept,))), parent=parent) == set()


def test_a_target_that_is_missing_is_a_warning_wherever_it_would_stand() -> None:
    asked = target(TargetOp.AT_MOST, 40, IN_PERSON)
    parent = above(census(targets=(asked,)))
    found = only(here(own()), "target_dropped", parent=parent)
    assert (found.severity, found.line, found.evidence) == (Severity.WARNING, None, IN_PERSON)
    elsewhere = numbered(own(), own("Họp trực tuyến là chính", targets=(asked,)))
    assert said(here(*elsewhere), parent=parent) == set()


def test_a_floor_and_a_ceiling_of_the_same_kind_are_two_targets() -> None:
    ceiling = target(TargetOp.AT_MOST, 40, IN_PERSON)
    floor = target(TargetOp.AT_LEAST, 60, "hội nghị trực tuyến chiếm ít nhất 60% tổng số hội nghị")
    parent = above(census(targets=(ceiling, floor)))
    assert said(here(own(targets=(floor, ceiling))), parent=parent) == set()
    assert said(here(own(targets=(floor,))), parent=parent) == {"target_dropped"}


def running(work: Task) -> Directive:
    """The province's plan as it runs here."""
    return Directive("p1", "30", "Kế hoạch", "Nước sạch", date(2026, 2, 20), (work,))


def test_a_running_directive_above_is_held_against_as_well() -> None:
    each = Task(1, CENSUS, Mode.EACH, recipients=("communes",), deadline=Deadline(date(2026, 4, 15)))
    late = here(own(when=on(date(2026, 4, 20))))
    assert said(late, parent=running(each)) == {"deadline_after_parent"}
    assert said(late, parent=running(replace(each, deadline=Deadline(date(2026, 4, 20))))) == set()
    assert said(late, parent=running(replace(each, recipients=("departments",)))) == set()
    assert said(late, parent=running(replace(each, mode=Mode.SINGLE, recipients=(), leads=("30002",)))) == set()


def test_a_recurring_task_of_a_running_directive_is_held_against_as_well() -> None:
    rule = Recurrence(Rhythm.MONTHLY, 15, date(2026, 2, 20))
    each = Task(1, CENSUS, Mode.EACH, recipients=("communes",), recurrence=rule)
    assert said(here(own(when=monthly(20))), parent=running(each)) == {"deadline_after_parent"}
    assert said(here(own(when=monthly(15))), parent=running(each)) == set()
