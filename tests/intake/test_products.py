"""Which files are taken as the product of work: by what stands in them, whatever they are called."""

import io
import zipfile

import pytest

from thac.intake.products import DOCX, JPEG, ODT, PDF, PNG, XLSX, Medium, medium_of, named


def packed(**parts: bytes) -> bytes:
    """An archive of those parts; two underscores stand for a stroke, one for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def office(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


ODT_LABEL = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "medium"),
    [
        (b"%PDF-1.7\n...", PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0....", JPEG),
        (office(word__document_xml=b"<w/>"), DOCX),
        (office(xl__workbook_xml=b"<x/>"), XLSX),
        (packed(mimetype=ODT_LABEL, content_xml=b"<o/>"), ODT),
        (b"", None),
        (b"<html><script>", None),
        (b"MZ\x90\0", None),
        (b"GIF89a", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", None),
        (packed(virus_exe=b"MZ"), None),
        (packed(mimetype=b"application/epub+zip", content_xml=b"<o/>"), None),
        (office(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), None),
        (office(word__document_xml=b"<w/>")[:40], None),
        (b"PK\x03\x04 no archive", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
    ],
    ids=[
        *("pdf", "png", "jpeg", "docx", "xlsx", "odt", "nothing", "html", "exe", "gif", "locked", "packed program"),
        *("epub", "macro", "cut short", "no archive", "svg"),
    ],
)
def test_a_file_is_what_stands_in_it(data: bytes, medium: Medium | None) -> None:
    assert medium_of(data) == medium


@pytest.mark.parametrize(
    ("name", "medium", "kept"),
    [
        ("Báo cáo.pdf", PDF, "Báo cáo.pdf"),
        ("anh.JPEG", JPEG, "anh.jpeg"),
        ("virus.exe", PDF, "virus.exe.pdf"),
        ("C:\\Users\\an\\kq.docx", DOCX, "kq.docx"),
        ("../../etc/passwd", PNG, "passwd.png"),
        ("a\r\nSet-Cookie: x\u202e.pdf", PDF, "aSet-Cookie: x.pdf"),
        (None, XLSX, "tep.xlsx"),
        ("...", ODT, "tep.odt"),
    ],
)
def test_a_file_is_called_as_its_format_ends(name: str | None, medium: Medium, kept: str) -> None:
    assert named(name, medium) == kept
