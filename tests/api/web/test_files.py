"""What is written for Word, for a workbook and as a picture: nothing in it is carried out, and nothing breaks it."""

import subprocess
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from api.web import sheets
from api.web.letters import Chapter, Letter, written
from api.web.plots import Series, bars, columns
from api.web.sheets import Sheet, workbook

WEIRD = "a\x00b\x0bc\ufffed\uffffe"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_text_is_never_a_formula(begin: str) -> None:
    """Neither when the file is opened nor when somebody edits the cell."""
    said = f"{begin}cmd|'/c calc'!A1"
    sheet = load_workbook(BytesIO(workbook([Sheet("Bảng", said, [said], [[said, -3]])])))["Bảng"]
    for cell in (sheet.cell(1, 1), sheet.cell(2, 1), sheet.cell(3, 1)):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert str(cell.value).strip() == said.strip()
    assert (sheet.cell(3, 2).data_type, sheet.cell(3, 2).value) == ("n", -3)


def test_a_long_table_is_written_by_a_process_of_its_own_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [
        Sheet("Phần I", "Báo cáo", ["STT", "Ngày", "Nội dung"], [[1, date(2026, 11, 30), "=1+1"], [2, None, "Đôn đốc"]])
    ]
    short = workbook(tables)
    monkeypatch.setattr(sheets, "LONG", 1)
    begun: list[object] = []
    run = subprocess.run

    def counted(command: list[str], **more: Any) -> "subprocess.CompletedProcess[bytes]":
        begun.append(command)
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    long = workbook(tables)
    assert len(begun) == 1
    one, other = (load_workbook(BytesIO(book))["Phần I"] for book in (short, long))
    assert [[(cell.value, cell.quotePrefix, cell.style) for cell in row] for row in other.iter_rows()] == [
        [(cell.value, cell.quotePrefix, cell.style) for cell in row] for row in one.iter_rows()
    ]


def test_what_no_file_may_hold_is_left_out() -> None:
    sheet = load_workbook(BytesIO(workbook([Sheet("Bảng", WEIRD, ["x" * 40_000], [["plain"]])])))["Bảng"]
    assert sheet.cell(1, 1).value == "abcde"
    assert len(str(sheet.cell(2, 1).value)) == 32_767
    assert sheet.cell(3, 1).quotePrefix is False
    letter = Letter("Xã", WEIRD, (), ("STT",), [Chapter("I", [[WEIRD]])])
    document = docx.Document(BytesIO(written(letter)))
    assert document.tables[1].cell(1, 0).text == "abcde"


def test_the_head_of_a_table_stands_on_every_sheet_of_paper() -> None:
    letter = Letter(
        "Xã", "BÁO CÁO", ("Tuần 49",), ("STT", "Nội dung"), [Chapter("I. Xong", [["1", "a"]], "Còn 2 dòng.")]
    )
    document = docx.Document(BytesIO(written(letter)))
    assert "tblHeader" in document.tables[1].rows[0]._tr.xml
    assert [one.text for one in document.paragraphs] == ["BÁO CÁO", "Tuần 49", "I. Xong", "Còn 2 dòng."]


def test_the_same_figures_give_the_same_picture_and_others_another() -> None:
    """Letters stay letters, so that they can be read, found and enlarged; no moment is written into it."""
    one, other = (columns("Tuần", ["16/11", "23/11"], [Series("Giao mới", (n, 2))]) for n in (1, 3))
    assert one == columns("Tuần", ["16/11", "23/11"], [Series("Giao mới", (1, 2))])
    assert one != other
    assert "Giao mới</text>" in one.decode()
    assert "dc:date" not in one.decode()


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    drawn = bars("Việc", ["<script>alert(1)</script> & $x$"], [Series("Xong", (1,))]).decode()
    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; $x$" in drawn
