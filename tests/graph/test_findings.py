"""Each class of findings: a tiny graph with the answer written out, and a near miss."""

from datetime import date
from typing import Any

import pytest

from graph.findings import Code, Degree, Finding, Severity
from graph.overlaps import compare
from graph.subjects import Due, Holding, Paper, Rhythm, Target
from tests.graph.papers import body, due, source, subject

POND = "Sửa chữa, nâng cấp hồ chứa thủy lợi bị sạt lở trước mùa mưa bão."


def paper(name: str, *items: dict[str, Any], **about: Any) -> Paper:
    """A paper of the commune; each item has ``text`` and what more there is to say."""
    made = source(name, **about)
    subjects = []
    for number, item in enumerate(items, 1):
        more = dict(item)
        subjects.append(subject(name, number, more.pop("text"), more.pop("lead", None), **more))
    return Paper(made, tuple(subjects))


def found(*papers: Paper) -> list[tuple[Code, Severity, tuple[str, ...]]]:
    """Code, severity and items of every finding but that text was copied."""
    every = compare(papers).findings
    return [(one.code, one.severity, one.subjects) for one in every if one.code is not Code.COPIED]


def only(*papers: Paper) -> Finding:
    (one,) = [each for each in compare(papers).findings if each.code not in {Code.COPIED, Code.COPIED_FROM_ABOVE}]
    return one


# ----------------------------------------------------------------------------------------------------------- one item


def test_joint_leads_are_a_violation() -> None:
    names = (("x", "Phòng X"), ("y", "Phòng Y"))
    one = only(paper("a", {"text": POND, "holding": Holding.JOINT, "leads": ("x", "y"), "names": names}))
    assert (one.code, one.severity) == (Code.TWO_LEADS, Severity.VIOLATION)
    assert (
        one.message
        == "Một nhiệm vụ có 2 cơ quan cùng chủ trì (Phòng X, Phòng Y); mỗi việc chỉ giao một cơ quan chủ trì."
    )
    assert one.path == ("a 1", "led_by", "x", "led_by", "y")


def test_one_lead_with_coordinators_is_right() -> None:
    assert found(paper("a", {"text": POND, "lead": "Phòng Kinh tế", "coordinators": ("x", "y")})) == []


def test_nobody_who_leads_is_a_violation() -> None:
    item = subject("a", 1, POND, holding=Holding.NOBODY, carried_out_by=("x",), names=(("x", "Phòng X"),))
    one = only(Paper(source("a"), (item,)))
    assert (one.code, one.severity) == (Code.NO_LEAD, Severity.VIOLATION)
    assert "(chỉ nêu nơi thực hiện: Phòng X)" in one.message


@pytest.mark.parametrize("holding", [Holding.EACH, Holding.REQUEST, Holding.ROLE, Holding.UNSAID])
def test_other_ways_to_own_work_are_no_violation(holding: Holding) -> None:
    assert found(Paper(source("a"), (subject("a", 1, POND, holding=holding),))) == []


def test_only_coordinators_are_a_violation_and_a_warning_where_it_is_a_formula() -> None:
    named = subject("a", 1, POND, holding=Holding.COORDINATORS, coordinators=("x",))
    formula = subject("b", 1, POND, holding=Holding.COORDINATORS, coordinators=("các sở",), group=True)
    assert only(Paper(source("a"), (named,))).severity is Severity.VIOLATION
    assert only(Paper(source("b"), (formula,))).severity is Severity.WARNING


# ---------------------------------------------------------------------------------------------------------- two leads


def test_two_leads_for_one_matter_in_one_commune_are_a_conflict() -> None:
    one = only(
        paper("a", {"text": POND, "lead": "Phòng Kinh tế"}),
        paper("b", {"text": POND, "lead": "Trung tâm Dịch vụ tổng hợp"}),
    )
    assert (one.code, one.severity, one.degree) == (
        Code.TWO_LEADS_FOR_ONE_MATTER,
        Severity.CONFLICT,
        Degree.DUPLICATION,
    )
    assert one.subjects == ("a 1", "b 1")
    assert one.path == (
        body("Phòng Kinh tế"),
        "leads",
        "a 1",
        "copied_from",
        "b 1",
        "led_by",
        body("Trung tâm Dịch vụ tổng hợp"),
    )
    assert one.message == (
        "Cùng một việc trên một địa bàn nhưng có hai cơ quan chủ trì: Phòng Kinh tế và Trung tâm Dịch vụ tổng hợp."
    )
    assert [passage.text for passage in one.passages] == [POND, POND]


@pytest.mark.parametrize("ground", ["other_commune", "other_province", "unknown"])
def test_on_another_ground_they_are_none(ground: str) -> None:
    papers = (
        paper("a", {"text": POND, "lead": "Phòng Kinh tế"}),
        paper("b", {"text": POND, "lead": "Trung tâm Dịch vụ tổng hợp"}, ground=ground),
    )
    assert found(*papers) == []
    assert compare(papers).links[0].subjects == ("a 1", "b 1")


def test_two_offices_with_parts_of_one_matter_are_told_and_do_not_collide() -> None:
    one = only(
        paper(
            "a", {"text": "Tuần tra, kiểm tra rừng, phát hiện phá rừng, lấn chiếm đất rừng.", "lead": "Phòng Kinh tế"}
        ),
        paper("b", {"text": "Tuyên truyền phòng ngừa phá rừng, lấn chiếm đất rừng.", "lead": "Phòng Văn hóa - Xã hội"}),
    )
    assert (one.code, one.severity, one.degree) == (Code.SAME_MATTER_TWICE, Severity.INFO, Degree.FRAGMENTATION)


# -------------------------------------------------------------------------------------------------------------- twice


def test_one_lead_told_twice_is_a_warning() -> None:
    one = only(
        paper("a", {"text": POND, "lead": "Phòng Kinh tế"}),
        paper("b", {"text": "Nâng cấp hồ đập thủy lợi bị sạt lở, sửa chữa trước mùa mưa lũ.", "lead": "Phòng Kinh tế"}),
    )
    assert (one.code, one.severity, one.degree) == (Code.SAME_MATTER_TWICE, Severity.WARNING, Degree.DUPLICATION)


def test_told_again_for_another_year_is_not_twice() -> None:
    assert (
        found(
            paper("a", {"text": "Lập danh sách hộ nghèo, hộ cận nghèo năm 2026.", "lead": "Phòng Kinh tế"}),
            paper("b", {"text": "Lập danh sách hộ nghèo, hộ cận nghèo năm 2027.", "lead": "Phòng Kinh tế"}),
        )
        == []
    )


# ----------------------------------------------------------------------------------------------------------- deadlines


def test_two_deadlines_for_one_matter_contradict() -> None:
    one = only(
        paper("a", {"text": POND, "lead": "Phòng Kinh tế", "due": due(date(2026, 5, 10))}),
        paper("b", {"text": POND, "lead": "Phòng Kinh tế", "due": due(date(2026, 5, 25))}),
    )
    assert (one.code, one.severity) == (Code.DEADLINES_CONTRADICT, Severity.CONFLICT)
    assert one.message == "Cùng một việc nhưng hai thời hạn khác nhau: trước ngày 10/05/2026 và trước ngày 25/05/2026."


def test_one_deadline_said_twice_is_no_contradiction() -> None:
    papers = [
        paper(name, {"text": POND, "lead": "Phòng Kinh tế", "due": due(date(2026, 5, 10))}) for name in ("a", "b")
    ]
    assert [code for code, _, _ in found(*papers)] == [Code.SAME_MATTER_TWICE]


def test_two_targets_for_one_matter_contradict() -> None:
    text = "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật."
    one = only(
        paper(
            "a", {"text": text, "lead": "Phòng Kinh tế", "targets": (Target(80, "%", at_least=True, words="80% đàn"),)}
        ),
        paper(
            "b", {"text": text, "lead": "Phòng Kinh tế", "targets": (Target(90, "%", at_least=True, words="90% đàn"),)}
        ),
    )
    assert one.code is Code.TARGETS_CONTRADICT


# ---------------------------------------------------------------------------------------------------- down the chain


def above(**more: Any) -> Paper:
    """What the province asks of every commune."""
    item = {"text": POND, "lead": "UBND các xã, phường", "holding": Holding.EACH} | more
    return paper("parent", item, ground="province", symbol="88/kh-ubnd")


def below(**more: Any) -> Paper:
    """The commune's own plan for it."""
    about = {"implements": ("88/kh-ubnd",), "issued_on": more.pop("issued_on", date(2026, 2, 1))}
    return paper("plan", {"text": POND, "lead": "Phòng Kinh tế"} | more, **about)


def test_a_deadline_after_the_one_above_is_a_conflict() -> None:
    one = only(above(due=due(date(2026, 5, 10))), below(due=due(date(2026, 5, 25))))
    assert (one.code, one.severity) == (Code.DEADLINE_AFTER_PARENT, Severity.CONFLICT)
    assert one.message == (
        "Thời hạn trước ngày 25/05/2026 muộn hơn thời hạn trước ngày 10/05/2026 của văn bản cấp trên."
    )


def test_the_same_deadline_as_above_is_right() -> None:
    papers = (above(due=due(date(2026, 5, 10))), below(due=due(date(2026, 5, 10))))
    assert [code for code, _, _ in found(*papers)] == [Code.COPIED_FROM_ABOVE]


def test_a_deadline_that_was_lost_on_the_way_down_is_a_warning() -> None:
    one = only(above(due=due(date(2026, 5, 10))), below())
    assert (one.code, one.severity) == (Code.DEADLINE_DROPPED, Severity.WARNING)


def test_a_plan_issued_after_the_deadline_above_is_a_warning() -> None:
    one = only(above(due=due(date(2026, 1, 10))), below(due=due(date(2026, 1, 10)), issued_on=date(2026, 1, 20)))
    assert one.code is Code.PARENT_DEADLINE_PAST
    assert "(20/01/2026)" in one.message


def target(value: float) -> tuple[Target, ...]:
    return (Target(value, "%", at_least=True, words=f"đạt {value:.0f}% trở lên"),)


def test_a_target_below_the_one_above_is_a_conflict() -> None:
    one = only(above(targets=target(95)), below(targets=target(80)))
    assert (one.code, one.severity) == (Code.TARGET_WEAKENED, Severity.CONFLICT)
    assert one.message == "Chỉ tiêu đạt 80% trở lên thấp hơn chỉ tiêu đạt 95% trở lên của văn bản cấp trên."


def test_a_target_above_the_one_above_is_right() -> None:
    assert [code for code, _, _ in found(above(targets=target(80)), below(targets=target(95)))] == [
        Code.COPIED_FROM_ABOVE
    ]


def test_a_target_that_was_lost_on_the_way_down_is_a_warning() -> None:
    assert only(above(targets=target(95)), below()).code is Code.TARGET_DROPPED


def test_what_a_province_does_itself_binds_no_commune() -> None:
    mine = paper("parent", {"text": POND, "lead": "Sở Xây dựng", "due": due(date(2026, 5, 10))}, ground="province")
    assert [code for code, _, _ in found(mine, below(due=due(date(2026, 5, 25))))] == [Code.COPIED_FROM_ABOVE]


# ------------------------------------------------------------------------------------------------------- copied text


def test_a_plan_that_repeats_the_letter_above_is_told() -> None:
    every = compare((above(), below())).findings
    (one,) = [each for each in every if each.code is Code.COPIED_FROM_ABOVE]
    assert one.severity is Severity.WARNING
    assert one.path == ("plan", "copied_from", "parent")
    assert one.message.startswith("100 % lời văn riêng của văn bản trùng nguyên văn với văn bản cấp trên parent")


def test_a_plan_in_its_own_words_is_not() -> None:
    own_words = below(text="Kè lại bờ hồ Nà Pan, gia cố tràn xả lũ xong trong tháng 4.")
    assert found(above(), own_words) == []


def test_provinces_that_repeat_one_root_are_for_information() -> None:
    papers = [
        paper(name, {"text": POND, "lead": "Sở Xây dựng"}, ground=ground, implements=("226-kl/tw",))
        for name, ground in (("a", "province"), ("b", "other_province"))
    ]
    (one,) = compare(papers).findings
    assert (one.code, one.severity) == (Code.COPIED, Severity.INFO)
    assert one.message.endswith("cùng thực hiện 226-KL/TW.")


def test_items_of_a_few_words_each_are_no_copied_text_however_many_there_are() -> None:
    words = ("Đào ao thả cá", "Trồng cây ven đê", "Vớt bèo mương thôn", "Sơn lại cổng chợ", "Quét dọn bến đò")
    both = [paper(name, *({"text": text, "lead": "Phòng Kinh tế"} for text in words)) for name in ("a", "b")]
    assert [one.code for one in compare(both).findings if one.code is Code.COPIED] == []


# ------------------------------------------------------------------------------------------------------------ reports


def test_a_report_asked_for_twice_in_one_document_is_a_warning() -> None:
    one = only(
        paper(
            "a",
            {"text": "Định kỳ hằng quý báo cáo kết quả thực hiện Kế hoạch về UBND xã.", "holding": Holding.EACH},
            {"text": "Thực hiện chế độ báo cáo kết quả triển khai hằng tháng.", "holding": Holding.EACH},
            {"text": "Định kỳ tổng hợp, báo cáo kết quả thực hiện với UBND xã.", "lead": "Phòng Văn hóa - Xã hội"},
        )
    )
    assert (one.code, one.severity) == (Code.REPORT_TWICE, Severity.WARNING)
    assert one.subjects == ("a 1", "a 2", "a 3")


def test_units_that_report_and_one_that_collects_are_right() -> None:
    assert (
        found(
            paper(
                "a",
                {"text": "Định kỳ hằng quý báo cáo kết quả thực hiện gửi Sở Nội vụ tổng hợp.", "holding": Holding.EACH},
                {"text": "Hằng quý tổng hợp, báo cáo kết quả thực hiện với UBND tỉnh.", "lead": "Sở Nội vụ"},
            )
        )
        == []
    )


def test_one_report_due_by_two_days_is_a_conflict() -> None:
    text = "Báo cáo tình hình dịch bệnh động vật, kết quả tiêm phòng gia súc, gia cầm."
    papers = [
        paper(
            name,
            {
                "text": text,
                "lead": "Phòng Kinh tế",
                "due": Due(f"trước ngày {day} hằng tháng", rhythms=(Rhythm.MONTHLY,), day_of_period=day),
            },
        )
        for name, day in (("a", 15), ("b", 25))
    ]
    one = only(*papers)
    assert (one.code, one.severity) == (Code.REPORT_DAYS_DIFFER, Severity.CONFLICT)


def test_a_monthly_and_a_yearly_report_do_not_contradict() -> None:
    text = "Báo cáo tình hình dịch bệnh động vật, kết quả tiêm phòng gia súc, gia cầm."
    papers = [
        paper(name, {"text": text, "lead": "Phòng Kinh tế", "due": Due(words, rhythms=(rhythm,), day_of_period=day)})
        for name, words, rhythm, day in (("a", "hằng tháng", Rhythm.MONTHLY, 15), ("b", "hằng năm", Rhythm.YEARLY, 25))
    ]
    assert [code for code, _, _ in found(*papers)] == [Code.SAME_MATTER_TWICE]


def feeding(input_by: date, output_by: date) -> list[Paper]:
    """The farm office hands figures to the social office, which adds them up."""
    social = "Phòng Văn hóa - Xã hội"
    return [
        paper(
            "a",
            {
                "text": "Cung cấp số liệu hộ thoát nghèo, hộ nghèo phát sinh cho Phòng Văn hóa - Xã hội.",
                "lead": "Phòng Kinh tế",
                "recipients": (body(social),),
                "due": due(input_by),
            },
        ),
        paper(
            "b", {"text": "Tổng hợp số liệu hộ thoát nghèo, hộ nghèo phát sinh.", "lead": social, "due": due(output_by)}
        ),
    ]


def test_an_input_due_after_what_is_made_of_it_is_a_warning() -> None:
    one = only(*feeding(date(2026, 6, 25), date(2026, 6, 20)))
    assert (one.code, one.severity) == (Code.INPUT_AFTER_OUTPUT, Severity.WARNING)


def test_an_input_due_before_what_is_made_of_it_is_right() -> None:
    assert found(*feeding(date(2026, 6, 10), date(2026, 6, 20))) == []


# ----------------------------------------------------------------------------------------------------------- monitors


def test_two_monitors_of_one_document_are_a_warning() -> None:
    one = only(
        paper(
            "a",
            {"text": "Theo dõi, đôn đốc việc thực hiện Kế hoạch này.", "lead": "Văn phòng HĐND và UBND"},
            {"text": "Đôn đốc các đơn vị triển khai thực hiện Kế hoạch.", "lead": "Phòng Văn hóa - Xã hội"},
        )
    )
    assert (one.code, one.severity) == (Code.TWO_MONITORS, Severity.WARNING)


def test_each_unit_and_one_monitor_are_two_tiers() -> None:
    one = only(
        paper(
            "a",
            {
                "text": "Kiểm tra, đôn đốc việc triển khai thực hiện kế hoạch này tại đơn vị mình.",
                "holding": Holding.EACH,
            },
            {"text": "Theo dõi, đôn đốc các đơn vị triển khai thực hiện kế hoạch.", "lead": "Phòng Văn hóa - Xã hội"},
        )
    )
    assert (one.code, one.severity) == (Code.MONITORED_ON_TWO_TIERS, Severity.INFO)


# ------------------------------------------------------------------------------------------------------------- links


def test_items_that_renew_one_earlier_letter_are_linked() -> None:
    made = paper(
        "a",
        {"text": "Thực hiện nghiêm Công văn số 51/UBND-NC về gửi văn bản đúng cấp.", "holding": Holding.EACH},
        {"text": "Họp trực tuyến là chính.", "holding": Holding.EACH, "cites": ("51/ubnd-nc",)},
    )
    (link,) = compare([made]).links
    assert link.subjects == ("a 1", "a 2")
    assert link.why == "cùng nhắc lại văn bản 51/UBND-NC"


def test_what_the_whole_document_carries_out_links_nothing() -> None:
    made = paper(
        "a",
        {"text": "Quán triệt Kết luận số 226-KL/TW trong chi bộ.", "holding": Holding.EACH},
        {"text": "In ấn Kết luận số 226-KL/TW làm tài liệu.", "holding": Holding.EACH},
        implements=("226-kl/tw",),
    )
    assert compare([made]).links == ()


def test_every_code_has_sentences_in_both_languages() -> None:
    from graph.findings import SENTENCES

    assert set(SENTENCES) == set(Code)
    assert all(told.vietnamese and told.english and told.resolution for told in SENTENCES.values())


def test_the_key_changes_with_the_facts_and_with_nothing_else() -> None:
    def key(lead: str, other_text: str) -> str:
        more = paper("z", {"text": other_text, "lead": "Phòng Kinh tế"})
        first = paper("a", {"text": POND, "lead": "Phòng Kinh tế"})
        second = paper("b", {"text": POND, "lead": lead})
        every = compare((first, second, more)).findings
        return next(one.key for one in every if one.code is Code.TWO_LEADS_FOR_ONE_MATTER)

    assert key("Công an xã", "Dạy bơi cho trẻ em.") == key("Công an xã", "Hái chè.")
    assert key("Công an xã", "Hái chè.") != key("Trạm Y tế", "Hái chè.")


def test_one_matter_for_communes_and_for_departments_is_not_ordered_twice() -> None:
    text = "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật."
    papers = [
        paper(name, {"text": text, "holding": Holding.EACH, "leads": (lead,)}, ground="province")
        for name, lead in (("a", "communes"), ("b", "departments"))
    ]
    assert found(*papers) == []


def test_a_copied_beginning_with_another_figure_is_told() -> None:
    start = "Tập trung số hóa sổ hộ tịch, sổ địa chính lưu tại xã"
    papers = [
        paper(
            name,
            {
                "text": f"{start}, phấn đấu {value}% số sổ {rest}.",
                "holding": Holding.EACH,
                "targets": (Target(value, "%", at_least=True, words=f"{value}%"),),
            },
            ground=ground,
        )
        for name, ground, value, rest in (
            ("a", "commune", 90, "được quét và gắn mã tra cứu cho từng trang giấy cũ"),
            ("b", "other_commune", 75, "bàn giao xong về kho trung tâm trước khi sáp nhập thôn xóm"),
        )
    ]
    (link,) = compare(papers).links
    assert link.why == "15 từ trùng nguyên văn; số liệu khác: “90%” thành “75%”"
