from dataclasses import replace
from datetime import date

from tests.intake.drafts import TREE, draft, header, numbered, on, task
from tests.intake.findings.said import only, said
from thac.intake.draft import ReadMode, Severity
from thac.intake.findings import find


def test_a_document_without_a_task_cannot_be_launched() -> None:
    assert said(draft()) == {"no_task"}
    assert said(draft(task(tracked=False))) == {"no_task"}
    assert said(draft(task())) == set()


def test_a_title_read_as_a_task_is_told_also_where_nothing_of_it_is_followed() -> None:
    title = task(text="NHIỆM VỤ TRỌNG TÂM", unsure=("text",), tracked=False)
    assert "nội dung" in only(draft(title), "unsure_reading").message
    assert "unsure_reading" not in said(draft(task(unsure=("leads",), tracked=False)))


def test_an_unsure_reading_names_what_to_look_at() -> None:
    found = only(draft(task(unsure=("leads", "deadline"))), "unsure_reading")
    assert found.severity is Severity.WARNING
    assert "cơ quan chủ trì, thời hạn" in found.message
    assert "the lead, the deadline" in found.english
    assert said(draft(task(unsure=()))) == set()


def test_one_doubt_about_many_tasks_is_one_line() -> None:
    four = numbered(*(task(text=text, unsure=("leads",)) for text in ("Rà soát", "Lập sổ", "Mở lớp", "Bàn giao")))
    found = only(draft(*four), "unsure_reading")
    assert (found.line, found.task) == (20, None)
    assert found.message.startswith("4 mục (1; 2; 3; 4): hệ thống đọc chưa chắc cơ quan chủ trì.")
    assert len([one for one in find(draft(*four[:3]), TREE) if one.code == "unsure_reading"]) == 3


def test_a_task_that_is_only_read_needs_no_second_look() -> None:
    assert said(draft(task(), task(unsure=("leads",), tracked=False, number=2, text="Đọc"))) == set()


def test_findings_come_in_the_order_of_their_lines() -> None:
    head = header(number=None)
    tasks = numbered(task("", ReadMode.NO_LEAD), task("Sở Tài chinh"), task(text="Mở lớp", when=on(date(2020, 1, 1))))
    found = find(draft(*tasks, head=head), TREE)
    assert [(one.line, one.code) for one in found] == [
        (3, "number_blank"),
        (20, "no_deadline"),
        (20, "no_lead"),
        (30, "lead_unknown"),
        (41, "deadline_before_issue"),
    ]


def test_a_path_is_said_as_a_clerk_says_it() -> None:
    nested = replace(task("", ReadMode.NO_LEAD), path="II.2 bullet 1")
    found = only(draft(nested), "no_lead")
    assert found.message.startswith("Mục II.2, gạch đầu dòng 1: chưa nêu cơ quan chủ trì.")
    assert found.english.startswith("Item II.2 bullet 1: no lead agency is named.")


def test_findings_that_the_draft_carries_already_are_looked_for_anew() -> None:
    once = draft(task("", ReadMode.NO_LEAD))
    assert find(replace(once, findings=find(once, TREE)), TREE) == find(once, TREE)
