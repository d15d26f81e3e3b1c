"""What is meant by a cell: a text, a code that a spreadsheet made a number of, a day, a word of a closed list."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final, TypeVar

from thac.directory.importing.columns import FLAGS, LEVELS, Words
from thac.directory.importing.faults import Faults, ImportCode, Place
from thac.directory.importing.sheets import Raw, Sheet
from thac.domain.agencies import AgencyId, Level
from thac.domain.directory_changes import CODE_DIGITS, composed

T = TypeVar("T")

_QUOTED: Final = re.compile(r'="([^"]*)"')
"""How a CSV keeps Excel from reading digits as a number: ``="05443"``."""
_ERROR: Final = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_EMAIL: Final = re.compile(r"[^@\s;]+@[^@\s;]+\.[^@\s;.]+")
_SEVERAL: Final = re.compile(r"[;\n]")
_DAYS: Final = (
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), (2, 1, 0)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?"), (0, 1, 2)),
)


class Row:
    """One row of a sheet. What is asked of it is noted as a fault where the cell cannot mean it, and is then None.

    ``wrong`` says whether anything was.
    """

    def __init__(self, sheet: Sheet, number: int, cells: tuple[Raw, ...], faults: Faults) -> None:
        self.sheet = sheet
        self.number = number
        self.wrong = False
        self._cells = cells
        self._faults = faults
        for position in range(len(sheet.headings), len(cells)):
            if _plain(cells[position]) is not None:
                self.note(None, ImportCode.CELL_BEYOND)

    def place(self, column: str | None = None) -> Place:
        """Where the row, or its cell in a column, stands."""
        return self.sheet.place(self.number, column)

    def note(self, column: str | None, code: ImportCode, /, **facts: object) -> None:
        """Note what is wrong with the row."""
        self.wrong = True
        self._faults.note(self.place(column), code, **facts)

    def has(self, column: str) -> bool:
        """Whether the sheet has the column; what it does not have, it says nothing about."""
        return column in self.sheet.places

    def blank(self, column: str) -> bool:
        """Whether nothing stands in the cell."""
        return self._raw(column) is None

    def text(self, column: str) -> str | None:
        """A line of text."""
        raw = self._raw(column)
        if raw is None or not self._may_be_text(column, raw):
            return None
        if not isinstance(raw, str):
            self.note(column, ImportCode.NUMBER_FOR_TEXT, value=raw)
            return None
        return composed(raw)

    def several(self, column: str) -> tuple[str, ...]:
        """Texts with ";" or line breaks between them, each once."""
        raw = self._raw(column)
        if not isinstance(raw, str):
            said = self.text(column)
            return () if said is None else (said,)
        if not self._may_be_text(column, raw):
            return ()
        return tuple(dict.fromkeys(text for part in _SEVERAL.split(raw) if (text := composed(part))))

    def digits(self, column: str) -> str | None:
        """A code as it stands, a whole number as its digits."""
        raw = self._raw(column)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, int) and not isinstance(raw, bool):
            return str(raw)
        return self.text(column)

    def own_code(self, level: Level | None, known: Callable[[str], bool]) -> AgencyId | None:
        """The code of the agency that the row is about; digits are filled up to the length that the level has."""
        said = self.digits("agency")
        if said is None:
            self._wanted("agency", "mã cơ quan", "the code of an agency")
            return None
        length = None if level is None else CODE_DIGITS.get(level)
        if length is None:
            return self.code("agency", known)
        if said.isdecimal() and len(said) > length:
            shown = LEVELS.write(level or Level.UNIT)
            self.note("agency", ImportCode.CODE_LENGTH, value=said, level=shown, digits=length)
            return None
        return said.zfill(length) if said.isdecimal() else said

    def code(self, column: str, known: Callable[[str], bool]) -> AgencyId | None:
        """The code of an agency that ``known`` knows; digits may have lost their leading zeros.

        They have not where the spreadsheet kept the cell as text, or other cells of the column begin with zeros. A code
        that nobody knows comes back as it stands, for the rules of the directory to refuse.
        """
        said = self.digits(column)
        if said is None or not said.isdecimal():
            return said
        if isinstance(self._raw(column), str) and known(said) and self.sheet.keeps_zeros(column):
            return said
        candidates = sorted({one for length in (len(said), *CODE_DIGITS.values()) if known(one := said.zfill(length))})
        if len(candidates) > 1:
            self.note(column, ImportCode.CODE_AMBIGUOUS, value=said, candidates=", ".join(candidates))
            return None
        return candidates[0] if candidates else said

    def day(self, column: str) -> date | None:
        """A day: a date of the spreadsheet, or 31/12/2026, or 2026-12-31."""
        raw = self._raw(column)
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date) or raw is None:
            return raw
        if not self._sound(column, raw):
            return None
        for pattern, (year, month, day) in _DAYS:
            if isinstance(raw, str) and (found := pattern.fullmatch(raw)):
                parts = [int(part) for part in found.groups()]
                try:
                    return date(parts[year], parts[month], parts[day])
                except ValueError:
                    break
        self.note(column, ImportCode.NOT_A_DATE, value=raw)
        return None

    def flag(self, column: str) -> bool | None:
        """Yes or no."""
        raw = self._raw(column)
        if isinstance(raw, bool) or raw is None:
            return raw
        return self.choice(column, FLAGS, str(int(raw)) if isinstance(raw, float) and raw.is_integer() else None)

    def choice(self, column: str, words: Words[T], said: str | None = None) -> T | None:
        """A word of a closed list."""
        word = said or self.digits(column)
        if word is None:
            return None
        found = words.read(word)
        if found is None:
            self.note(column, ImportCode.NOT_A_CHOICE, value=word, expected=words.expected)
        return found

    def glance(self, column: str, words: Words[T]) -> T | None:
        """A word of a closed list, and nothing noted where it is none."""
        raw = self._raw(column)
        return words.read(raw) if isinstance(raw, str) else None

    def needed(self, column: str, words: Words[T]) -> T | None:
        """A word of a closed list, which must not be missing."""
        found = self.choice(column, words)
        if found is None:
            self._wanted(column, f"một trong: {words.expected}", f"one of: {words.expected}")
        return found

    def needed_text(self, column: str, expected: str, expected_en: str) -> str | None:
        """A line of text, which must not be missing."""
        found = self.text(column)
        if found is None:
            self._wanted(column, expected, expected_en)
        return found

    def email(self, column: str) -> str | None:
        """An e-mail address."""
        said = self.text(column)
        if said is not None and not _EMAIL.fullmatch(said):
            self.note(column, ImportCode.NOT_AN_EMAIL, value=said)
            return None
        return said

    def first_time(self, subject: str, seen: dict[str, Place], column: str = "agency") -> bool:
        """Whether no row before this one was about the same."""
        before = seen.setdefault(subject, self.place())
        if before != self.place():
            self.note(column, ImportCode.ROW_TWICE, subject=subject, place=before)
            return False
        return True

    def _wanted(self, column: str, expected: str, expected_en: str) -> None:
        if self.has(column) and self.blank(column):
            self.note(column, ImportCode.CELL_EMPTY, expected=expected, expected_en=expected_en)
        elif not self.has(column):
            headings: Mapping[str, str] = {one.name: one.headings[0] for one in self.sheet.layout.columns}
            self.note(None, ImportCode.COLUMN_MISSING, sheet=self.sheet.layout.title, heading=headings[column])

    def _raw(self, column: str) -> Raw:
        position = self.sheet.places.get(column)
        if position is None or position >= len(self._cells):
            return None
        return _plain(self._cells[position])

    def _may_be_text(self, column: str, raw: Raw) -> bool:
        if isinstance(raw, date):
            self.note(column, ImportCode.DATE_FOR_TEXT, value=f"{raw:%d/%m/%Y}")
            return False
        return self._sound(column, raw)

    def _sound(self, column: str, raw: Raw) -> bool:
        if isinstance(raw, str) and not raw.startswith("="):
            if not raw.startswith("#") or _ERROR.fullmatch(raw) is None:
                return True
            self.note(column, ImportCode.CELL_ERROR, value=raw)
            return False
        if isinstance(raw, str) or not isinstance(raw, (bool, int, float, date)):
            self.note(column, ImportCode.FORMULA, value=str(getattr(raw, "text", raw))[:80])
            return False
        return True


def _plain(cell: Raw) -> Raw:
    """What stands in a cell, without the quotation by which a CSV keeps zeros; None where nothing does."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if text.startswith('="') and (quoted := _QUOTED.fullmatch(text)):
        return quoted[1].strip() or None
    return text or None
