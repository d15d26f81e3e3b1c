"""The same document as a text, a .docx, a PDF and a web page reads to the same draft."""

from html import escape
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.intake.readers.making import Printer, package, passage, printed, table, word
from thac.intake.draft import Draft
from thac.intake.reading import read
from thac.intake.sandbox import read_file

SHARED = [
    "03_cd-217-ttg",
    "08_ct-06-quangtri",
    "10_cv-4240-hcm",
    "12_kh-172-hcm",
    "17_kh-16-mttq-luongminh",
    "cong-van-son-tay-thuong",
    "cong-van-thai-nguyen",
    "ke-hoach-khuon-lung",
]
LEFT = ["ỦY BAN NHÂN DÂN", "XÃ THANH HÀ", "Số: 34/KH-UBND"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Thanh Hà, ngày 16 tháng 3 năm 2026"]
TITLE = ["KẾ HOẠCH", "Rà soát hộ nghèo năm 2026"]
BODY = [
    "Thực hiện Kế hoạch số 120/KH-UBND ngày 02/3/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã ban hành như sau:",
    "I. NHIỆM VỤ",
    "1. Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã lập danh sách hộ nghèo; xong trước ngày 15/9/2026.",
    "2. Phòng Kinh tế chủ trì xây dựng phương án hỗ trợ sinh kế, bảo đảm ít nhất 80% hộ có lao động được hỗ trợ.",
    "II. TỔ CHỨC THỰC HIỆN",
    "Giao Phòng Văn hóa - Xã hội tổng hợp kết quả, báo cáo Ủy ban nhân dân xã trước ngày 30/9/2026./.",
]
COPIES = ["Nơi nhận:", "- UBND tỉnh;", "- Các phòng, thôn;", "- Lưu: VT."]
SIGNATURE = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phạm Văn Ví Dụ"]


def as_text() -> bytes:
    return "\n\n".join(
        ["\n".join(LEFT), "\n".join(RIGHT), *TITLE, *BODY, "\n".join(COPIES), "\n".join(SIGNATURE)]
    ).encode()


def as_word() -> bytes:
    def cell(lines: list[str]) -> str:
        return f"<w:tc>{''.join(map(passage, lines))}</w:tc>"

    def beside(left: list[str], right: list[str]) -> str:
        return f"<w:tbl><w:tr>{cell(left)}{cell(right)}</w:tr></w:tbl>"

    text = "".join(map(passage, [*TITLE, *BODY]))
    return package(beside(LEFT, RIGHT) + text + beside(COPIES, SIGNATURE))


def as_pdf() -> bytes:
    printer = Printer()
    printer.columns(LEFT, RIGHT)
    for line in TITLE:
        printer.centred(line)
    for line in BODY:
        printer.paragraph(line)
    printer.columns(COPIES, SIGNATURE, size=11)
    return printer.bytes()


def as_page() -> bytes:
    def beside(left: list[str], right: list[str]) -> str:
        return f"<table><tr><td>{'<br>'.join(left)}</td><td>{'<br>'.join(right)}</td></tr></table>"

    text = "".join(f"<p>{escape(line)}</p>" for line in [*TITLE, *BODY])
    inside = beside(LEFT, RIGHT) + text + beside(COPIES, SIGNATURE)
    return f"<html><body><nav>Menu</nav><div>{inside}</div></body></html>".encode()


def orders(draft: Draft) -> list[tuple[object, ...]]:
    """What a draft orders, without the lines it was read from."""
    return [
        (
            task.path,
            " ".join(task.text.split()),
            task.mode,
            [body.name for body in task.leads],
            [body.name for body in task.coordinators],
            None if task.deadline is None else task.deadline.when,
            task.product,
            [(target.op, target.value, target.unit) for target in task.targets],
            task.tracked,
        )
        for task in draft.tasks
    ]


def head(draft: Draft) -> tuple[object, ...]:
    header = draft.document.header
    named = (header.number, header.symbol, header.doc_type, header.issuing_body, header.place, header.subject)
    return (*named, header.date, header.signer, draft.document.recipients)


@pytest.mark.parametrize("make", [as_word, as_pdf, as_page])
def test_a_plan_reads_the_same_in_each_format(make: object) -> None:
    assert callable(make)
    expected, draft = read(as_text()), read(make())
    assert len(expected.tasks) >= 3
    assert orders(draft) == orders(expected)
    assert head(draft) == head(expected)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("form", ["pasted", "returns", "pdf"])
def test_a_shared_text_reads_the_same_in_each_format(name: str, form: str, documents: Path) -> None:
    data = (documents / f"{name}.txt").read_bytes()
    text = data.decode()
    other = printed(text) if form == "pdf" else word(text, returns=form == "returns")
    transcript = read_file(other)
    assert [each for line in transcript.lines for each in line.text.split()] == normalize("NFC", text).split()
    expected, draft = read(data), read(other)
    assert orders(draft) == orders(expected)
    assert head(draft) == head(expected)


def test_a_table_of_tasks_reads_the_same_in_word_and_in_a_pdf() -> None:
    rows = [
        ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"),
        ("1", "Tổ chức tập huấn kỹ năng số cho công chức", "Phòng Văn hóa - Xã hội", "Trước ngày 30/6/2026"),
        ("2", "Kiểm tra việc giải quyết thủ tục hành chính", "Văn phòng HĐND và UBND", "Quý III/2026"),
    ]
    before = [*TITLE, BODY[0], BODY[1]]
    printer = Printer()
    for line in before:
        printer.paragraph(line)
    with printer.table(col_widths=(10, 70, 50, 35), first_row_as_headings=False) as ruled:
        for row in rows:
            cells = ruled.row()
            for cell in row:
                cells.cell(cell)
    from_word = read(package("".join(map(passage, before)) + table(rows)))
    assert len(from_word.tasks) == 2
    assert orders(read(printer.bytes())) == orders(from_word)
