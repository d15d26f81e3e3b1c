"""Plain text: encodings, line numbers, spelling."""

import codecs
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest

from thac.intake.readers import transcribe, transcribe_text
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Line, Medium

LETTER = "Số:     /UBND-NC\r\n\r\nKính gửi: Các phòng, ban.\r\n"
AS_LINES = (Line(1, "Số:     /UBND-NC"), Line(2, ""), Line(3, "Kính gửi: Các phòng, ban."))


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        codecs.BOM_UTF8 + LETTER.encode(),
        codecs.BOM_UTF16_LE + LETTER.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LETTER.encode("utf-16-be"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-16-be"),
        LETTER.replace("\r\n", "\n").encode(),
        LETTER.replace("\r\n", "\r").encode(),
    ],
)
def test_each_unicode_encoding_and_line_end_gives_the_same_lines(data: bytes) -> None:
    transcript = transcribe(data)
    assert transcript.medium is Medium.TEXT
    assert transcript.lines == AS_LINES


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    lines = transcribe_text("một\n\n\n  bốn\x0b tiếp\u2028 hết\n").lines
    assert [(line.number, line.text) for line in lines] == [(1, "một"), (2, ""), (3, ""), (4, "  bốn tiếp  hết")]


def test_decomposed_letters_are_put_together() -> None:
    text = transcribe(normalize("NFD", "Hỏa tốc: hoà, hòa").encode()).lines[0].text
    assert text == "Hỏa tốc: hoà, hòa"


def test_spaces_of_every_kind_are_spaces_and_what_has_no_width_goes() -> None:
    assert transcribe_text("chủ\u00a0trì,\u200b phối\u2009hợp\ufeff").lines[0].text == "chủ trì, phối hợp"


def test_a_tab_stays_as_printed() -> None:
    assert transcribe_text("\t- Sở Y tế").lines[0].text == "\t- Sở Y tế"


@pytest.mark.parametrize("data", ["Kính gửi: Ủy ban".encode("cp1258", "replace"), b"\xff\xfe\x00\xd8\x00", b"V\xb8n"])
def test_what_is_not_unicode_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(data)
    assert refused.value.refusal.code is FileCode.UNKNOWN_ENCODING


@pytest.mark.parametrize("data", [b"", b" \r\n\n"])
def test_a_file_without_content_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(data)
    assert refused.value.refusal.code is FileCode.EMPTY


def test_the_shared_texts_keep_their_lines(documents: Path) -> None:
    for file in sorted(documents.glob("*.txt")):
        printed = file.read_text(encoding="utf-8").split("\n")
        lines = transcribe(file.read_bytes()).lines
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        assert all(is_normalized("NFC", line.text) for line in lines)
        assert [line.text.split() for line in lines] == [
            normalize("NFC", each).split() for each in printed[: len(lines)]
        ]
