from dataclasses import replace
from datetime import date

from tests.intake.drafts import TREE, body, draft, task
from tests.intake.findings.said import only, said
from thac.directory.groups import GroupKind
from thac.directory.names import Group, Resolved
from thac.domain.agencies import AgencyTree
from thac.intake.draft import NamedBody, ReadMode, Severity

EACH, NAMED, REQUEST = ReadMode.FAN_OUT, ReadMode.EACH_NAMED, ReadMode.REQUEST


def test_a_task_that_nobody_leads_is_a_violation() -> None:
    unled = draft(task("", ReadMode.NO_LEAD))
    assert said(unled) == {"no_lead"}
    assert only(unled, "no_lead").severity is Severity.VIOLATION


def test_a_task_that_nobody_leads_may_be_left_untracked() -> None:
    assert said(draft(task("", ReadMode.NO_LEAD, tracked=False), task(number=2))) == set()


def test_bodies_listed_without_a_lead_are_a_violation() -> None:
    assert said(draft(task("Sở Nội vụ; Sở Tài chính", ReadMode.NO_LEAD))) == {"no_lead"}


def test_two_joint_leads_are_a_violation_that_names_them() -> None:
    found = only(draft(task("Sở Nội vụ; Sở Tài chính", ReadMode.MULTI_LEAD_VIOLATION)), "two_leads")
    assert found.severity is Severity.VIOLATION
    assert found.suggestions == ("Sở Nội vụ", "Sở Tài chính")
    assert found.message.startswith("Mục 1: 2 cơ quan cùng chủ trì (Sở Nội vụ, Sở Tài chính).")
    assert found.english.startswith("Item 1: 2 agencies lead jointly (Sở Nội vụ, Sở Tài chính).")
    assert (found.line, found.evidence, found.task) == (20, "Sở Nội vụ", 1)


def test_one_lead_in_two_spellings_is_one_lead() -> None:
    assert said(draft(task("Sở Khoa học và Công nghệ; Sở Khoa học & Công nghệ"))) == set()


def test_two_leads_are_seen_without_a_directory() -> None:
    unresolved = (body("Sở Nội vụ", tree=None), body("Sở Tài chính", tree=None))
    two = replace(task(), mode=ReadMode.MULTI_LEAD_VIOLATION, leads=unresolved)
    assert said(draft(two), tree=None) == {"two_leads"}
    assert said(draft(replace(two, mode=NAMED)), tree=None) == set()


def test_only_coordinators_are_a_violation() -> None:
    named = task("", ReadMode.COORDINATOR_ONLY, coordinators="Sở Nội vụ")
    assert said(draft(named)) == {"only_coordinators"}
    assert "Sở Nội vụ" in only(draft(named), "only_coordinators").message


def test_a_lead_with_coordinators_is_no_violation() -> None:
    assert said(draft(task("Sở Nội vụ", coordinators="Sở Tài chính"))) == set()


def test_a_role_is_nobody_until_a_clerk_says_who() -> None:
    role = task("(cơ quan được giao chủ trì)", ReadMode.ROLE_BASED)
    assert said(draft(role)) == {"lead_unresolved"}
    assert said(draft(role), tree=None) == {"lead_unresolved"}
    resolved = replace(role, leads=(replace(role.leads[0], meaning=Resolved("30-STC")),))
    assert said(draft(resolved)) == set()


def test_an_agency_that_does_not_exist_comes_with_the_nearest_names() -> None:
    found = only(draft(task("Sở Nội vu")), "lead_unknown")
    assert (found.severity, found.suggestions) == (Severity.VIOLATION, ("Sở Nội vụ",))
    assert "“Sở Nội vu”" in found.message


def test_another_spelling_of_an_agency_exists() -> None:
    assert said(draft(task("sở khoa học & công nghệ"))) == set()


def test_an_agency_that_was_closed_does_not_exist_any_more() -> None:
    closed = replace(TREE["30-STC"], ended_on=date(2026, 1, 1), successor="30-SNV")
    ended = AgencyTree((closed if one.id == closed.id else one for one in TREE), version=2)
    gone = replace(task(), leads=(NamedBody("Sở Tài chính", "Sở Tài chính", 20, Resolved("30-STC")),))
    assert only(draft(gone), "lead_unknown", tree=ended).suggestions == ("Sở Nội vụ",)
    assert said(draft(gone)) == set()


def test_a_name_of_several_agencies_is_for_a_person() -> None:
    found = only(draft(task("Phòng Kinh tế")), "lead_ambiguous")
    assert "2 cơ quan" in found.message
    assert found.suggestions == ("Phòng Kinh tế – UBND xã An Bình", "Phòng Kinh tế – UBND xã Hòa Lạc")
    assert said(draft(task("Phòng Kinh tế", within="30001"), issuer="30001")) == set()


def test_whoever_a_class_leaves_open_is_for_a_person() -> None:
    found = only(draft(task("Các sở, ban, ngành liên quan", EACH)), "group_unclear")
    assert found.suggestions == ("Sở Khoa học và Công nghệ", "Sở Nội vụ", "Sở Tài chính")
    assert said(draft(task("Các sở, ban, ngành", EACH))) == set()


def test_a_class_without_members_receives_nothing() -> None:
    villages = task("Các thôn", EACH, within="30001")
    assert said(draft(villages, issuer="30001")) == {"no_recipient"}
    assert said(draft(task("Các phòng, đơn vị thuộc UBND xã", EACH, within="30001"), issuer="30001")) == set()


def test_the_issuer_cannot_order_itself() -> None:
    assert said(draft(task("UBND tỉnh"))) == {"lead_is_issuer"}
    assert said(draft(task("UBND xã An Bình"))) == set()


def test_a_unit_of_a_commune_is_reached_through_its_commune() -> None:
    found = only(draft(task("Phòng Kinh tế thuộc UBND xã Hòa Lạc")), "order_skips_level")
    assert found.suggestions == ("UBND xã Hòa Lạc",)
    assert said(draft(task("UBND xã Hòa Lạc"))) == set()


def test_an_order_to_a_body_outside_the_chain_is_a_violation_and_a_request_is_not() -> None:
    assert said(draft(task("Ủy ban MTTQ Việt Nam tỉnh"))) == {"order_outside_chain"}
    assert said(draft(task("Ủy ban MTTQ Việt Nam tỉnh", REQUEST))) == set()


def test_an_order_to_the_level_above_is_a_violation_and_a_request_is_not() -> None:
    assert said(draft(task("Sở Nội vụ", within="30001"), issuer="30001")) == {"order_outside_chain"}
    assert said(draft(task("Sở Nội vụ", REQUEST, within="30001"), issuer="30001")) == set()


def test_an_order_to_the_departments_above_is_a_violation_and_a_request_is_not() -> None:
    assert said(draft(task("Các sở, ban, ngành", EACH, within="30001"), issuer="30001")) == {"order_outside_chain"}
    assert said(draft(task("Các sở, ban, ngành", REQUEST, within="30001"), issuer="30001")) == set()


def test_central_gives_nothing_to_communes_past_their_provinces() -> None:
    communes = NamedBody("UBND các xã", "UBND các xã", 20, Group((GroupKind.COMMUNES,), "TW"))
    assert said(draft(replace(task("", EACH), leads=(communes,)), issuer="TW")) == {"order_skips_level"}
    assert said(draft(task("UBND các tỉnh, thành phố", EACH, within="TW"), issuer="TW")) == set()


def test_a_request_to_a_subordinate_counts_as_an_order() -> None:
    asked = draft(task("Sở Nội vụ", REQUEST))
    assert said(asked) == {"request_inside"}
    assert only(asked, "request_inside").severity is Severity.INFO


def test_a_request_to_subordinates_and_to_others_has_to_be_split() -> None:
    assert said(draft(task("Sở Nội vụ; Thuế tỉnh", REQUEST))) == {"request_mixed"}
    assert said(draft(task("Ủy ban MTTQ Việt Nam tỉnh; Thuế tỉnh", REQUEST))) == set()


def test_a_lead_among_the_coordinators_is_a_violation() -> None:
    both = task("Sở Nội vụ", coordinators="Sở Tài chính; Sở Nội vụ")
    assert said(draft(both)) == {"lead_among_coordinators"}
    assert said(draft(both), tree=None) == {"lead_among_coordinators"}


def test_a_lead_that_belongs_to_a_class_of_coordinators_is_no_violation() -> None:
    assert said(draft(task("Sở Nội vụ", coordinators="các sở, ban, ngành"))) == set()


def test_one_recipient_that_is_unknown_does_not_hold_up_the_others() -> None:
    some = draft(task("Các sở, ban, ngành; Các đơn vị sự nghiệp công lập", EACH))
    assert said(some) == {"recipient_left_out"}
    assert only(some, "recipient_left_out").severity is Severity.WARNING


def test_an_unknown_body_named_by_itself_does() -> None:
    assert said(draft(task("Sở Nội vụ; Công an tỉnh", NAMED))) == {"lead_unknown"}


def test_a_coordinator_that_does_not_exist_comes_with_the_nearest_names() -> None:
    found = only(draft(task(coordinators="Sở Tài chinh")), "coordinator_unknown")
    assert (found.severity, found.suggestions) == (Severity.WARNING, ("Sở Tài chính",))


def test_a_coordinator_that_does_not_exist_is_told_once() -> None:
    first = task(coordinators="Sở Tài chinh")
    second = task(coordinators="sở tài chinh", number=2, text="Lập danh sách hộ nghèo")
    assert only(draft(first, second), "coordinator_unknown").task == 1


def test_coordinators_named_as_a_class_are_told_in_one_line() -> None:
    first = task(coordinators="các cơ quan liên quan")
    second = task(coordinators="các cơ quan liên quan; chính quyền địa phương", number=2, text="Lập danh sách hộ nghèo")
    found = only(draft(first, second), "coordinators_unclear")
    assert found.severity is Severity.INFO
    assert "các cơ quan liên quan; chính quyền địa phương" in found.message
    assert said(draft(task(coordinators="các sở, ban, ngành"))) == set()


def test_whoever_has_a_task_is_among_the_recipients() -> None:
    led = task("Sở Tài chính")
    assert said(draft(led, to=("Sở Nội vụ", "UBND các xã"))) == {"recipient_missing"}
    for reached in ("Sở Tài chính", "Các sở, ban, ngành", "- Như trên; Sở Tài chính (để th/h)"):
        assert said(draft(led, to=("UBND các xã",), copies=(reached,))) == set()


def test_where_no_recipient_is_printed_none_is_missing() -> None:
    assert said(draft(task("Sở Tài chính"))) == set()


def test_a_recipient_that_cannot_be_read_is_taken_to_reach_everybody() -> None:
    for vague in ("Các cơ quan liên quan", "Như Điều 4", "Các tổ chức chính trị - xã hội"):
        assert said(draft(task("Sở Tài chính"), copies=(vague,))) == set()


def test_an_issuer_that_is_not_known_is_a_warning_and_silences_what_depends_on_it() -> None:
    unknown = replace(draft(task("Ủy ban MTTQ Việt Nam tỉnh")), issuer=body("UBND tỉnh Bãi Cháy"))
    assert said(unknown) == {"issuer_unknown"}
    assert said(draft(task())) == set()
