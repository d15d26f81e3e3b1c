"""Which documents are not let in: those that bear a mark of secrecy, wherever a clerk would see one.

A mark stands by itself: on a line, in a frame, in a corner of the letterhead, in the header or footer of the pages,
after a label ("Độ mật: Mật"), beside a box that is ticked, in the number of the document. A sentence, a list or a table
that speaks of the levels is no mark. In doubt the document stays outside: it can be sent again, a secret cannot be
called back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Final
from unicodedata import normalize

from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.secrecy import as_seen, in_capitals, is_bare_stamp, is_stamp, stands_out, turns_next, words_of
from thac.intake.transcript import Line, Place, Transcript

_MAYBE: Final = re.compile(r"m\W{0,4}[ậaâặạáàă]\W{0,4}t\b|secret|bóc\s+bì|\bsố\b", re.IGNORECASE)
"""What a line with a mark cannot do without; all others are passed by quickly."""
_LEVEL: Final = r"(?:(?:tuyệt|tối)\W{0,3})?mật"
_LABEL: Final = re.compile(
    rf"(?:(?:độ|mức|cấp|dấu)\s+(?:độ\s+)?(?:bảo\s+)?mật|(?:mức\s+|cấp\s+)?độ|mức)\s*[:\-–]\W*{_LEVEL}\b(?P<rest>.*)",
    re.IGNORECASE,
)
_LABEL_ALONE: Final = re.compile(r"[\W_]*(?:mức\s+|cấp\s+|dấu\s+chỉ\s+)?độ\s+(?:bảo\s+)?mật[\W_]*", re.IGNORECASE)
_ANOTHER_LEVEL: Final = re.compile(r"[,/;]|\b(?:hoặc|hay|và|đến|mật)\b", re.IGNORECASE)
_TICK: Final = r"(?:[☒☑✓✔■●]|\[\s*[xX✓]\s*\]|\(\s*[xX✓]\s*\))"
_TICKED: Final = re.compile(rf"{_TICK}\s*{_LEVEL}\b", re.IGNORECASE)
_TICKED_BEHIND: Final = re.compile(rf"^[^☐☒☑✓✔■●\[(]*\b{_LEVEL}\s*{_TICK}", re.IGNORECASE)
_FRAMED: Final = re.compile(rf"[(\[{{<«“\"]\s*{_LEVEL}\s*[)\]}}>»”\"]", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\W_]*Số\s*[:.]?\s*(?P<symbol>[^\n]*)")
_SECRET_SYMBOL: Final = re.compile(
    r"(?<=[/\-–\d])\s*M(?=\s*(?:$|[/\-–,;]|\s{2}))|\(\s*(?:M|TM|TuM|TUM|TuyM|TUYM)\s*\)",
)
_FORM: Final = re.compile(
    r"cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ|độc\s+lập\s*\W\s*tự\s+do|đảng\s+cộng\s+sản\s+việt\s+nam", re.IGNORECASE
)
_DATED: Final = re.compile(r"ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b", re.IGNORECASE)
_STAMP_SENTENCES: Final = re.compile(
    r"[\W_]*(?:chỉ\s+người\s+có\s+tên\s+mới\s+được\s+bóc\s+bì\W*$"
    r"|(?:gia\s+hạn\s+)?thời\s+hạn\s+bảo\s+vệ\s+bí\s+mật\s+nhà\s+nước\s*:?\W*+(?:(?:đến|từ|ngày|tháng|năm|\d++)\W*+)++$)",
    re.IGNORECASE,
)
"""Forms 04 and 07 of the circular."""
_ITEM: Final = re.compile(r"\s*(?:[-–+•*]|\(?\d+[.)]|\(?[a-zđ][.)])\s+(?P<rest>.*)")
_CLOSED: Final = re.compile(r"[-–*+•]\s*$")
_PARTS: Final = re.compile(r"\t|\||\s{2,}")
_NAME_PARTS: Final = re.compile(r"[_()\[\]{}+]|\s-\s")
_WRITTEN: Final = re.compile(r"\w")
_NAMES_NEXT: Final = frozenset({"dấu", "chữ", "loại", "mức", "cấp"})
"""At the end of a line of a sentence: the level that follows is spoken of."""
_TOP: Final = 40
"""Lines with text at the beginning among which letterhead and stamps stand."""
_AROUND_FORM: Final = 15
"""The same around "Cộng hòa xã hội chủ nghĩa Việt Nam", for a text with something before it."""
_SHORT: Final = 5
"""Letters in a piece of a mark that is written downwards or in two lines."""
_PROSE: Final = 5
"""From so many words on a line may be part of a sentence."""
_LETTERHEAD: Final = 14
"""A line of a letterhead has no more words."""


def refuse_secret(transcript: Transcript) -> None:
    """Refuse a document that bears a mark of secrecy.

    Raises
    ------
    FileRefusedError
        ``secret_document``. It carries nothing of the document.
    """
    if any(map(_marked_margin, transcript.margins)) or _marked_lines(transcript.lines):
        raise FileRefusedError(FileCode.SECRET)


def refuse_secret_name(name: str | None) -> None:
    """Refuse a file whose name bears a mark ("BC 12 (MẬT).docx"), before anything of it is read."""
    stem = PurePath(normalize("NFC", name or "")).stem
    if any(is_stamp(words_of(part)) for part in _NAME_PARTS.split(stem)):
        raise FileRefusedError(FileCode.SECRET)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line as it looks, its words, the line right above it, and whether it stands where a letterhead does."""

    line: Line
    text: str
    words: tuple[str, ...]
    above: Line | None
    top: bool

    @property
    def capitals(self) -> bool:
        return in_capitals([word for word in self.words if not word.isdecimal()])


def _marked_margin(text: str) -> bool:
    words = words_of(text)
    return is_stamp(words) or is_bare_stamp(words) or stands_out(words) or _said(as_seen(text))


def _marked_lines(lines: Sequence[Line]) -> bool:
    tops, headed = _tops(lines), _columns_of_levels(lines)
    return (
        any(_marked(seen, headed) for seen in _suspects(lines, tops))
        or _labelled(lines)
        or _in_pieces([line for line in lines if line.text.strip()])
    )


def _suspects(lines: Sequence[Line], tops: frozenset[int]) -> Iterator[_Seen]:
    for at, line in enumerate(lines):
        text = as_seen(line.text)
        if _MAYBE.search(text):
            yield _Seen(line, text, words_of(text), lines[at - 1] if at else None, at in tops)


def _tops(lines: Sequence[Line]) -> frozenset[int]:
    written = [at for at, line in enumerate(lines) if line.text.strip()]
    tops = set(written[:_TOP])
    for place, at in enumerate(written):
        if _FORM.search(lines[at].text):
            tops.update(written[max(0, place - _AROUND_FORM) : place + _AROUND_FORM])
    return frozenset(tops)


def _marked(seen: _Seen, headed: Mapping[tuple[int, int], int]) -> bool:
    return (
        _stamped(seen, headed)
        or _said(seen.text)
        or (seen.top and (_bare(seen) or _in_letterhead(seen)))
        or any(_part_stamped(before, part) for before, part in _parts(seen.text))
    )


def _stamped(seen: _Seen, headed: Mapping[tuple[int, int], int]) -> bool:
    """Whether the whole line is a stamp, and not an item of a list, a cell or the end of a sentence."""
    if not is_stamp(seen.words):
        return False
    if seen.line.place is Place.CELL:
        cell = seen.line.cell
        return seen.capitals and (cell is None or headed.get((cell.table, cell.column), cell.row) >= cell.row)
    if _is_item(seen.text) and not (seen.capitals and seen.top):
        return False
    return not _goes_on(seen)


def _bare(seen: _Seen) -> bool:
    return is_bare_stamp(seen.words) and not is_stamp(seen.words)


def _is_item(text: str) -> bool:
    item = _ITEM.match(text)
    return item is not None and not _CLOSED.search(item["rest"])


def _goes_on(seen: _Seen) -> bool:
    """Whether the line goes on with the sentence of the line above, as lines of a text are broken anywhere."""
    above = seen.above
    before = () if above is None or above.whole else words_of(above.text)
    if above is None or len(before) <= 1:
        return False
    sentence = len(before) >= _PROSE
    if turns_next(before[-1]) or (sentence and before[-1].casefold() in _NAMES_NEXT):
        return True
    end = above.text.rstrip()[-1:]
    small = seen.text.lstrip()[:1].islower()
    return sentence and not seen.capitals and end not in ".;:!?/" and (small or end == ",")


def _columns_of_levels(lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    """The columns of tables that have a heading which speaks of secrecy, and its row; they list other papers."""
    headed: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.cell is not None and "mật" in line.text.casefold():
            headed.setdefault((line.cell.table, line.cell.column), line.cell.row)
    return headed


def _said(text: str) -> bool:
    """Whether a label, a ticked box or a sentence that only stamps say gives the level."""
    label = _LABEL.search(text)
    if label is not None and not _ANOTHER_LEVEL.search(label["rest"]) and len(words_of(text)) <= _LETTERHEAD:
        return True
    return bool(_TICKED.search(text) or _TICKED_BEHIND.search(text) or _STAMP_SENTENCES.match(text))


def _in_letterhead(seen: _Seen) -> bool:
    text = seen.text
    number = _NUMBER.match(text)
    if number is not None and _SECRET_SYMBOL.search(number["symbol"]):
        return True
    short = len(seen.words) <= _LETTERHEAD
    if _FORM.search(text) or (short and (number is not None or _DATED.search(text))):
        return stands_out(seen.words) or _FRAMED.search(text) is not None
    return short and in_capitals(seen.words) and _FRAMED.search(text) is not None and "BÍ MẬT" not in text


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a line that stand apart, each with the one before it."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    return zip(["", *parts], parts, strict=False) if len(parts) > 1 else iter(())


def _part_stamped(before: str, part: str) -> bool:
    words, last = words_of(part), words_of(before)[-1:]
    if not is_stamp(words) or not in_capitals([word for word in words if not word.isdecimal()]):
        return False
    return not (last and turns_next(last[0]))


def _labelled(lines: Sequence[Line]) -> bool:
    """Whether the level stands in the line or cell after its label."""
    written = [line for line in lines if _WRITTEN.search(line.text)]
    return any(
        _LABEL_ALONE.fullmatch(label.text) and is_stamp(words_of(value.text)) and _same_row(label, value)
        for label, value in pairwise(written)
    )


def _same_row(label: Line, value: Line) -> bool:
    if label.cell is None or value.cell is None:
        return label.cell is value.cell
    return (label.cell.table, label.cell.row) == (value.cell.table, value.cell.row)


def _in_pieces(lines: Sequence[Line]) -> bool:
    """Whether a level is written over several lines: letter below letter, or "TỐI" above "MẬT"."""
    for at, line in enumerate(lines):
        joined = ""
        for piece in lines[at : at + 2 * _SHORT]:
            letters = "".join(words_of(piece.text)) if len(piece.text.strip()) <= 2 * _SHORT else ""
            if not letters or len(letters) > _SHORT or not letters.isalpha():
                break
            joined += letters
            if piece is not line and joined.isupper() and is_stamp([joined]):
                return True
    return False
