"""Where the letterhead, the title and the addressees stand, and what each of their lines is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from thac.intake.structure import wording
from thac.intake.structure.beginning import is_motto, is_title, names_body, start_of
from thac.intake.structure.columns import RIGHT
from thac.intake.structure.letters import capitals_only, starts_small
from thac.intake.structure.markers import BULLETS, read_marker
from thac.intake.structure.pieces import Piece
from thac.intake.structure.sentences import hangs


class Role(Enum):
    """What a line above the text is."""

    MOTTO = auto()
    BODY = auto()
    """The name of an issuing body, in capitals."""
    NUMBER = auto()
    DATED = auto()
    """Place and date."""
    URGENCY = auto()
    TYPE = auto()
    SUBJECT = auto()
    AUTHORITY = auto()
    """Who decides, under the title of a decision."""
    ADDRESSEE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Head:
    """The lines above the text, each with what it is; ``end`` is the position of the first piece of the text."""

    lines: tuple[tuple[Role, Piece], ...]
    end: int

    def of(self, *roles: Role) -> list[Piece]:
        """The lines that are one of these, in order."""
        return [piece for role, piece in self.lines if role in roles]


_OPENS = re.compile(
    r"(?:[-–]\s*)?(?:Căn cứ|Xét|Theo|Trên cơ sở|Tiếp theo|Để|Nhằm|Ngày|Trong|Sau khi|Qua|Thời gian|Nhận được"
    r"|Vừa qua|Hiện nay|Thi hành|Được sự|Phát huy|Tiếp tục thực hiện|Từ ngày|Năm \d{4})\b"
)
_OPENS_LONG = re.compile(r"(?:Thực hiện|Triển khai|[ỦU][ỷy] ban|UBND|Chủ tịch|Ban |Hội nghị|Đảng |Sở )")
_ISSUES = re.compile(
    r"(?:[ỦU][ỷy] ban|UBND|Ban |Hội nghị|Đảng |Sở |Chủ tịch)[^,;]*\b(?:ban hành|xây dựng|đề nghị|yêu cầu|thông báo)\b"
)
_MATTER = re.compile(r"\b(?:Thực hiện|Triển khai)\b.*\bsố\b.*\bngày\b")
_CARRIES_OUT = re.compile(r"(?:Tiếp tục )?(?:[Tt]hực hiện|[Tt]riển khai)\b")
_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH |GIÁM ĐỐC |TRƯỞNG )?(?:[ỦU][ỶY] BAN|UBND|HỘI ĐỒNG|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|GIÁM ĐỐC"
    r"|CHỦ TỊCH|BAN (?!HÀNH)|SỞ |HIỆU TRƯỞNG)"
)
_ACTS = re.compile(r"(?:Thực hiện|Triển khai|Tiếp tục|Tiếp nhận|Phúc đáp|Trả lời|Ngày|Vừa qua)\b")
_GROUNDS = re.compile(r"(?:[-–]\s*)?(?:Căn cứ|Xét|Theo đề nghị)\b")
_STAMP = re.compile(r"\(?(?:DỰ THẢO|BẢN THẢO|BẢN SAO|SAO Y|LƯU HÀNH NỘI BỘ|XEM XONG|(?:TUYỆT |TỐI )?MẬT)\b")
_MORE = 14
_SHORT = 120
_LONG = 110
_SUBJECT = 700


def read_head(pieces: Sequence[Piece]) -> Head:
    """Read from the first line of the letterhead to the last addressee."""
    return _Reading(pieces).head()


class _Reading:
    """Goes through the pieces once, from the top."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.lines: list[tuple[Role, Piece]] = []
        self.at = start_of(pieces)
        self.seen: set[Role] = set()

    def head(self) -> Head:
        before = -1
        while before < self.at < len(self.pieces):
            before = self.at
            if not self._line():
                break
        return Head(tuple(self.lines), self.at)

    def _take(self, role: Role, count: int = 1) -> bool:
        self.seen.add(role)
        self.lines += [(role, piece) for piece in self.pieces[self.at : self.at + count]]
        self.at += count
        return True

    def _line(self) -> bool:
        """Take the next line, or lines, of the head; False where the text begins."""
        text = self.pieces[self.at].text
        if Role.ADDRESSEE in self.seen:
            return False
        if wording.ADDRESSEES.match(text):
            return self._addressees()
        role = self._furniture()
        if role is not None:
            return self._take(*role)
        if Role.TYPE not in self.seen and is_title(text):
            self._take(Role.TYPE)
            return self._subject()
        if Role.SUBJECT not in self.seen and wording.ABOUT.match(text):
            return self._subject()
        if wording.ATTACHED.match(text) or _STAMP.match(text):
            return self._take(Role.OTHER)
        body = self._names_body(text)
        if body is not None:
            return self._take(body)
        return len(text) <= _SHORT and self._more() and self._take(Role.OTHER)

    def _names_body(self, text: str) -> Role | None:
        """Whether a line names who issues the document or, under its title, who decides."""
        if capitals_only(text) and len(text) < _SHORT and read_marker(text) is None:
            if not self.seen & {Role.TYPE, Role.SUBJECT}:
                return Role.BODY
            return Role.AUTHORITY if _AUTHORITY.match(text) or self.lines[-1][0] is Role.AUTHORITY else None
        by_hand = not self.seen - {Role.BODY, Role.URGENCY} and names_body(text) and self._more()
        return Role.BODY if by_hand else None

    def _furniture(self) -> tuple[Role, int] | None:
        """What the piece is by its form alone, and over how many pieces it goes."""
        text = self.pieces[self.at].text
        if wording.SLOGAN.search(text) or is_motto(text):
            return Role.MOTTO, 1
        if Role.NUMBER not in self.seen and (count := self._numbered()):
            return Role.NUMBER, count
        if wording.URGENCY.fullmatch(text):
            return Role.URGENCY, 1
        dated = self._dated()
        return (Role.DATED, dated) if dated else None

    def _numbered(self) -> int:
        """Over how many pieces the number goes: it may stand alone, its symbol on the next line."""
        text = self.pieces[self.at].text
        if text[:1] not in "Ss":
            return 0
        if wording.NUMBER.match(text):
            return 1
        if not wording.NUMBER_BLANK.fullmatch(text):
            return 0
        after = self.pieces[self.at + 1 : self.at + 2]
        wrapped = bool(after) and not after[0].edge and wording.NUMBER.fullmatch(f"{text} {after[0].text}")
        return 2 if wrapped else 1

    def _dated(self) -> int:
        """Over how many pieces place and date go; 0 where they do not stand here."""
        if Role.DATED in self.seen or capitals_only(self.pieces[self.at].text):
            return 0
        joined = ""
        for count, piece in enumerate(self.pieces[self.at : self.at + 4], 1):
            joined = f"{joined} {piece.text}".strip()
            if len(joined) > _SHORT or (count > 1 and piece.edge):
                return 0
            if wording.DATED.fullmatch(joined):
                return count
        return 0

    def _more(self) -> bool:
        """Whether number, title or addressees are still to come."""
        ahead = self.pieces[self.at + 1 : self.at + 1 + _MORE]
        if self.seen & {Role.TYPE, Role.SUBJECT}:
            return any(wording.ADDRESSEES.match(one.text) for one in ahead[:3])
        return any(
            wording.NUMBER.match(one.text)
            or is_title(one.text)
            or wording.ABOUT.match(one.text)
            or wording.ADDRESSEES.match(one.text)
            for one in ahead
        )

    def _subject(self) -> bool:
        """Take the lines of the subject; what stands in the right column beside them is not part of it."""
        first = self.pieces[min(self.at, len(self.pieces) - 1)]
        last: Piece | None = None
        length = 0
        while self.at < len(self.pieces) and length < _SUBJECT:
            piece = self.pieces[self.at]
            beside = self._furniture() if piece.column == RIGHT else None
            if beside is not None and last is not None:
                self._take(*beside)
            elif self._goes_on(piece, last, first):
                last = piece
                length += len(piece.text)
                self._take(Role.SUBJECT)
            else:
                break
        return True

    def _goes_on(self, piece: Piece, last: Piece | None, first: Piece) -> bool:
        """Whether the subject goes on with this piece, ``last`` being the one before."""
        text = piece.text
        if self._furniture() or wording.ADDRESSEES.match(text) or wording.ATTACHED.match(text) or self._decides(piece):
            return False
        if Role.TYPE not in self.seen and is_title(text):
            return False
        if last is None:
            return not opens(text) or self._titles(piece)
        if piece.edge or piece.place is not last.place or (last.bold and not piece.bold):
            return False
        if last.text.isupper() != text.isupper() and not starts_small(text) and any(map(str.isalpha, text)):
            return False
        if starts_small(text) or (hangs(last.text) and not (last.whole and opens(text))):
            return True
        if last.text.endswith((".", ";", ":")) or opens(text) or read_marker(text) is not None:
            return False
        return piece.blanks == 0 or (piece.blanks <= first.blanks and len(text) < _LONG)

    def _titles(self, piece: Piece) -> bool:
        """Whether a paragraph under the title is the subject, though a first sentence may begin and be as long as it.

        A sentence ends with a stop, or with a colon before the items; a subject has neither.
        """
        if _CARRIES_OUT.match(piece.text) is None or piece.text.endswith((".", ":", ";", ",")):
            return False
        below = self.pieces[self.at + 1 : self.at + 2]
        apart = bool(below) and below[0].blanks > 0 and not starts_small(below[0].text) and not hangs(piece.text)
        return (piece.whole or apart) and bool(self.lines) and self.lines[-1][0] is Role.TYPE

    def _decides(self, piece: Piece) -> bool:
        """Whether a line in capitals under the subject names who decides: the grounds follow it."""
        if not capitals_only(piece.text) or _AUTHORITY.match(piece.text) is None:
            return False
        return any(_GROUNDS.match(one.text) for one in self.pieces[self.at + 1 : self.at + 4])

    def _addressees(self) -> bool:
        """Take "Kính gửi:" and who stands under it."""
        first = self.at
        self._take(Role.ADDRESSEE)
        while self.at < len(self.pieces) and self._addressed(first):
            self._take(Role.ADDRESSEE)
        return True

    def _addressed(self, first: int) -> bool:
        """Whether one more addressee stands here, or the rest of one."""
        piece, before = self.pieces[self.at], self.pieces[self.at - 1].text
        marker = read_marker(piece.text)
        if opens(piece.text):
            return False
        if self.at - 1 == first and not wording.ADDRESSEES.sub("", before, count=1):
            return True
        if marker is not None and marker.kind not in BULLETS:
            return marker.ordinal > 1 and before.endswith((";", ","))
        if marker is not None:
            return not wording.COPIES.match(before)
        if before.endswith((".", ":")):
            return False
        if starts_small(piece.text) or before.endswith((",", ";")) or hangs(before):
            return True
        if _ACTS.match(piece.text):
            return False
        return not piece.blanks and not piece.edge and not piece.whole and len(piece.text) < _LONG


def opens(text: str) -> bool:
    """Whether a line begins the text of the document rather than going on with what stands above it."""
    if _OPENS.match(text) or text.endswith(":"):
        return True
    if _OPENS_LONG.match(text) is None:
        return False
    return len(text) > _LONG or _MATTER.search(text) is not None or _ISSUES.match(text) is not None
