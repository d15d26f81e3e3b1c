"""A .docx says what Word prints: numbers of lists, tables, notes, accepted changes; nothing that Word hides."""

import pytest

from tests.intake.readers.making import STRICT, level, numbered, numbering, package, passage, table, word
from thac.intake.readers import transcribe
from thac.intake.transcript import Cell, Line, Medium, Place

WIDE = '<w:gridSpan w:val="3"/>'
HIGH = '<w:vMerge w:val="restart"/>'
BELOW = "<w:vMerge/>"
HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def texts(data: bytes, place: Place = Place.BODY) -> list[str]:
    return [line.text for line in transcribe(data).lines if line.place is place]


def test_paragraphs_are_whole_and_lines_broken_inside_them_are_not() -> None:
    body = "<w:p><w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Chuyển đổi số</w:t></w:r></w:p>" + passage("Căn cứ Nghị quyết.")
    transcript = transcribe(package(body))
    assert transcript.medium is Medium.DOCX
    assert transcript.lines == (
        Line(1, "KẾ HOẠCH"),
        Line(2, "Chuyển đổi số", whole=True),
        Line(3, "Căn cứ Nghị quyết.", whole=True),
    )


# ------------------------------------------------------------------------------------------------------------ numbering


def test_numbers_of_several_levels_are_printed_as_word_prints_them() -> None:
    lists = numbering(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)"),
        level(3, "decimal", "%2.%4."),
    )
    body = (
        numbered("MỤC ĐÍCH") + numbered("Mục đích", 1) + numbered("Yêu cầu", 1) + numbered("NHIỆM VỤ")
        + numbered("Chuyển đổi số", 1) + numbered("Hạ tầng", 2) + numbered("Dữ liệu", 2) + numbered("Kho dữ liệu", 3)
        + numbered("Cải cách", 1) + numbered("Một cửa", 2)
    )  # fmt: skip
    assert texts(package(body, {"numbering": lists})) == [
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "2. Yêu cầu",
        "II. NHIỆM VỤ",
        "1. Chuyển đổi số",
        "a) Hạ tầng",
        "b) Dữ liệu",
        "1.1. Kho dữ liệu",
        "2. Cải cách",
        "a) Một cửa",
    ]


@pytest.mark.parametrize(
    ("form", "text", "printed"),
    [
        ("decimal", "Điều %1.", "Điều 3. Hết"),
        ("decimalZero", "%1", "03 Hết"),
        ("lowerRoman", "(%1)", "(iii) Hết"),
        ("upperLetter", "%1.", "C. Hết"),
        ("bullet", "-", "- Hết"),
        ("bullet", "–", "- Hết"),
        ("bullet", "+", "+ Hết"),
        ("bullet", "\uf0b7", "• Hết"),
        ("bullet", "\uf02d", "- Hết"),
        ("none", "", "Hết"),
    ],
)
def test_each_form_of_counting_and_each_bullet(form: str, text: str, printed: str) -> None:
    body = numbered("Một") + numbered("Hai") + numbered("Hết")
    assert texts(package(body, {"numbering": numbering(level(0, form, text))}))[-1] == printed


def test_letters_go_on_after_z_as_in_word() -> None:
    body = "".join(numbered("Việc") for _ in range(28))
    last = texts(package(body, {"numbering": numbering(level(0, "lowerLetter", "%1)"))}))[-3:]
    assert last == ["z) Việc", "aa) Việc", "bb) Việc"]


def test_two_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = numbered("a") + numbered("b", number=2) + numbered("c", number=3) + numbered("d", number=3)
    lists = numbering(level(0, "decimal", "%1."), numbers=numbers)
    assert texts(package(body, {"numbering": lists})) == ["1. a", "2. b", "5. c", "6. d"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_decline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
    )
    lists = numbering(
        level(0, "decimal", "%1.", '<w:pStyle w:val="Khac"/>'),
        level(1, "lowerLetter", "%2)", '<w:pStyle w:val="Muc"/>'),
    )
    body = (
        passage("Hạ tầng", '<w:pStyle w:val="Muc"/>')
        + passage("Dữ liệu", '<w:pStyle w:val="MucCon"/>')
        + passage("Lời dẫn", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(package(body, {"numbering": lists, "styles": styles})) == ["a) Hạ tầng", "b) Dữ liệu", "Lời dẫn"]


def test_an_empty_paragraph_counts_and_prints_nothing() -> None:
    body = numbered("Một") + numbered("") + numbered("Ba")
    assert texts(package(body, {"numbering": numbering(level(0, "decimal", "%1."))})) == ["1. Một", "", "3. Ba"]


# --------------------------------------------------------------------------------------------------------------- tables


def test_a_letterhead_is_read_left_before_right_and_row_by_row() -> None:
    head = table([("UBND XÃ PHÚ LỘC", HEAD), ("Số: 12/KH-UBND", "Phú Lộc, ngày 03 tháng 02 năm 2026")], ruled=False)
    assert texts(package(head + passage("KẾ HOẠCH"))) == [
        "UBND XÃ PHÚ LỘC",
        HEAD,
        "Số: 12/KH-UBND",
        "Phú Lộc, ngày 03 tháng 02 năm 2026",
        "KẾ HOẠCH",
    ]


def test_a_table_of_tasks_keeps_rows_and_columns() -> None:
    tasks = table([("TT", "Việc", "Chủ trì", "Hạn"), ("1", "Rà soát", "Sở Nội vụ", "Quý II")])
    lines = transcribe(package(passage("Phụ lục") + tasks)).lines
    assert [(line.cell, line.text) for line in lines if line.place is Place.CELL] == [
        (Cell(1, 1, 1), "TT"),
        (Cell(1, 1, 2), "Việc"),
        (Cell(1, 1, 3), "Chủ trì"),
        (Cell(1, 1, 4), "Hạn"),
        (Cell(1, 2, 1), "1"),
        (Cell(1, 2, 2), "Rà soát"),
        (Cell(1, 2, 3), "Sở Nội vụ"),
        (Cell(1, 2, 4), "Quý II"),
    ]


def test_merged_cells_say_what_they_span() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{passage(text)}</w:tc>"

    rows = (
        f"<w:tr>{cell('NHIỆM VỤ CHUNG', WIDE)}{cell('Hạn')}</w:tr>"
        f"<w:tr>{cell('1')}{cell('a')}{cell('Sở Y tế', HIGH)}{cell('Quý I')}</w:tr>"
        f"<w:tr>{cell('2')}{cell('b')}{cell('', BELOW)}{cell('Quý II')}</w:tr>"
    )
    lines = transcribe(package(f"<w:tbl>{rows}</w:tbl>")).lines
    spans = {line.text: line.cell for line in lines}
    assert spans["NHIỆM VỤ CHUNG"] == Cell(1, 1, 1, columns=3)
    assert spans["Hạn"] == Cell(1, 1, 4)
    assert spans["Sở Y tế"] == Cell(1, 2, 3, rows=2)
    assert spans["Quý II"] == Cell(1, 3, 4)


def test_a_numbered_first_column_without_text_keeps_its_numbers() -> None:
    row = f"<w:tr><w:tc>{numbered('')}</w:tc>" + "".join(f"<w:tc>{passage(text)}</w:tc>" for text in "abc") + "</w:tr>"
    data = package(f"<w:tbl>{row}{row}</w:tbl>", {"numbering": numbering(level(0, "decimal", "%1."))})
    assert texts(data, Place.CELL) == ["1.", "a", "b", "c", "2.", "a", "b", "c"]


# -------------------------------------------------------------------------------------------------- what is not printed


def test_footnotes_leave_the_sentence_and_follow_its_paragraph() -> None:
    notes = (
        f'<w:footnote w:id="-1">{passage("---")}</w:footnote>'
        f'<w:footnote w:id="2">{passage(" Nghị quyết 57.")}</w:footnote>'
    )
    body = (
        '<w:p><w:r><w:t>Thực hiện Nghị quyết</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t> của Bộ Chính trị.</w:t></w:r></w:p>" + passage("Tiếp.")
    )
    lines = transcribe(package(body, {"footnotes": notes})).lines
    assert [(line.place, line.text) for line in lines] == [
        (Place.BODY, "Thực hiện Nghị quyết của Bộ Chính trị."),
        (Place.FOOTNOTE, "1 Nghị quyết 57."),
        (Place.BODY, "Tiếp."),
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Trước ngày </w:t></w:r><w:del><w:r><w:delText>15</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>20</w:t></w:r></w:ins><w:r><w:t>/6/2026, </w:t></w:r>"
        "<w:moveFrom><w:r><w:t>Sở A</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Sở B</w:t></w:r></w:moveTo></w:p>"
    )
    assert texts(package(body)) == ["Trước ngày 20/6/2026, Sở B"]


def test_paragraphs_whose_mark_was_deleted_are_one() -> None:
    body = passage("Giao Sở Nội vụ ", "<w:rPr><w:del/></w:rPr>") + passage("chủ trì.")
    assert texts(package(body)) == ["Giao Sở Nội vụ chủ trì."]


def test_text_boxes_are_read_once_although_word_keeps_them_twice() -> None:
    box = f"<w:txbxContent>{passage('HỎA TỐC')}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(package(f"<w:p><w:r>{drawn}<w:t>UBND TỈNH</w:t></w:r></w:p>")) == ["UBND TỈNH", "HỎA TỐC"]


def test_capitals_of_a_style_are_capitals_and_hidden_text_is_not_there() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Ten"><w:rPr><w:caps/></w:rPr></w:style>'
    body = passage("Kế hoạch", '<w:pStyle w:val="Ten"/>') + (
        '<w:p><w:r><w:rPr><w:caps w:val="0"/><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>Hiện</w:t></w:r></w:p>'
    )
    assert texts(package(body, {"styles": styles})) == ["KẾ HOẠCH", "Hiện"]


def test_fields_show_their_result_and_signs_their_meaning() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>Quý II</w:t></w:r><w:r><w:noBreakHyphen/><w:t>2026</w:t>'
        '<w:tab/><w:sym w:char="F0FE"/><w:t> Có</w:t></w:r></w:p>'
    )
    assert texts(package(body)) == ["Quý II-2026\t☒ Có"]


def test_a_table_of_contents_is_left_out() -> None:
    body = passage("I. NHIỆM VỤ\t3", '<w:pStyle w:val="TOC1"/>') + passage("I. NHIỆM VỤ")
    assert texts(package(body)) == ["I. NHIỆM VỤ"]


def test_content_controls_and_links_are_looked_into() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{passage('Trong ô')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>Liên kết</w:t></w:r></w:hyperlink></w:p>"
    )
    assert texts(package(body)) == ["Trong ô", "Liên kết"]


def test_headers_footers_and_watermarks_are_for_the_door_alone() -> None:
    header = passage("TỐI MẬT") + '<w:p><w:r><w:pict><v:textpath string="MẬT"/></w:pict></w:r></w:p>'
    transcript = transcribe(package(passage("Nội dung"), {"header1": header, "footer1": passage("Trang 1")}))
    assert [line.text for line in transcript.lines] == ["Nội dung"]
    assert set(transcript.margins) == {"TỐI MẬT", "MẬT", "Trang 1"}


def test_what_an_office_notes_in_the_properties_is_for_the_door() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="x"><cp:category>Mật</cp:category><cp:revision>3</cp:revision></cp:coreProperties>'
    )
    transcript = transcribe(package(passage("Nội dung"), more={"docProps/core.xml": core.encode()}))
    assert transcript.margins == ("Mật",)


def test_strict_files_are_read_like_transitional_ones() -> None:
    lists = numbering(level(0, "lowerLetter", "%1)"))
    assert texts(package(numbered("Nội dung"), {"numbering": lists}, namespace=STRICT)) == ["a) Nội dung"]


def test_a_text_that_is_pasted_into_word_keeps_its_words() -> None:
    text = "Số:    /UBND\nV/v rà soát\n\n1. Sở Nội vụ\tchủ trì;\n- Báo cáo."
    for data in (word(text), word(text, returns=True)):
        assert " ".join(texts(data)).split() == text.split()


def test_sentences_that_were_broken_by_the_return_key_go_on() -> None:
    body = passage("Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành") + passage("rà soát, báo cáo.")
    assert [line.whole for line in transcribe(package(body)).lines] == [False, True]
