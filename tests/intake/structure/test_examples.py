"""The example documents, whole: what an office would read off each of them."""

from pathlib import Path

import pytest

from tests.intake.structure.expected import EXPECTED, Expected
from tests.intake.structure.reading import walk
from thac.intake.document import Document, Item, ItemKind
from thac.intake.readers import transcribe
from thac.intake.structure import read_structure

FOLDER = Path(__file__).parents[1] / "examples"


def _read(name: str) -> Document:
    return read_structure(transcribe((FOLDER / f"{name}.txt").read_bytes()))


def _listed(items: tuple[Item, ...], *, paths: bool) -> str:
    return " | ".join(f"{one.path} @{one.line}" if paths else f"@{one.line}" for one in walk(items))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_is_read_as_written_down(name: str) -> None:
    document = _read(name)
    header, when = document.header, document.header.date
    assert (
        Expected(
            (header.number, header.symbol, header.doc_type, header.issuing_body, header.place),
            (when.day, when.month, when.year),
            header.subject or "",
            (header.signing_title, header.signer),
            document.recipients.to,
            len(document.recipients.copies),
            tuple((one.symbol, str(one.date) if one.date else None, one.role.value) for one in document.references),
            _listed(document.preamble, paths=False),
            _listed(document.body, paths=True),
            _listed(document.closing, paths=False),
            _listed(document.appendices, paths=True),
            tuple(note.text for note in document.footnotes),
        )
        == EXPECTED[name]
    )


def test_every_example_is_written_down() -> None:
    assert sorted(EXPECTED) == sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_items_text_starts_in_its_line(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n")
    document = _read(name)
    for item in walk(document.body + document.closing):
        first = item.text.split()[0]
        assert first in lines[item.line - 1].replace("*", " ").split(), item


def test_the_rows_of_a_table_carry_their_cells() -> None:
    rows = [one for one in walk(_read("ke-hoach-chuyen-doi-so-du-thao").body) if one.kind is ItemKind.ROW]
    assert dict(rows[1].cells) == {
        "TT": "2",
        "Nội dung công việc": "Tập huấn kỹ năng số cho cán bộ, công chức",
        "Đơn vị chủ trì": "Văn phòng HĐND và UBND",
        "Đơn vị phối hợp": "Phòng Văn hóa - Xã hội",
        "Thời hạn": "Trước 30/6/2026",
        "Kết quả": "Báo cáo kết quả tập huấn",
    }
