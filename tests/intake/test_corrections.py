"""The draft as it stands: what was read, and in its place what the clerk said."""

from datetime import date

from tests.intake.letters import SNV, letter
from tests.samples import small_tree
from thac.directory.groups import GroupKind
from thac.directory.names import Group, Resolved
from thac.domain.directives import Urgency
from thac.intake.corrections import (
    NOTHING,
    AddedTask,
    Corrections,
    HeaderCorrection,
    NoDeadline,
    TaskCorrection,
    corrected,
)
from thac.intake.document import PartialDate
from thac.intake.draft import Absolute, Draft, DraftTask, Finding, Op, ReadMode, Severity

TREE = small_tree()


def stands(said: Corrections, draft: Draft | None = None) -> Draft:
    return corrected(draft or letter(), said, TREE, "19")


def first(said: TaskCorrection) -> DraftTask:
    return stands(Corrections(tasks={1: said})).tasks[0]


def second(said: TaskCorrection) -> DraftTask:
    return stands(Corrections(tasks={2: said})).tasks[1]


def test_where_nothing_was_said_it_stands_as_read_but_for_what_was_found_then() -> None:
    finding = Finding("two_leads", Severity.VIOLATION, "Hai nơi.", "Two.")
    assert stands(NOTHING, letter(findings=(finding,))) == letter()


def test_a_lead_makes_it_one_piece_of_work() -> None:
    task = first(TaskCorrection(lead="19-SKHCN"))
    assert (task.mode, [body.meaning for body in task.leads]) == (ReadMode.SINGLE_LEAD, [Resolved("19-SKHCN")])
    assert task.leads[0].name == "Sở Khoa học và Công nghệ"
    assert task.deadline == letter().tasks[0].deadline


def test_recipients_make_it_one_for_each() -> None:
    task = second(TaskCorrection(recipients=("departments", "00001")))
    assert task.mode is ReadMode.FAN_OUT
    assert [body.meaning for body in task.leads] == [Group((GroupKind.DEPARTMENTS,), "19"), Resolved("00001")]
    assert [body.name for body in task.leads] == ["các sở, ban, ngành", "UBND xã 1"]
    assert second(TaskCorrection(recipients=("00001", "00002"))).mode is ReadMode.EACH_NAMED


def test_a_request_stays_one_or_becomes_one() -> None:
    assert second(TaskCorrection(lead="TW", request=True)).mode is ReadMode.REQUEST
    asked = second(TaskCorrection(request=True))
    assert (asked.mode, asked.leads) == (ReadMode.REQUEST, (SNV,))


def test_what_a_correction_settles_is_unsure_no_more() -> None:
    assert letter().tasks[1].unsure == ("lead", "product")
    assert second(TaskCorrection(lead="19-SNV")).unsure == ("product",)
    assert second(TaskCorrection(product="Báo cáo quý")).unsure == ("lead",)


def test_a_deadline_is_replaced_or_taken_away() -> None:
    day = Absolute(Op.ON_OR_BEFORE, date(2026, 12, 5))
    moved = first(TaskCorrection(deadline=day)).deadline
    assert moved is not None
    assert moved.when == day
    assert first(TaskCorrection(deadline=NoDeadline())).deadline is None


def test_an_empty_product_is_none() -> None:
    assert second(TaskCorrection(product="")).product is None


def test_a_task_is_set_untracked_with_its_reason_and_tracked_again() -> None:
    task = second(TaskCorrection(tracked=False, reason="Chỉ để biết"))
    assert (task.tracked, task.untracked_because) == (False, "Chỉ để biết")
    draft = letter(task)
    again = stands(Corrections(tasks={2: TaskCorrection(tracked=True)}), draft).tasks[0]
    assert (again.tracked, again.untracked_because) == (True, None)


def test_a_task_is_split_and_the_parts_take_from_it_what_they_do_not_say() -> None:
    said = Corrections(
        tasks={1: TaskCorrection(text="Các xã rà soát", lead="19-SNV")},
        added=(
            AddedTask(3, TaskCorrection("Các xã báo cáo", recipients=("communes",)), of=1),
            AddedTask(4, TaskCorrection("Sở Nội vụ kiểm tra"), of=1),
        ),
    )
    tasks = {task.number: task for task in stands(said).tasks}
    assert list(tasks) == [1, 2, 3, 4]
    assert [tasks[number].text for number in (1, 3, 4)] == ["Các xã rà soát", "Các xã báo cáo", "Sở Nội vụ kiểm tra"]
    assert [tasks[number].mode for number in (1, 3, 4)] == [
        ReadMode.SINGLE_LEAD,
        ReadMode.FAN_OUT,
        ReadMode.SINGLE_LEAD,
    ]
    assert {tasks[number].deadline for number in (1, 3, 4)} == {letter().tasks[0].deadline}
    assert {tasks[number].line for number in (1, 3, 4)} == {3}


def test_a_part_may_be_without_what_the_task_has() -> None:
    said = Corrections(
        tasks={2: TaskCorrection(coordinators=("19-SKHCN",), implements=(1,))},
        added=(AddedTask(3, TaskCorrection("Việc", coordinators=()), of=2),),
    )
    assert [len(task.coordinators) for task in stands(said).tasks] == [0, 1, 0]
    assert said.of(3).implements == (1,)


def test_a_task_that_the_reading_missed_is_added_on_its_line() -> None:
    said = Corrections(added=(AddedTask(9, TaskCorrection("Văn phòng đôn đốc", lead="19-SNV"), line=5),))
    task = stands(said).tasks[-1]
    assert (task.number, task.line, task.mode, task.deadline) == (9, 5, ReadMode.SINGLE_LEAD, None)


def test_the_letterhead_is_completed_and_a_number_taken_away() -> None:
    said = HeaderCorrection(number="", subject="Về việc khác", issued_on=date(2026, 11, 18), urgency=Urgency.IMMEDIATE)
    header = stands(Corrections(said)).document.header
    assert (header.number, header.symbol, header.subject) == (None, "UBND-NC", "Về việc khác")
    assert (header.date, header.urgency) == (PartialDate(18, 11, 2026), Urgency.IMMEDIATE)
    assert (header.doc_type, header.lines) == ("Công văn", {"number": 2})
