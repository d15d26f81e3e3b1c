"""A format is known by its content; what is not read is refused by its name, with a way out."""

import io
import zipfile

import pytest

from tests.intake.readers.making import Printer, package, passage, word
from thac.intake.readers import Format, recognise, transcribe
from thac.intake.refusals import FileCode, FileRefusedError, refusal

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return stream.getvalue()


def office(kind: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("[Content_Types].xml", f'<Types><Override PartName="/x.xml" ContentType="{kind}"/></Types>')
    return stream.getvalue()


def code(data: bytes) -> FileCode:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(data)
    return refused.value.refusal.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (word("Kế hoạch"), Format.DOCX),
        (Printer().bytes(), Format.PDF),
        (b"\r\n\x00garbage before" + Printer().bytes(), Format.PDF),
        (b"<html><body>x</body></html>", Format.HTML),
        (b"  <!DOCTYPE html>\n<p>x", Format.HTML),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<html xmlns='x'>", Format.HTML),
        ("<HTML>".encode("utf-16"), Format.HTML),
        ("Kế hoạch".encode(), Format.TEXT),
        ("Kế hoạch".encode("utf-16"), Format.TEXT),
        ("<Phòng Nội vụ> kính gửi".encode(), Format.TEXT),
        (b"<!-- a -->" * 400, Format.TEXT),
        ("BM-01: Biểu mẫu".encode(), Format.TEXT),
        ("MZ là gì".encode(), Format.TEXT),
        ("Content-Type là trường của thư điện tử".encode(), Format.TEXT),
    ],
)
def test_a_format_is_known_by_its_content(data: bytes, kind: Format) -> None:
    assert recognise(data) is kind


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", FileCode.EMPTY),
        (b" \n\t", FileCode.EMPTY),
        (COMPOUND + utf16("WordDocument"), FileCode.OLD_WORD),
        (COMPOUND + utf16("Workbook"), FileCode.SPREADSHEET),
        (COMPOUND + utf16("EncryptedPackage"), FileCode.ENCRYPTED),
        (rb"{\rtf1\ansi K\u7871 ho\u7841ch}", FileCode.OLD_WORD),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', FileCode.OLD_WORD),
        (b'<?xml version="1.0"?><feed/>', FileCode.UNKNOWN_FORMAT),
        (archive("mimetype", "content.xml"), FileCode.OTHER_WORD_PROCESSOR),
        (office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), FileCode.SPREADSHEET),
        (office("application/vnd.openxmlformats-officedocument.presentationml.slide+xml"), FileCode.SPREADSHEET),
        (archive("a.docx", "b.docx"), FileCode.ARCHIVE),
        (b"Rar!\x1a\x07\x00", FileCode.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", FileCode.ARCHIVE),
        (b"\x1f\x8b\x08\x00", FileCode.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n\x00", FileCode.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileCode.IMAGE),
        (b"II*\x00\x08\x00", FileCode.IMAGE),
        (b"\x00\x00\x00\x18ftypheic", FileCode.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileCode.IMAGE),
        (b"MZ\x90\x00\x03", FileCode.PROGRAM),
        (b"\x7fELF\x02\x01", FileCode.PROGRAM),
        (b"#!/bin/sh\nrm -rf /", FileCode.PROGRAM),
        (b"\x00\x01\x02\x03\x04binary", FileCode.UNKNOWN_FORMAT),
        ("Ủy ban".encode("cp1258", "replace") + b"\xd5\xd0", FileCode.UNKNOWN_ENCODING),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(data: bytes, expected: FileCode) -> None:
    assert code(data) is expected


def test_a_word_file_of_pictures_alone_has_nothing_to_read() -> None:
    picture = '<w:p><w:r><w:drawing><w:blip w:embed="r1"/></w:drawing></w:r></w:p>'
    assert code(package(picture)) is FileCode.IMAGE
    assert code(package(passage(""))) is FileCode.EMPTY


TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc. Uû ban nh©n d©n tØnh yªu cÇu "
VNI = "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM, Ñoäc laäp - Töï do - Haïnh phuùc. UÛy ban nhaân daân tænh "


@pytest.mark.parametrize("text", [TCVN3 * 5, VNI * 5, "\ue001\ue002\ue003 " * 200, "\ufffd\ufffdab " * 200])
def test_letters_of_old_fonts_and_of_broken_files_are_not_taken_for_text(text: str) -> None:
    assert code(text.encode()) is FileCode.GARBLED
    assert code(package(passage(text))) is FileCode.GARBLED


@pytest.mark.parametrize("text", ["Công văn số 5 ", "Ke hoach khong dau ", "UBND tỉnh yêu cầu các sở, ban, ngành "])
def test_vietnamese_with_or_without_marks_is_text(text: str) -> None:
    assert transcribe((text * 40).encode()).lines


@pytest.mark.parametrize("one", list(FileCode))
def test_each_refusal_speaks_vietnamese_first_and_english_beside_it(one: FileCode) -> None:
    said = refusal(one, limit=20, pages="1", characters=5)
    assert said.message.endswith(".")
    assert said.english.endswith(".")
    assert "{" not in said.message + said.english
    assert not said.message.isascii()
