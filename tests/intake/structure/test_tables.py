"""Tables that assign work, in the forms they come in."""

from tests.intake.structure.reading import read_body, walk
from thac.intake.document import Item, ItemKind
from thac.intake.structure import read_structure
from thac.intake.transcript import Cell, Line, Medium, Place, Transcript

WANTED = [
    (
        "1",
        "Rà soát văn bản",
        {"STT": "1", "Nội dung": "Rà soát văn bản", "Cơ quan chủ trì": "Sở Tư pháp", "Thời gian": "Quý I"},
    ),
    ("2", "Kiểm tra kỷ luật", {"STT": "2", "Nội dung": "Kiểm tra kỷ luật", "Cơ quan chủ trì": "Sở Nội vụ"}),
]


def _rows(items: tuple[Item, ...]) -> list[tuple[str, str, dict[str, str]]]:
    return [(one.marker, one.text, dict(one.cells)) for one in walk(items) if one.kind is ItemKind.ROW]


def test_lines_with_bars() -> None:
    document = read_body(
        "I. NHIỆM VỤ\n\n| STT | Nội dung | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Rà soát văn bản | Sở Tư pháp | Quý I |\n| 2 | Kiểm tra kỷ luật | Sở Nội vụ | |\n\nII. TỔ CHỨC\n\n"
        "1. Báo cáo."
    )
    assert _rows(document.body) == WANTED
    assert [item.path for item in walk(document.body)] == ["I", "I row 1", "I row 2", "II", "II.1"]


def test_lines_with_tabs() -> None:
    document = read_body(
        "I. NHIỆM VỤ\nSTT\tNội dung\tCơ quan chủ trì\tThời gian\n1\tRà soát văn bản\tSở Tư pháp\tQuý I\n"
        "2\tKiểm tra kỷ luật\tSở Nội vụ\t\nII. TỔ CHỨC\n1. Báo cáo."
    )
    assert _rows(document.body) == WANTED


def test_a_cell_a_line_between_borders() -> None:
    document = read_body(
        "I. NHIỆM VỤ\n\n|\nSTT\n|\nNội dung\n|\nCơ quan chủ trì\n|\nThời gian\n|\n|\n1\n|\nRà soát\nvăn bản\n|\n"
        "Sở Tư pháp\n|\nQuý I\n|\n"
        "|\n2\n|\nKiểm tra kỷ luật\n|\nSở Nội vụ\n|\n\nII. TỔ CHỨC\n\n1. Báo cáo."
    )
    assert _rows(document.body) == WANTED
    assert [item.path for item in document.body] == ["I", "II"]


def test_an_empty_cell_between_borders_keeps_its_column() -> None:
    document = read_body(
        "|\nSTT\n|\nNhiệm vụ\n|\nChủ trì\n|\nPhối hợp\n|\nThời hạn\n|\n|\n1\n|\nKiểm tra\n|\nSở Y tế\n|\n|\n"
        "Tháng 6\n|\n\n1. Báo cáo./.\n"
    )
    assert _rows(document.body) == [
        ("1", "Kiểm tra", {"STT": "1", "Nhiệm vụ": "Kiểm tra", "Chủ trì": "Sở Y tế", "Thời hạn": "Tháng 6"})
    ]


def _counted(rows: list[list[str]], *, first: int = 1) -> list[Line]:
    return [
        Line(number, text, Place.CELL, whole=True, cell=Cell(1, row, column))
        for number, (row, column, text) in enumerate(
            ((row, column, text) for row, cells in enumerate(rows, 1) for column, text in enumerate(cells, 1) if text),
            first,
        )
    ]


def test_cells_that_the_reader_of_a_format_counted() -> None:
    lines = [
        Line(1, "KẾ HOẠCH", whole=True),
        Line(2, "Cải cách hành chính", whole=True),
        Line(3, "I. NHIỆM VỤ", whole=True),
        *_counted(
            [
                ["STT", "Nội dung", "Cơ quan chủ trì", "Thời gian"],
                ["1", "Rà soát văn bản", "Sở Tư pháp", "Quý I"],
                ["2", "Kiểm tra kỷ luật", "Sở Nội vụ", ""],
            ],
            first=4,
        ),
        Line(20, "II. TỔ CHỨC", whole=True),
    ]
    document = read_structure(Transcript(Medium.DOCX, tuple(lines)))
    assert _rows(document.body) == WANTED
    assert [item.line for item in walk(document.body)] == [3, 9, 13, 20]


def test_two_lines_of_headings() -> None:
    cells = [
        ("TT", 1, 1, 1),
        ("Nhiệm vụ", 1, 2, 1),
        ("Cơ quan thực hiện", 1, 3, 2),
        ("Thời hạn", 1, 5, 1),
        ("Chủ trì", 2, 3, 1),
        ("Phối hợp", 2, 4, 1),
        ("1", 3, 1, 1),
        ("Kiểm tra", 3, 2, 1),
        ("Sở Y tế", 3, 3, 1),
        ("Sở Nội vụ", 3, 4, 1),
        ("Tháng 6", 3, 5, 1),
    ]
    lines = [
        Line(number, text, Place.CELL, whole=True, cell=Cell(1, row, column, columns=span))
        for number, (text, row, column, span) in enumerate(cells, 1)
    ]
    document = read_structure(Transcript(Medium.DOCX, (Line(100, "1. Nhiệm vụ", whole=True), *lines)))
    assert _rows(document.body) == [
        (
            "1",
            "Kiểm tra",
            {
                "TT": "1",
                "Nhiệm vụ": "Kiểm tra",
                "Cơ quan thực hiện Chủ trì": "Sở Y tế",
                "Cơ quan thực hiện Phối hợp": "Sở Nội vụ",
                "Thời hạn": "Tháng 6",
            },
        )
    ]


def test_a_row_that_names_what_the_rows_below_have_in_common_holds_them() -> None:
    document = read_body(
        "| STT | Nội dung | Cơ quan chủ trì |\n| I | Thể chế | |\n| 1 | Rà soát | Sở Tư pháp |\n"
        "| II | Bộ máy | |\n| 2 | Sắp xếp | Sở Nội vụ |"
    )
    assert [(item.path, item.kind, item.text) for item in walk(document.body)] == [
        ("row 1", ItemKind.SECTION, "Thể chế"),
        ("row 1 row 1", ItemKind.ROW, "Rà soát"),
        ("row 2", ItemKind.SECTION, "Bộ máy"),
        ("row 2 row 1", ItemKind.ROW, "Sắp xếp"),
    ]


def test_numbers_of_columns_and_headings_that_a_page_repeats_are_no_rows() -> None:
    document = read_body(
        "| STT | Nội dung | Chủ trì |\n| (1) | (2) | (3) |\n| 1 | Rà soát | Sở Tư pháp |\n"
        "| STT | Nội dung | Chủ trì |\n| 2 | Sắp xếp | Sở Nội vụ |"
    )
    assert [text for _, text, _ in _rows(document.body)] == ["Rà soát", "Sắp xếp"]


def test_a_table_of_figures_assigns_nothing() -> None:
    lines = [Line(100, "1. Kết quả", whole=True), *_counted([["STT", "Tên xã", "Số hộ"], ["1", "Phú Lương", "250"]])]
    document = read_structure(Transcript(Medium.DOCX, tuple(lines)))
    assert _rows(document.body) == []
    assert [item.text for item in document.body[0].children] == ["STT | Tên xã | Số hộ", "1 | Phú Lương | 250"]


def test_a_sentence_with_bars_is_no_table() -> None:
    document = read_body("UBND xã yêu cầu:\n\n1. Báo cáo theo mẫu: tên | chức vụ | đơn vị.\n\n2. Kiểm tra.")
    assert [item.path for item in document.body] == ["1", "2"]
