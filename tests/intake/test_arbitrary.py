"""Whatever the bytes are: a transcript or a refusal, and nothing else."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.readers.making import level, numbered, numbering, package, passage, printed, table
from thac.intake.readers import transcribe
from thac.intake.refusals import FileRefusedError
from thac.intake.sandbox import read_file, read_text

LETTER = "UBND XÃ TÂN LẬP\nSố: 08/UBND\n1. Văn phòng chủ trì, báo cáo trước ngày 20/3/2026./.\n"
PAGE = (
    "<html><body><div><table border=1><tr><td rowspan=2>a<td colspan=3>b<tr><td>c</table><p>Kính gửi<br>Sở Y tế</p>"
    '<ol><li>một</ol><a href="#_ftn1">1</a><pre>x\ny</pre></div></body></html>'
)
Change = tuple[str, float, float, bytes]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "drop", "twice", "put"]),
        st.floats(0, 1),
        st.floats(0, 0.3),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=6,
)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(FEW, max_examples=25)


def changed(data: bytes, changes: list[Change]) -> bytes:
    """The bytes after so many accidents."""
    for kind, where, share, other in changes:
        at = int(where * len(data))
        end = at + int(share * len(data)) + 1
        match kind:
            case "flip":
                data = data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + 2]) + data[at + 2 :]
            case "cut":
                data = data[: at + 1]
            case "drop":
                data = data[:at] + data[end:]
            case "twice":
                data = data[:end] + data[at:]
            case _:
                data = data[:at] + other + data[at:]
    return data


def survives(read: Callable[[bytes], object], data: bytes) -> None:
    try:
        read(data)
    except FileRefusedError as refused:
        assert refused.refusal.message  # noqa: PT017 - both ends are right


@cache
def rich() -> bytes:
    """A .docx in which every reader has something to do."""
    lists = numbering(level(0, "upperRoman", "%1."), level(1, "lowerLetter", "%2)"), level(2, "bullet", "-"))
    body = (
        table([("UBND XÃ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])
        + numbered("Mục") + numbered("Ý", 1) + numbered("Gạch", 2)
        + '<w:p><w:r><w:t>Chú</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
        + table([("TT", "Việc", "Chủ trì", "Hạn"), ("1", "a", "b", "c")])
    )  # fmt: skip
    notes = f'<w:footnote w:id="1">{passage("thích")}</w:footnote>'
    return package(body, {"numbering": lists, "footnotes": notes, "header1": passage("Đầu trang")})


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed, so that not only its checksum is wrong."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return stream.getvalue()


@FEW
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    survives(transcribe, data)


@FEW
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    survives(lambda data: read_text(data.decode("utf-8", "surrogatepass")), text.encode("utf-8", "surrogatepass"))


@FEW
@given(CHANGES)
def test_a_damaged_text_and_a_damaged_page(changes: list[Change]) -> None:
    survives(transcribe, changed(LETTER.encode("utf-16"), changes))
    survives(transcribe, changed(PAGE.encode(), changes))


@FEW
@given(CHANGES)
def test_a_damaged_archive(changes: list[Change]) -> None:
    survives(transcribe, changed(rich(), changes))


@FEW
@given(
    st.sampled_from(["word/document.xml", "word/numbering.xml", "word/footnotes.xml", "[Content_Types].xml"]), CHANGES
)
def test_a_damaged_part_of_a_sound_archive(part: str, changes: list[Change]) -> None:
    survives(transcribe, repacked(rich(), part, lambda data: changed(data, changes)))


ATTRIBUTE = st.sampled_from(
    [b"-1", b"0", b"9", b"99999999999999999999", b"", b"x", "é".encode(), b"%9", b"1.5", b"true"]
)


@FEW
@given(st.sampled_from(["word/document.xml", "word/numbering.xml", "word/footnotes.xml"]), st.data())
def test_values_that_word_would_not_write(part: str, data: st.DataObject) -> None:
    def change(xml: bytes) -> bytes:
        pieces = xml.split(b'w:val="')
        for at in range(1, len(pieces)):
            if data.draw(st.booleans()):
                pieces[at] = data.draw(ATTRIBUTE) + pieces[at][pieces[at].index(b'"') :]
        return b'w:val="'.join(pieces)

    survives(transcribe, repacked(rich(), part, change))


@pytest.mark.slow
@FEWER
@given(CHANGES)
def test_a_damaged_pdf(changes: list[Change]) -> None:
    survives(read_file, changed(damaged_from(), changes))


@cache
def damaged_from() -> bytes:
    return printed(LETTER * 12)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9, 0.999])
def test_a_pdf_that_was_cut_short(share: float) -> None:
    survives(read_file, damaged_from()[: int(len(damaged_from()) * share)])


HEAD = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/"
TAIL = b">>endobj\ntrailer<</Root 1 0 R>>"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        HEAD + b"Kids[2 0 R]/Count 1" + TAIL,
        HEAD + b"Kids[]/Count 2000000000" + TAIL,
        b"%PDF-1.4\n" + b"[" * 100_000,
        b"%PDF-1.4\n" + b"1 0 obj<<" * 20_000,
    ],
)
def test_a_pdf_that_is_none(data: bytes) -> None:
    survives(read_file, data)
