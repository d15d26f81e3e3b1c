"""Packages that would grow, loop, hide or break are refused before they do."""

import io
import struct
import zipfile

import pytest

from tests.intake.readers.making import package, passage, table, word
from thac.intake.limits import MIB, Limits
from thac.intake.readers import transcribe
from thac.intake.refusals import FileCode, FileRefusedError

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&d;</w:t></w:r></w:p>'
    "</w:body></w:document>"
)
OUTSIDE = LAUGHS.replace("[<!ENTITY a", '[<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a').replace("&d;<", "&x;<")


def code(data: bytes, limits: Limits | None = None) -> FileCode:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(data, limits=limits or Limits())
    return refused.value.refusal.code


def with_document(document: bytes) -> bytes:
    """A package whose main part is these bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(passage("x")))) as old, zipfile.ZipFile(stream, "w", 8) as new:
        new.writestr("[Content_Types].xml", old.read("[Content_Types].xml"))
        new.writestr("word/document.xml", document)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("document", [LAUGHS, OUTSIDE])
def test_a_part_that_defines_entities_is_refused(document: str, encoding: str) -> None:
    assert code(with_document(document.encode(encoding))) is FileCode.UNSAFE_XML


def test_a_part_that_is_larger_than_it_may_be_is_refused() -> None:
    bomb = with_document(b"<w:document>" + b" " * (17 * MIB))
    assert len(bomb) < MIB // 4
    assert code(bomb) is FileCode.UNPACKED_TOO_LARGE


def test_parts_that_nobody_reads_may_not_come_to_too_much_either() -> None:
    bomb = package(passage("x"), more={"word/media/image1.bmp": bytes(3 * MIB)})
    assert code(bomb, Limits(unpacked=2 * MIB)) is FileCode.UNPACKED_TOO_LARGE


def test_a_part_that_is_larger_than_its_archive_says_is_refused() -> None:
    honest = package(passage("x" * 5000))
    size = struct.pack("<L", zipfile.ZipFile(io.BytesIO(honest)).getinfo("word/document.xml").file_size)
    assert code(honest.replace(size, struct.pack("<L", 100))) is FileCode.BROKEN


def test_a_part_behind_a_password_is_refused() -> None:
    data = bytearray(word("Kế hoạch"))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert code(bytes(data)) is FileCode.ENCRYPTED


def test_tables_inside_each_other_are_read_down_to_a_depth() -> None:
    def nested(depth: int) -> str:
        inside = passage("trong cùng")
        for _ in range(depth):
            inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
        return inside

    assert transcribe(package(nested(5))).lines[0].text == "trong cùng"
    assert code(package(nested(9))) is FileCode.NESTED_TOO_DEEP


def test_elements_inside_each_other_without_end_are_refused() -> None:
    assert code(package("<w:sdt>" * 5000 + "</w:sdt>" * 5000)) is FileCode.NESTED_TOO_DEEP


def test_a_file_of_another_format_inside_is_not_unfolded() -> None:
    assert code(package('<w:altChunk w:val="r1"/>')) is FileCode.OTHER_WORD_PROCESSOR


def test_lines_and_letters_are_counted() -> None:
    assert code(package(passage("a") * 30), Limits(lines=20)) is FileCode.TOO_MANY_LINES
    assert code(package(table([("chữ " * 50,) * 4] * 4)), Limits(characters=500)) is FileCode.TOO_MANY_LINES
    assert code(b"a\n" * 30, Limits(lines=20)) is FileCode.TOO_MANY_LINES


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_package_that_was_cut_short_is_broken(share: float) -> None:
    data = word("Kế hoạch")
    assert code(data[: int(len(data) * share)]) is FileCode.BROKEN


@pytest.mark.parametrize("document", [b"", b"<w:document", b"\xff\xfe\x00", b"<a/>", b"<a>\x00</a>"])
def test_a_main_part_that_is_none_is_broken(document: bytes) -> None:
    assert code(with_document(document)) is FileCode.BROKEN
