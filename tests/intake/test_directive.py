from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.drafts import ISSUED, PARENT, TREE, bodies, draft, header, monthly, numbered, on, target, task
from thac.domain.agencies import AgencyId
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Directive, Mode, Task, Urgency, check
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.intake.directive import to_directive
from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Draft,
    DraftTask,
    Due,
    Frequency,
    Ongoing,
    Op,
    Period,
    ReadMode,
    Recurring,
    Several,
    Severity,
    TargetOp,
    Vague,
    When,
)
from thac.intake.findings import find

EACH, NAMED, REQUEST = ReadMode.FAN_OUT, ReadMode.EACH_NAMED, ReadMode.REQUEST


def ordered(*tasks: DraftTask, issuer: AgencyId = "30", **more: object) -> Directive:
    return to_directive(draft(*tasks, issuer=issuer, **more), TREE, "d1", issuer, ISSUED)  # type: ignore[arg-type]


def one(read: DraftTask, issuer: AgencyId = "30") -> Task:
    (only,) = ordered(read, issuer=issuer).tasks
    return only


def test_the_letterhead_becomes_the_directives_own() -> None:
    head = header(number="41", symbol="KH-UBND", doc_type="Kế hoạch", urgency=Urgency.URGENT)
    made = ordered(task(), head=head)
    assert (made.id, made.issuer, made.issued_on, made.parent) == ("d1", "30", ISSUED, None)
    assert (made.number, made.symbol, made.doc_type, made.urgency) == ("41", "KH-UBND", "Kế hoạch", Urgency.URGENT)
    assert made.subject == "Triển khai Kết luận số 15-KL/TU"


def test_what_it_carries_out_is_cited_in_words() -> None:
    second = replace(PARENT, symbol="12/KH-UBND", doc_type=None, lines=(10,))
    assert ordered(task()).implements == "Kết luận số 15-KL/TU"
    assert ordered(task(), references=(PARENT, second)).implements == "Kết luận số 15-KL/TU; 12/KH-UBND"
    assert ordered(task(), references=()).implements is None


def test_blanks_of_the_letterhead_are_said_to_be_blank() -> None:
    made = ordered(task(), head=header(number=None, symbol=None, doc_type=None, subject=None))
    assert (made.number, made.symbol, made.doc_type, made.subject) == (None, None, "Văn bản", "(chưa có trích yếu)")


def test_one_lead_with_its_coordinators() -> None:
    made = one(task("Sở Nội vụ", coordinators="Sở Tài chính; các cơ quan liên quan; Công an tỉnh"))
    assert (made.mode, made.leads, made.recipients) == (Mode.SINGLE, ("30-SNV",), ())
    assert made.coordinators == ("30-STC",)


def test_a_class_among_the_coordinators_is_all_of_it_but_the_lead() -> None:
    assert one(task("Sở Nội vụ", coordinators="các sở, ban, ngành")).coordinators == ("30-SKHCN", "30-STC")


def test_an_agency_does_not_coordinate_with_the_one_that_orders_it() -> None:
    assert one(task("Sở Nội vụ", coordinators="UBND tỉnh; Sở Tài chính")).coordinators == ("30-STC",)


def test_classes_of_recipients_go_by_their_groups() -> None:
    made = one(task("Các sở, ban, ngành; UBND các xã, phường", EACH))
    assert (made.mode, made.leads, made.recipients) == (Mode.EACH, (), ("departments", "communes"))


def test_several_named_agencies_each_have_their_own() -> None:
    assert one(task("Sở Nội vụ; UBND xã Hòa Lạc", NAMED)).recipients == ("30-SNV", "30002")


def test_one_lead_that_is_a_class_is_each_of_it() -> None:
    made = one(task("UBND các xã, phường"))
    assert (made.mode, made.recipients) == (Mode.EACH, ("communes",))


def test_a_commune_orders_its_units() -> None:
    made = one(task("Các phòng, đơn vị thuộc UBND xã", EACH, within="30001"), "30001")
    assert made.recipients == ("units",)


def test_a_request_goes_to_bodies_outside_the_chain() -> None:
    single = one(task("Ủy ban MTTQ Việt Nam tỉnh", REQUEST))
    assert (single.request, single.mode, single.leads) == (True, Mode.SINGLE, ("30-MTTQ",))
    both = one(task("Ủy ban MTTQ Việt Nam tỉnh; Thuế tỉnh", REQUEST))
    assert (both.request, both.mode, both.recipients) == (True, Mode.EACH, ("30-MTTQ", "30-THUE"))


def test_a_request_to_a_subordinate_is_an_order() -> None:
    made = one(task("Sở Nội vụ", REQUEST))
    assert (made.request, made.mode, made.leads) == (False, Mode.SINGLE, ("30-SNV",))


def test_nobody_is_made_lead_where_the_words_leave_it_open() -> None:
    for read in (
        task("Sở Nội vụ; Sở Tài chính", ReadMode.MULTI_LEAD_VIOLATION),
        task("Sở Nội vụ; Sở Tài chính", ReadMode.NO_LEAD),
        task("", ReadMode.COORDINATOR_ONLY, coordinators="Sở Nội vụ"),
        task("(cơ quan được giao chủ trì)", ReadMode.ROLE_BASED),
        task("Phòng Kinh tế"),
        task("Sở Nội vu"),
        task("Các sở, ban, ngành liên quan", EACH),
    ):
        made = one(read)
        assert (made.leads, made.recipients) == ((), ())


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (on(date(2026, 4, 15), Op.ON_OR_BEFORE, time(16)), (Deadline(date(2026, 4, 15), Operator.BY, time(16)),)),
        (monthly(15), (None, Recurrence(Rhythm.MONTHLY, 15, ISSUED))),
        (AfterEvent("nhận hồ sơ", days=5), (None, None, Relative("nhận hồ sơ", 5))),
        (monthly(None), (None, None, None, 30)),
        (Vague(), ()),
    ],
)
def test_a_task_is_due_in_one_way(when: When, expected: tuple[object, ...]) -> None:
    made = one(task(when=when))
    found = (made.deadline, made.recurrence, made.relative, made.silence_days)
    assert found == (*expected, *(None,) * (4 - len(expected)))


def test_product_targets_and_what_is_only_read_are_kept() -> None:
    goal = target(TargetOp.AT_LEAST, 90, "ít nhất 90% thôn có nhà văn hóa")
    made = one(task(product="Bảng tổng hợp", targets=(goal, goal)))
    assert (made.product, made.targets) == ("Bảng tổng hợp", ("ít nhất 90% thôn có nhà văn hóa",))
    assert not one(task(tracked=False)).tracked


def test_whoever_the_reports_go_to_follows_the_task_and_collects_them() -> None:
    home = bodies("Sở Nội vụ")
    reports = task("UBND các xã", EACH, monthly(15), text="Gửi báo cáo", report_to=home)
    through = task("UBND các xã", EACH, text="Báo cáo UBND tỉnh", report_to=bodies("UBND tỉnh"), report_via=home)
    summary = task("Sở Nội vụ", when=monthly(20), text="Tổng hợp, báo cáo UBND tỉnh")
    first, second, third = ordered(*numbered(reports, through, summary)).tasks
    assert (first.monitor, second.monitor, third.monitor) == ("30-SNV", "30-SNV", None)
    assert third.collects == (1, 2)


def test_a_report_that_comes_after_the_summary_is_not_collected() -> None:
    reports = task("UBND các xã", EACH, monthly(25), text="Gửi báo cáo", report_to=bodies("Sở Nội vụ"))
    summary = task("Sở Nội vụ", when=monthly(20), text="Tổng hợp, báo cáo UBND tỉnh")
    assert ordered(*numbered(reports, summary)).tasks[1].collects == ()


def test_a_report_to_the_issuer_itself_has_no_monitor() -> None:
    assert one(task("Sở Tài chính", report_to=bodies("UBND tỉnh"))).monitor is None


def test_an_own_plan_says_what_it_does_of_the_parent() -> None:
    read = draft(
        *numbered(task("Phòng Kinh tế", within="30001"), task("", within="30001", tracked=False)), issuer="30001"
    )
    made = to_directive(
        read, TREE, "d2", "30001", ISSUED, parent="d1", implements={1: (3, 4), 2: (5,)}, beyond={1: "Chờ vốn"}
    )
    assert (made.parent, made.implemented) == ("d1", (3, 4))
    assert made.tasks[0].beyond == "Chờ vốn"


NAMES = st.sampled_from(
    [
        "Sở Nội vụ",
        "Sở Tài chính",
        "Sở Khoa học và Công nghệ",
        "UBND xã An Bình",
        "UBND xã Hòa Lạc",
        "Các sở, ban, ngành",
        "UBND các xã, phường",
        "Các sở, ban, ngành liên quan",
        "Ủy ban MTTQ Việt Nam tỉnh",
        "Thuế tỉnh",
        "Phòng Kinh tế",
        "Phòng Kinh tế thuộc UBND xã Hòa Lạc",
        "UBND tỉnh",
        "UBND tỉnh Vĩnh Thủy",
        "Chính phủ",
        "Công an tỉnh",
        "Các thôn",
        "các cơ quan liên quan",
        "(cơ quan được giao chủ trì)",
    ]
)
DAYS = st.dates(date(2025, 1, 1), date(2040, 1, 1))
ABSOLUTE = st.builds(Absolute, st.sampled_from(Op), DAYS, st.none() | st.just(time(17)))
MILESTONES = st.lists(st.tuples(ABSOLUTE, st.just("mốc")), max_size=3).map(tuple)
PERIOD_DATES = st.none() | st.sampled_from(["2026", "2027-02", "2026-12-31", "2025-01-01", "quý I"])
DUES = st.lists(
    st.builds(
        Due,
        st.sampled_from(Op),
        st.none() | st.integers(0, 33),
        st.none() | st.integers(0, 13) | st.sampled_from(["every", "last_month_of_period", "first_month_after_period"]),
        st.none() | st.integers(0, 8),
    ),
    max_size=3,
).map(tuple)
WHENS: st.SearchStrategy[When | None] = st.one_of(
    st.none(),
    ABSOLUTE,
    st.builds(Several, MILESTONES),
    st.builds(Period, PERIOD_DATES, PERIOD_DATES, MILESTONES),
    st.builds(Recurring, st.lists(st.sampled_from(Frequency), max_size=3).map(tuple), DUES, st.none() | DAYS),
    st.builds(
        AfterEvent,
        st.sampled_from(["ngày ký", "nhận hồ sơ"]),
        st.none() | st.integers(-400, 400),
        st.booleans(),
        st.none() | st.integers(0, 100),
        st.none() | DAYS,
        st.none() | st.integers(-20, 200),
    ),
    st.just(Ongoing()),
    st.just(Vague()),
)
ROLES = st.lists(NAMES, max_size=3).map("; ".join)
TASKS = st.lists(
    st.builds(
        task,
        ROLES,
        st.sampled_from(ReadMode),
        WHENS,
        coordinators=ROLES,
        text=st.sampled_from(["Tổng hợp, báo cáo", "Rà soát", "Lập danh sách hộ chưa có nước sạch của từng thôn"]),
        report_to=ROLES.map(bodies),
        tracked=st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(lambda tasks: numbered(*tasks))


@settings(deadline=None)
@given(TASKS, st.sampled_from(["30", "30001", "TW"]))
def test_a_draft_without_a_violation_may_be_launched(tasks: tuple[DraftTask, ...], issuer: AgencyId) -> None:
    """Whatever is read: once the tasks with a violation are set untracked, no rule of the domain objects."""
    read = draft(*tasks, issuer=issuer)
    objected = {one.task for one in find(read, TREE, today=ISSUED) if one.severity is Severity.VIOLATION}
    settled = replace(read, tasks=tuple(_untracked(one, objected) for one in read.tasks))
    if any(one.tracked for one in settled.tasks):
        assert all(one.severity is not Severity.VIOLATION for one in find(settled, TREE, today=ISSUED))
        assert check(to_directive(settled, TREE, "d1", issuer, ISSUED), TREE) == ()
    else:
        assert [one.code for one in find(settled, TREE) if one.severity is Severity.VIOLATION] == ["no_task"]


def _untracked(read: DraftTask, objected: set[int | None]) -> DraftTask:
    return replace(read, tracked=False, untracked_because="Ghi chung") if read.number in objected else read


@settings(deadline=None)
@given(TASKS)
def test_what_may_be_launched_names_only_what_the_directory_has(tasks: tuple[DraftTask, ...]) -> None:
    made = to_directive(Draft(draft().document, tasks), TREE, "d1", "30", ISSUED)
    groups = {"departments", "communes", "provinces", "units"}
    for each in made.tasks:
        named = {*each.leads, *each.recipients, *each.coordinators, *filter(None, [each.monitor])}
        assert all(agency in TREE for agency in named - groups)
