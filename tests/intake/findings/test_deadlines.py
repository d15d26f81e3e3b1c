from dataclasses import replace
from datetime import date, time

import pytest

from tests.intake.drafts import draft, header, monthly, numbered, on, task
from tests.intake.findings.said import only, said
from thac.intake.document import PartialDate
from thac.intake.draft import (
    AfterEvent,
    Due,
    Frequency,
    Ongoing,
    Op,
    Period,
    ReadMode,
    Recurring,
    Several,
    Severity,
    Vague,
    When,
)
from thac.intake.findings import find

YEARLY = (Frequency.YEARLY,)


def test_a_deadline_before_the_date_of_issue_is_a_violation() -> None:
    early = draft(task(when=on(date(2026, 3, 1)), words="trước ngày 01/3/2026"))
    found = only(early, "deadline_before_issue")
    assert found.severity is Severity.VIOLATION
    assert (found.line, found.evidence) == (21, "trước ngày 01/3/2026")
    assert "01/03/2026 trước ngày ban hành 02/03/2026" in found.message
    assert said(early) == {"deadline_before_issue"}


def test_a_deadline_on_the_day_of_issue_is_none() -> None:
    assert said(draft(task(when=on(date(2026, 3, 2), hour=time(17))))) == set()


def test_where_the_day_of_issue_is_blank_only_what_lies_before_its_month_is_before_issue() -> None:
    blank = header(date=PartialDate(None, 3, 2026))
    assert "deadline_before_issue" in said(draft(task(when=on(date(2026, 2, 28))), head=blank))
    assert "deadline_before_issue" not in said(draft(task(when=on(date(2026, 3, 1))), head=blank))


def test_where_no_date_of_issue_is_printed_today_is_the_earliest() -> None:
    undated = draft(task(when=on(date(2026, 3, 1))), head=header(date=PartialDate()))
    assert "deadline_before_issue" in said(undated, today=date(2026, 3, 2))
    assert "deadline_before_issue" not in said(undated)


def test_a_deadline_more_than_ten_years_ahead_is_a_violation() -> None:
    assert said(draft(task(when=on(date(2036, 3, 5))))) == {"deadline_too_far"}
    assert said(draft(task(when=on(date(2036, 3, 2))))) == set()


def test_a_deadline_that_has_passed_is_a_warning() -> None:
    due = draft(task(when=on(date(2026, 3, 20))))
    assert said(due, today=date(2026, 3, 21)) == {"deadline_past"}
    assert only(due, "deadline_past", today=date(2026, 3, 21)).severity is Severity.WARNING
    assert said(due, today=date(2026, 3, 20)) == set()
    assert said(due) == set()


def test_a_series_that_has_ended_is_past() -> None:
    ended = replace(monthly(15), until=date(2026, 6, 30))
    assert said(draft(task(when=ended)), today=date(2026, 7, 1)) == {"deadline_past"}
    assert said(draft(task(when=ended)), today=date(2026, 6, 30)) == set()


def test_a_vague_deadline_is_a_warning_with_its_words() -> None:
    soon = draft(task(when=Vague(), words="trong thời gian sớm nhất"))
    assert said(soon) == {"deadline_vague"}
    assert "“trong thời gian sớm nhất”" in only(soon, "deadline_vague").message


def test_a_task_without_an_end_is_not_vague() -> None:
    assert said(draft(task(when=Ongoing(), words="thường xuyên"))) == set()


def test_undated_tasks_are_counted_in_one_line() -> None:
    three = numbered(task(), task(when=on(date(2026, 4, 1)), text="Lập sổ"), task(text="Mở lớp", when=Ongoing()))
    counted = only(draft(*three), "no_deadline")
    assert counted.severity is Severity.INFO
    assert counted.message.startswith("2/3 nhiệm vụ theo dõi không có thời hạn.")


@pytest.mark.parametrize(
    "when",
    [
        on(date(2026, 4, 1)),
        monthly(15),
        AfterEvent("nhận được hồ sơ", days=5),
        Period("2026-03-01", "2026-03-31"),
    ],
)
def test_a_task_with_a_day_of_whatever_shape_is_not_undated(when: When) -> None:
    assert "no_deadline" not in {one.code for one in find(draft(task(when=when)), None)}


def test_of_several_dates_the_last_is_followed_and_said() -> None:
    two = Several(((on(date(2026, 4, 1)), "dự thảo"), (on(date(2026, 5, 4)), "trình")))
    assert said(draft(task(when=two))) == {"several_dates"}
    assert "04/05/2026" in only(draft(task(when=two)), "several_dates").message
    assert said(draft(task(when=Several(two.items[:1])))) == set()


def test_milestones_in_a_period_are_said() -> None:
    period = Period("2026-03-01", "2026-06-30", ((on(date(2026, 4, 1)), "đợt 1"),))
    assert said(draft(task(when=period))) == {"several_dates"}
    assert said(draft(task(when=replace(period, milestones=())))) == set()


def test_an_event_without_days_is_said() -> None:
    assert said(draft(task(when=AfterEvent("khi có hướng dẫn của Sở")))) == {"event_without_days"}
    assert said(draft(task(when=AfterEvent("khi có hướng dẫn của Sở", days=3)))) == set()


def test_what_recurs_on_a_day_that_no_rule_names_is_a_warning() -> None:
    november = Recurring(YEARLY, (Due(Op.BEFORE, 15, 11),))
    assert said(draft(task(when=november))) == {"deadline_not_followed"}
    assert said(draft(task(when=Recurring(YEARLY, (Due(Op.BEFORE, 15, 12),))))) == set()


def test_hours_after_an_event_are_a_warning_and_days_are_none() -> None:
    assert said(draft(task(when=AfterEvent("khi nước rút", hours=48)))) == {"deadline_not_followed"}
    assert said(draft(task(when=AfterEvent("khi nước rút", days=2)))) == set()


def test_months_after_an_event_are_a_warning_and_after_its_own_issue_none() -> None:
    assert said(draft(task(when=AfterEvent("phê duyệt dự án", months=2)))) == {"deadline_not_followed"}
    assert said(draft(task(when=AfterEvent("ngày ký", months=2)))) == set()


def test_a_recurring_report_without_a_day_is_a_warning() -> None:
    asked = task(when=monthly(None), words="hằng tháng", report_to=task("Sở Nội vụ").leads, leads="Sở Tài chính")
    assert said(draft(asked)) == {"report_without_day"}
    assert said(draft(task(when=monthly(None), product="Báo cáo kết quả"))) == {"report_without_day"}


def test_a_rhythm_of_work_that_is_no_report_needs_no_day() -> None:
    assert said(draft(task(when=monthly(None)))) == set()
    assert said(draft(task(when=monthly(15), product="Báo cáo kết quả"))) == set()
    assert said(draft(task(when=Recurring((Frequency.AD_HOC,)), product="Báo cáo đột xuất"))) == set()


def test_a_summary_is_not_due_before_the_reports_it_collects() -> None:
    reports = task("UBND các xã", ReadMode.FAN_OUT, monthly(20), text="Gửi số liệu", report_to=task("Sở Nội vụ").leads)
    summary = task("Sở Nội vụ", when=monthly(18), text="Tổng hợp số liệu của các xã, trình UBND tỉnh")
    found = only(draft(*numbered(reports, summary)), "summary_before_reports")
    assert (found.task, "Mục 1" in found.message) == (2, True)
    assert said(draft(*numbered(reports, replace(summary, deadline=task(when=monthly(25)).deadline)))) == set()


def test_deadlines_of_tasks_that_are_not_tracked_are_nobodys_concern() -> None:
    untracked = task(when=on(date(2025, 1, 1)), number=2, text="Đọc và ký nhận", tracked=False)
    assert said(draft(task(), untracked), today=date(2026, 3, 3)) == set()
