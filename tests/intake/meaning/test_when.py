"""By when something is due: every shape that directives print, and what only looks like a deadline."""

from datetime import date, time

import pytest

from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Due,
    Frequency,
    Ongoing,
    Op,
    Period,
    Recurring,
    Several,
    Vague,
    When,
)
from thac.intake.meaning.when import Clock, Field, read_when

ISSUED = Clock(2026, 3, 10)
LAST = "last_month_of_period"


def when(text: str, within: Field | None = None) -> When | None:
    found = read_when(text, ISSUED, within)
    return found.when if found else None


@pytest.mark.parametrize(
    ("text", "op", "day", "hour"),
    [
        ("Gửi báo cáo về Sở Tài chính trước ngày 15/4/2026.", Op.BEFORE, date(2026, 4, 15), None),
        ("Hoàn thành trước ngày 05 tháng 5 năm 2026.", Op.BEFORE, date(2026, 5, 5), None),
        ("Xây dựng và ban hành kế hoạch trước 30/4/2026.", Op.BEFORE, date(2026, 4, 30), None),
        ("Trình UBND tỉnh chậm nhất trước ngày 20-4-2026.", Op.BEFORE, date(2026, 4, 20), None),
        ("Hoàn thành xong trước ngày 20.4.2026.", Op.BEFORE, date(2026, 4, 20), None),
        ("Gửi hồ sơ chậm nhất ngày 12/4/2026.", Op.ON_OR_BEFORE, date(2026, 4, 12), None),
        ("Gửi hồ sơ chậm nhất là ngày 12/4/2026.", Op.ON_OR_BEFORE, date(2026, 4, 12), None),
        ("Nộp đề án muộn nhất vào ngày 12 tháng 4 năm 2026.", Op.ON_OR_BEFORE, date(2026, 4, 12), None),
        ("Đăng ký đến hết ngày 31/3/2026.", Op.ON_OR_BEFORE, date(2026, 3, 31), None),
        ("Báo cáo không muộn hơn ngày 31/3/2026.", Op.ON_OR_BEFORE, date(2026, 3, 31), None),
        ("Bàn giao mặt bằng, hoàn thành ngày 20/8/2026.", Op.ON_OR_BEFORE, date(2026, 8, 20), None),
        ("Tổ chức lễ phát động vào ngày 19/5/2026.", Op.ON, date(2026, 5, 19), None),
        ("Báo cáo tại phiên họp ngày 25/4/2026.", Op.ON, date(2026, 4, 25), None),
        ("Tập huấn trực tuyến, dự kiến ngày 12/5/2026.", Op.ON, date(2026, 5, 12), None),
        ("Báo cáo nhanh trước 17 giờ ngày 11/3/2026.", Op.BEFORE, date(2026, 3, 11), time(17)),
        ("Báo cáo nhanh trước 16 giờ 30 phút ngày 11/3/2026.", Op.BEFORE, date(2026, 3, 11), time(16, 30)),
        ("Gửi số liệu trước 9h00 ngày 11 tháng 3 năm 2026.", Op.BEFORE, date(2026, 3, 11), time(9)),
        ("Gửi số liệu trước 3 giờ chiều ngày 11/3/2026.", Op.BEFORE, date(2026, 3, 11), time(15)),
        ("Gửi báo cáo trước 10 giờ, thứ Sáu, ngày 13/3/2026.", Op.BEFORE, date(2026, 3, 13), time(10)),
    ],
)
def test_a_printed_day_is_the_deadline(text: str, op: Op, day: date, hour: time | None) -> None:
    assert when(text) == Absolute(op, day, hour)


@pytest.mark.parametrize(
    ("text", "day"),
    [("Hoàn thành trước ngày 30/6.", date(2026, 6, 30)), ("Gửi kết quả trước ngày 15 tháng 01.", date(2027, 1, 15))],
)
def test_a_day_without_a_year_is_the_first_that_is_not_over_and_asks_for_a_look(text: str, day: date) -> None:
    found = read_when(text, ISSUED)
    assert found is not None
    assert found.when == Absolute(Op.BEFORE, day)
    assert not found.sure


def test_a_day_without_a_year_in_an_undated_draft_is_no_date() -> None:
    assert read_when("Hoàn thành trước ngày 30/6.", Clock()) is None


def test_a_day_that_the_calendar_does_not_have_is_no_date() -> None:
    assert when("Hoàn thành trước ngày 31/4/2026.") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lắp rào chắn tại các điểm đã khảo sát trước ngày 15/6/2026.",
            Absolute(Op.BEFORE, date(2026, 6, 15)),
        ),
        (
            "Sửa chữa các cống đã xuống cấp chậm nhất ngày 15/6/2026.",
            Absolute(Op.ON_OR_BEFORE, date(2026, 6, 15)),
        ),
        # Over, without a year that would put it after the issue, or a fact that lasts.
        ("Các điểm đã khảo sát trước ngày 15/2/2026.", None),
        ("Các điểm đã khảo sát trước ngày 15/2.", None),
        ("Giám sát các hợp đồng đã gia hạn đến ngày 31/12/2026.", None),
    ],
)
def test_a_day_to_come_is_a_deadline_also_behind_what_was_done(text: str, expected: When | None) -> None:
    assert when(text) == expected


def test_in_a_draft_whose_day_is_left_open_a_day_of_a_later_month_is_to_come() -> None:
    text = "Lắp rào chắn tại các điểm đã khảo sát trước ngày 15/6/2026."
    assert read_when(text, Clock(2026, 5)) is not None
    assert read_when(text, Clock(2026, 6)) is None
    assert read_when(text, Clock()) is None


def test_what_one_of_several_days_is_for_begins_with_a_whole_word() -> None:
    found = when(
        "Tổng hợp, thẩm định, báo cáo Ủy ban nhân dân xã kết quả kiểm kê tài sản công đợt một trước ngày 20/4/2026, "
        "kết quả đợt hai trước ngày 15/5/2026."
    )
    assert isinstance(found, Several)
    assert [what for _, what in found.items] == [
        "thẩm định, báo cáo Ủy ban nhân dân xã kết quả kiểm kê tài sản công đợt một",
        "kết quả đợt hai",
    ]


def test_several_days_say_what_each_is_for() -> None:
    text = "Kiện toàn tổ công tác trước ngày 20/3/2026; báo cáo kết quả chậm nhất ngày 30/4/2026."
    assert when(text) == Several(
        (
            (Absolute(Op.BEFORE, date(2026, 3, 20)), "Kiện toàn tổ công tác"),
            (Absolute(Op.ON_OR_BEFORE, date(2026, 4, 30)), "báo cáo kết quả"),
        )
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Hoàn thành trong tháng 4/2026.", "2026-04-01", "2026-04-30"),
        ("Ban hành quy chế trong tháng 02 năm 2027.", "2027-02-01", "2027-02-28"),
        ("Trình phê duyệt trong quý II năm 2026.", "2026-04-01", "2026-06-30"),
        ("Xong trong quý IV/2026.", "2026-10-01", "2026-12-31"),
        ("Hoàn thành trong quý II.", "2026-04-01", "2026-06-30"),
        ("Giải ngân xong trong 6 tháng đầu năm 2026.", "2026-01-01", "2026-06-30"),
        ("Hoàn thành trong năm 2026.", "2026", "2026"),
        ("Tổ chức ra quân từ ngày 15/4/2026 đến ngày 15/5/2026.", "2026-04-15", "2026-05-15"),
        ("Thực hiện từ ngày 20 tháng 3 đến hết ngày 20 tháng 4 năm 2026.", "2026-03-20", "2026-04-20"),
        ("Tuyên truyền từ tháng 4/2026 đến quý III/2026.", "2026-04-01", "2026-09-30"),
        ("Niêm yết thủ tục mới trong tuần đầu tháng 4.", "2026-04-01", "2026-04-07"),
        ("Từ nay đến hết năm 2026, tập trung xóa nhà tạm.", None, "2026"),
    ],
)
def test_a_month_a_quarter_a_half_or_a_range_is_a_period(text: str, start: str | None, end: str | None) -> None:
    assert when(text) == Period(start, end)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Tháng 4/2026", Period("2026-04-01", "2026-04-30")),
        ("Quý II và Quý III/2026", Period("2026-04-01", "2026-09-30")),
        ("Quý III, IV năm 2026", Period("2026-07-01", "2026-12-31")),
        ("Tháng 4 đến tháng 6/2026", Period("2026-04-01", "2026-06-30")),
        ("2026 - 2030", Period("2026", "2030")),
        ("Năm 2026 và các năm tiếp theo", Period("2026", None)),
        ("Dự kiến tháng 5/2026 (sau khi Sở Nội vụ hướng dẫn)", Period("2026-05-01", "2026-05-31")),
        ("Từ tháng 4/2026", Period("2026-04-01", None)),
        ("Trước ngày 20/4/2026", Absolute(Op.BEFORE, date(2026, 4, 20))),
        ("Thường xuyên", Ongoing()),
        ("Hằng năm", Recurring((Frequency.YEARLY,))),
        ("Quý IV hằng năm", Recurring((Frequency.YEARLY,))),
        ("Theo tiến độ dự án", Vague()),
        ("Sau khi có hướng dẫn của Bộ Nội vụ", AfterEvent("có hướng dẫn của Bộ Nội vụ")),
    ],
)
def test_in_a_field_a_month_or_a_year_alone_is_a_time(content: str, expected: When) -> None:
    assert when(content, Field()) == expected


def test_a_bare_day_is_the_last_in_a_field_for_a_term_and_the_day_in_a_field_for_a_time() -> None:
    assert when("30/4/2026", Field(completion=True)) == Absolute(Op.ON_OR_BEFORE, date(2026, 4, 30))
    assert when("Ngày 30/4/2026", Field()) == Absolute(Op.ON, date(2026, 4, 30))


@pytest.mark.parametrize(
    ("text", "frequency", "dues"),
    [
        ("Định kỳ hằng tháng báo cáo UBND tỉnh.", (Frequency.MONTHLY,), ()),
        ("Báo cáo trước ngày 25 hằng tháng.", (Frequency.MONTHLY,), (Due(Op.BEFORE, 25, "every"),)),
        ("Hàng tháng, trước ngày 20, gửi số liệu.", (Frequency.MONTHLY,), (Due(Op.BEFORE, 20, "every"),)),
        ("Gửi báo cáo trước ngày 05 của tháng sau.", (Frequency.MONTHLY,), (Due(Op.BEFORE, 5, "every"),)),
        ("Báo cáo trước ngày 20/12 hằng năm.", (Frequency.YEARLY,), (Due(Op.BEFORE, 20, 12),)),
        ("Chậm nhất ngày 15 tháng 11 hàng năm gửi dự toán.", (Frequency.YEARLY,), (Due(Op.ON_OR_BEFORE, 15, 11),)),
        (
            "Báo cáo trước ngày 15/6 và 15/12 hằng năm.",
            (Frequency.YEARLY,),
            (Due(Op.BEFORE, 15, 6), Due(Op.BEFORE, 15, 12)),
        ),
        ("Báo cáo trước ngày 20 của tháng cuối quý.", (Frequency.QUARTERLY,), (Due(Op.BEFORE, 20, LAST),)),
        (
            "Định kỳ quý, 6 tháng, năm báo cáo trước ngày 15 của tháng cuối cùng trong kỳ báo cáo.",
            (Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY),
            (Due(Op.BEFORE, 15, LAST),),
        ),
        (
            "Định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12) báo cáo Bộ Y tế.",
            (Frequency.HALF_YEARLY, Frequency.YEARLY),
            (Due(Op.BEFORE, 10, 6), Due(Op.BEFORE, 10, 12)),
        ),
        (
            "Báo cáo trước 15 giờ thứ Sáu hằng tuần.",
            (Frequency.WEEKLY,),
            (Due(Op.BEFORE, weekday=5, hour=time(15)),),
        ),
        ("Giao ban vào chiều thứ 2 hằng tuần.", (Frequency.WEEKLY,), (Due(Op.ON, weekday=1),)),
        ("Báo cáo trước 16 giờ hằng ngày.", (Frequency.DAILY,), (Due(Op.BEFORE, hour=time(16)),)),
        (
            "Hằng ngày báo cáo mực nước trước 06 giờ và 16 giờ.",
            (Frequency.DAILY,),
            (Due(Op.BEFORE, hour=time(6)), Due(Op.BEFORE, hour=time(16))),
        ),
        ("Thực hiện báo cáo định kỳ, đột xuất theo quy định.", (Frequency.AD_HOC, Frequency.PERIODIC), ()),
        ("Theo dõi, định kỳ báo cáo UBND xã.", (Frequency.PERIODIC,), ()),
        ("Sinh hoạt chuyên đề mỗi quý một lần.", (Frequency.QUARTERLY,), ()),
        ("Kiểm tra 6 tháng một lần.", (Frequency.HALF_YEARLY,), ()),
        ("Hằng năm rà soát danh mục.", (Frequency.YEARLY,), ()),
    ],
)
def test_what_recurs_has_its_rhythm_and_its_due_days(
    text: str, frequency: tuple[Frequency, ...], dues: tuple[Due, ...]
) -> None:
    assert when(text) == Recurring(frequency, dues)


def test_a_term_in_a_clause_before_a_rhythm_is_the_deadline_and_asks_for_a_second_look() -> None:
    found = read_when("Ban hành quy chế trong tháng 4/2026; định kỳ 6 tháng báo cáo Đảng ủy.", ISSUED)
    assert found is not None
    assert found.when == Period("2026-04-01", "2026-04-30")
    assert not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "Định kỳ 6 tháng báo cáo Đảng ủy; ban hành quy chế trong tháng 4/2026.",
        "Trong tháng 2/2026 đã ban hành quy chế; định kỳ 6 tháng báo cáo Đảng ủy.",
    ],
)
def test_a_term_behind_a_rhythm_or_over_before_the_issue_is_not_taken_for_it(text: str) -> None:
    assert when(text) == Recurring((Frequency.HALF_YEARLY,))


def test_a_range_says_until_when_it_recurs() -> None:
    text = "Từ tháng 4/2026 đến tháng 6/2026, hằng tuần báo cáo vào thứ Năm."
    assert when(text) == Recurring((Frequency.WEEKLY,), (Due(Op.ON, weekday=4),), date(2026, 6, 30))


def test_a_due_day_of_the_reporting_period_takes_the_rhythm_of_the_neighbour_above() -> None:
    text = "Tổng hợp, gửi trước ngày 20 của tháng cuối cùng trong kỳ báo cáo."
    kept = (Frequency.QUARTERLY, Frequency.YEARLY)
    found = read_when(text, ISSUED, kept=kept)
    assert found is not None
    assert found.when == Recurring(kept, (Due(Op.BEFORE, 20, LAST),))
    assert when(text) == Recurring((Frequency.PERIODIC,), (Due(Op.BEFORE, 20, LAST),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản.",
            AfterEvent("ngày nhận được văn bản", 5, working=True),
        ),
        ("Công khai trong 15 ngày, kể từ ngày phê duyệt.", AfterEvent("ngày phê duyệt", 15)),
        ("Thanh toán chậm nhất 30 ngày sau khi nghiệm thu.", AfterEvent("khi nghiệm thu", 30)),
        ("Niêm yết trước ngày bầu cử 10 ngày.", AfterEvent("ngày bầu cử", -10)),
        ("Gửi tài liệu 03 ngày trước khi khai mạc kỳ họp.", AfterEvent("khi khai mạc kỳ họp", -3)),
        ("Thống kê thiệt hại trong 24-48 giờ sau khi nước rút.", AfterEvent("khi nước rút", hours=48)),
        ("Hoàn thành trong vòng 02 tháng kể từ ngày có kết luận.", AfterEvent("ngày có kết luận", months=2)),
        ("Ngay sau khi bão tan, tổ chức vệ sinh môi trường.", AfterEvent("bão tan")),
        (
            "Ban hành văn bản khi Bộ Nội vụ ban hành Thông tư mới.",
            AfterEvent("Bộ Nội vụ ban hành Thông tư mới"),
        ),
        ("Chi trả xong trước Tết Nguyên đán năm 2027.", AfterEvent("Tết Nguyên đán năm 2027")),
    ],
)
def test_a_term_runs_from_its_event(text: str, expected: AfterEvent) -> None:
    assert when(text) == expected


def test_a_term_from_the_document_or_a_printed_day_comes_to_a_date() -> None:
    own = when("Xây dựng kế hoạch trong 20 ngày kể từ ngày ban hành Chỉ thị này.")
    assert own == AfterEvent("ngày ban hành Chỉ thị này", 20, day=date(2026, 3, 30))
    printed = when("Hoàn thành trong 10 ngày kể từ ngày 01/4/2026.")
    assert printed == AfterEvent("ngày 01/4/2026", 10, day=date(2026, 4, 11))


def test_an_open_stretch_has_a_start_only() -> None:
    text = "Cấm phương tiện trên tuyến đường từ 18 giờ ngày 20/4/2026 cho đến khi có thông báo mới."
    assert when(text) == Period("2026-04-20", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thường xuyên kiểm tra việc chấp hành.", Ongoing()),
        ("Chỉ đạo các trường thường xuyên nhắc nhở học sinh.", Ongoing()),
        ("Duy trì hoạt động của tổ tự quản.", Ongoing()),
        ("Khắc phục hư hỏng trong thời gian sớm nhất.", Vague()),
        ("Thực hiện ngay các biện pháp cấp bách.", Vague()),
    ],
)
def test_without_an_end_or_soon_is_no_date(text: str, expected: When) -> None:
    assert when(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện nghiêm Chỉ thị số 09/CT-UBND ngày 06/8/2026 của UBND tỉnh.",
        "Triển khai Kế hoạch số 15-KH/TU ngày 20/4/2026 của Tỉnh ủy về giảm nghèo, giai đoạn 2026-2030.",
        "Phổ biến Luật Đường bộ ngày 27/6/2026 đến cán bộ.",
        "Rà soát các hộ đã được cấp đất trước ngày 01/7/2025.",
        "Xử lý công trình xây dựng trước ngày 01/7/2025.",
        "Đánh giá số liệu tính đến ngày 30/4/2026.",
        "Kịp thời báo cáo những vấn đề phát sinh.",
        "Bố trí kinh phí chi thường xuyên theo quy định.",
        "Thời gian mỗi cuộc họp không quá 1/2 ngày.",
        "Rà soát 3/4 số tuyến đường trên địa bàn.",
        "Xây dựng tầm nhìn phát triển đến năm 2045.",
        "Giảm 10% số cuộc họp hằng năm.",
        "Đẩy mạnh quản lý đất đai sau khi sắp xếp đơn vị hành chính.",
        "Chỉ ban hành văn bản khi thật sự cần thiết.",
        'Nhân rộng mô hình "xử lý trước ngày 30/4/2026".',
        "Phân biệt hội nghị định kỳ, hội nghị chuyên đề.",
        "Kiểm tra lần thứ năm trong đợt cao điểm.",
        "Thu thập số liệu trong năm 2024.",
    ],
)
def test_what_only_looks_like_a_deadline_is_none(text: str) -> None:
    assert when(text) is None


def test_the_words_that_say_it_are_kept() -> None:
    text = "Tổng hợp, báo cáo UBND tỉnh trước ngày 15/4/2026 để theo dõi."
    found = read_when(text, ISSUED)
    assert found is not None
    assert text[found.start : found.end] == "trước ngày 15/4/2026"


@pytest.mark.parametrize(
    ("text", "op", "days", "hour"),
    [
        ("Ra quân trong hai ngày 12 và 13 tháng 6 năm 2026.", Op.ON, ((6, 12), (6, 13)), None),
        ("Tập huấn vào các ngày 4, 5 và 6/8/2026.", Op.ON, ((8, 4), (8, 5), (8, 6)), None),
        ("Nộp hồ sơ trước 15h00 ngày 12 và 14/8/2026.", Op.BEFORE, ((8, 12), (8, 14)), time(15)),
        ("Trực vào các ngày 30/4/2026, 01/5/2026.", Op.ON, ((4, 30), (5, 1)), None),
    ],
)
def test_days_in_a_row_share_their_word_and_their_month(
    text: str, op: Op, days: tuple[tuple[int, int], ...], hour: time | None
) -> None:
    found = when(text)
    assert isinstance(found, Several)
    assert [one for one, _ in found.items] == [Absolute(op, date(2026, month, day), hour) for month, day in days]


@pytest.mark.parametrize(
    ("text", "event", "days", "working"),
    [
        ("Báo cáo sau khi hội thi kết thúc 03 ngày làm việc.", "hội thi kết thúc", 3, True),
        ("Sau khi nước rút 02 ngày phải dọn vệ sinh.", "nước rút", 2, False),
        ("Gửi biên bản sau phiên chợ 02 tuần.", "phiên chợ", 14, False),
    ],
)
def test_a_number_of_days_may_stand_behind_its_event(text: str, event: str, days: int, *, working: bool) -> None:
    assert when(text) == AfterEvent(event, days, working)


def test_a_further_rhythm_may_stand_before_its_own_day() -> None:
    assert when("Báo cáo định kỳ 6 tháng trước ngày 12/6, cả năm trước ngày 12/12.") == Recurring(
        (Frequency.HALF_YEARLY, Frequency.YEARLY), (Due(Op.BEFORE, 12, 6), Due(Op.BEFORE, 12, 12))
    )
