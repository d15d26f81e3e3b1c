"""What stands under which number."""

from tests.intake.structure.reading import paragraphs, read_body, tree, walk
from thac.intake.document import ItemKind
from thac.intake.structure.outline import outline


def test_sections_items_points_and_bullets() -> None:
    assert tree(
        "I. NHIỆM VỤ\n1. Sở Y tế:\na) Tiêm chủng.\n- Cấp xã.\n+ Trạm y tế.\nb) Báo cáo.\n2. Sở Nội vụ.\n"
        "II. TỔ CHỨC\n1. Đôn đốc."
    ) == [
        "I: NHIỆM VỤ",
        "I.1: Sở Y tế:",
        "I.1.a: Tiêm chủng.",
        "I.1.a bullet 1: Cấp xã.",
        "I.1.a bullet 1 bullet 1: Trạm y tế.",
        "I.1.b: Báo cáo.",
        "I.2: Sở Nội vụ.",
        "II: TỔ CHỨC",
        "II.1: Đôn đốc.",
    ]


def test_a_decimal_names_its_parent_once() -> None:
    assert tree("II. NỘI DUNG\n1. Văn bản\n1.1. Rà soát.\n1.2 Ban hành.") == [
        "II: NỘI DUNG",
        "II.1: Văn bản",
        "II.1.1: Rà soát.",
        "II.1.2: Ban hành.",
    ]


def test_numbers_that_come_twice_are_told_apart() -> None:
    assert tree("II. A.\n1. B.\nII. C.\n1. D.") == ["II: A.", "II.1: B.", "II(2): C.", "II(2).1: D."]


def test_unmarked_text_belongs_to_the_last_number() -> None:
    assert tree("4. Công an tỉnh\n\nChỉ đạo tuần tra.\n\nBáo cáo kết quả.\n\n5. Sở Y tế.") == [
        "4: Công an tỉnh",
        "4 paragraph 1: Chỉ đạo tuần",
        "4 paragraph 2: Báo cáo kết",
        "5: Sở Y tế.",
    ]


def test_text_behind_bullets_belongs_to_their_item() -> None:
    assert tree("1. Sở Y tế:\n- Tiêm chủng.\n\nNgoài ra, báo cáo kết quả.") == [
        "1: Sở Y tế:",
        "1 bullet 1: Tiêm chủng.",
        "1 paragraph 1: Ngoài ra, báo",
    ]


def test_an_unmarked_lead_in_holds_its_bullets() -> None:
    assert tree("Giao Sở Y tế:\n- Tiêm chủng.\n- Báo cáo.\nGiao Sở Nội vụ:\n- Kiểm tra.") == [
        "paragraph 1: Giao Sở Y",
        "paragraph 1 bullet 1: Tiêm chủng.",
        "paragraph 1 bullet 2: Báo cáo.",
        "paragraph 2: Giao Sở Nội",
        "paragraph 2 bullet 1: Kiểm tra.",
    ]


def test_bullets_behind_numbers_in_brackets_go_on_with_the_bullets_before_them() -> None:
    assert tree("2.1. Hội nghị.\n- Nguyên tắc.\n(1) Lần một.\n(2) Lần hai.\n- Thời gian.") == [
        "2.1: Hội nghị.",
        "2.1 bullet 1: Nguyên tắc.",
        "2.1.(1): Lần một.",
        "2.1.(2): Lần hai.",
        "2.1 bullet 2: Thời gian.",
    ]


def test_bullets_under_the_first_number_in_brackets_stay_under_each() -> None:
    assert tree("2.1. Hội nghị:\n(1) Lần một:\n- Hà Nội.\n(2) Lần hai:\n- Huế.") == [
        "2.1: Hội nghị:",
        "2.1.(1): Lần một:",
        "2.1.(1) bullet 1: Hà Nội.",
        "2.1.(2): Lần hai:",
        "2.1.(2) bullet 1: Huế.",
    ]


def test_articles_hold_clauses_and_a_plan_with_sections() -> None:
    assert tree(
        "Điều 1. Phê duyệt Kế hoạch như sau:\nI. MỤC TIÊU\n1. Chung.\nII. GIẢI PHÁP\nĐiều 2. Giao Sở Y tế.\n1. Đôn đốc."
    ) == [
        "Điều 1: Phê duyệt Kế",
        "Điều 1.I: MỤC TIÊU",
        "Điều 1.I.1: Chung.",
        "Điều 1.II: GIẢI PHÁP",
        "Điều 2: Giao Sở Y",
        "Điều 2.1: Đôn đốc.",
    ]


def test_capital_letters_hold_roman_sections() -> None:
    assert tree("A. MỤC TIÊU\nI. CHUNG\nB. NHIỆM VỤ\nI. KINH TẾ\n1. Xuất khẩu.") == [
        "A: MỤC TIÊU",
        "A.I: CHUNG",
        "B: NHIỆM VỤ",
        "B.I: KINH TẾ",
        "B.I.1: Xuất khẩu.",
    ]


def test_a_title_in_capitals_without_a_number_is_a_section() -> None:
    items = outline(paragraphs("MỤC TIÊU\n\n1. Chung.\n\nTỔ CHỨC THỰC HIỆN\n\n1. Đôn đốc."))
    assert [(item.text, item.kind, len(item.children)) for item in items] == [
        ("MỤC TIÊU", ItemKind.SECTION, 1),
        ("TỔ CHỨC THỰC HIỆN", ItemKind.SECTION, 1),
    ]


def test_numbers_that_start_again_under_a_lead_in_stand_under_it() -> None:
    assert tree("1. Đánh giá chung.\n2. Giao nhiệm vụ.\n\nGiao Sở Y tế:\n1. Tiêm chủng.\n2. Báo cáo.") == [
        "1: Đánh giá chung.",
        "2: Giao nhiệm vụ.",
        "2 paragraph 1: Giao Sở Y",
        "2 paragraph 1.1: Tiêm chủng.",
        "2 paragraph 1.2: Báo cáo.",
    ]


def test_text_line_lines_and_marker_of_an_item() -> None:
    (item,) = read_body("UBND xã yêu cầu:\n\na) Rà soát văn bản,\nbáo cáo kết quả.").body
    assert (item.text, item.marker) == ("Rà soát văn bản, báo cáo kết quả.", "a)")
    assert (item.line, item.lines) == (16, (16, 17))
    assert item.kind is ItemKind.SECTION


def test_kinds() -> None:
    items = walk(outline(paragraphs("1. Sở Y tế\n\nTiêm chủng.\n\n- Báo cáo.")))
    assert [item.kind for item in items] == [ItemKind.SECTION, ItemKind.PARAGRAPH, ItemKind.BULLET]


def test_numbers_that_start_again_under_a_number_that_leads_in_stand_under_it() -> None:
    assert tree("1. Sở Y tế báo cáo.\n2. Trạm Y tế:\n1. Tiêm chủng.\n2. Tập huấn.\n3. Công an xã.") == [
        "1: Sở Y tế",
        "2: Trạm Y tế:",
        "2.1: Tiêm chủng.",
        "2.2: Tập huấn.",
        "2.3: Công an xã.",
    ]
    assert tree("2. Trạm Y tế:\n1. Tiêm chủng.\n3. Công an xã.") == [
        "2: Trạm Y tế:",
        "2.1: Tiêm chủng.",
        "3: Công an xã.",
    ]


def test_a_section_that_leads_in_and_starts_at_one_is_no_list_of_the_section_before() -> None:
    assert tree("I. NHIỆM VỤ:\n1. Sở Y tế.\nII. TỔ CHỨC:\n1. Sở Nội vụ.") == [
        "I: NHIỆM VỤ:",
        "I.1: Sở Y tế.",
        "II: TỔ CHỨC:",
        "II.1: Sở Nội vụ.",
    ]
