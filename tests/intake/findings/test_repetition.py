from dataclasses import replace

import pytest

from tests.intake.drafts import draft, numbered, task
from tests.intake.findings.said import only, said
from thac.intake.draft import ReadMode, Severity

CENSUS = "Rà soát, lập danh sách các điểm trường chưa có nước sạch trên địa bàn, gửi số liệu kèm ảnh hiện trạng"
AGAIN = "Rà soát, lập danh sách các điểm trường chưa có nước sạch trên địa bàn; gửi số liệu kèm ảnh hiện trạng."


def test_one_matter_ordered_twice_of_one_lead_is_a_warning() -> None:
    twice = draft(*numbered(task(text=CENSUS), task(text=AGAIN)))
    assert said(twice) == {"ordered_twice"}
    assert only(twice, "ordered_twice").severity is Severity.WARNING
    assert "Mục 1" in only(twice, "ordered_twice").message


def test_one_matter_ordered_of_two_leads_is_a_conflict_that_names_both() -> None:
    twice = draft(*numbered(task(text=CENSUS), task("Sở Tài chính", text=AGAIN)))
    found = only(twice, "two_leads_for_one_matter")
    assert found.severity is Severity.CONFLICT
    assert (found.task, found.suggestions) == (2, ("Sở Nội vụ", "Sở Tài chính"))


@pytest.mark.parametrize(
    "text",
    [
        "Rà soát, lập danh sách các điểm trường chưa có nhà vệ sinh đạt chuẩn, đề xuất nguồn vốn sửa chữa",
        "Rà soát, lập danh sách các điểm trường",
    ],
)
def test_another_matter_in_some_of_the_words_is_none(text: str) -> None:
    assert said(draft(*numbered(task(text=CENSUS), task("Sở Tài chính", text=text)))) == set()


def test_work_for_each_and_the_lead_of_the_whole_are_not_the_same_order() -> None:
    each = replace(task("UBND các xã", ReadMode.FAN_OUT, text=CENSUS), number=2)
    assert said(draft(task(text=CENSUS), each)) == set()


def test_a_repetition_that_is_not_tracked_is_none() -> None:
    assert said(draft(*numbered(task(text=CENSUS), task(text=AGAIN, tracked=False)))) == set()
