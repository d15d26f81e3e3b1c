"""What is wrong in a file, and where: file, sheet, row and column, with a stable code and both sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thac.domain.directory_refusals import DirectoryRefusal


class ImportCode(StrEnum):
    """Stable codes of what is wrong in a file. A code is never renamed or given another meaning."""

    UNREADABLE_FILE = "unreadable_file"
    FILE_TOO_LARGE = "file_too_large"
    NOT_UTF8 = "not_utf8"
    BROKEN_CSV = "broken_csv"
    NOTHING_TO_IMPORT = "nothing_to_import"
    UNKNOWN_SHEET = "unknown_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    CELL_EMPTY = "cell_empty"
    CELL_BEYOND = "cell_beyond"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    DATE_FOR_TEXT = "date_for_text"
    NUMBER_FOR_TEXT = "number_for_text"
    CODE_AMBIGUOUS = "code_ambiguous"
    CODE_LENGTH = "code_length"
    NOT_A_DATE = "not_a_date"
    NOT_A_CHOICE = "not_a_choice"
    NOT_AN_EMAIL = "not_an_email"
    AWAY_WITHOUT_DAY = "away_without_day"
    ROW_TWICE = "row_twice"
    NOT_HOURS = "not_hours"
    HOURS_MISSING = "hours_missing"
    HOURS_UNWANTED = "hours_unwanted"
    DAY_TWICE = "day_twice"
    DAY_TOO_FAR = "day_too_far"
    LEVEL_AND_AGENCY = "level_and_agency"
    NO_DAYS = "no_days"


_SENTENCES: Final[dict[ImportCode, tuple[str, str]]] = {
    ImportCode.UNREADABLE_FILE: (
        "Không đọc được tệp: {why}. Cần tệp .xlsx không đặt mật khẩu, hoặc CSV.",
        "The file cannot be read: {why}. It takes an .xlsx without a password, or CSV.",
    ),
    ImportCode.FILE_TOO_LARGE: (
        "Tệp quá lớn khi giải nén: {size} MB, tối đa {limit} MB.",
        "The file is too large when unpacked: {size} MB, {limit} MB at most.",
    ),
    ImportCode.NOT_UTF8: (
        "Tệp CSV không phải UTF-8; trong Excel hãy lưu lại dạng “CSV UTF-8”, hoặc lưu dạng .xlsx.",
        "The CSV is not in UTF-8; save it in Excel as “CSV UTF-8”, or as .xlsx.",
    ),
    ImportCode.BROKEN_CSV: (
        "Dòng này không đúng dạng CSV, có thể thiếu dấu ngoặc kép: {why}.",
        "The line is no CSV, a quotation mark may be missing: {why}.",
    ),
    ImportCode.NOTHING_TO_IMPORT: ("Tệp không có dòng nào để nhập.", "The file has no row to import."),
    ImportCode.UNKNOWN_SHEET: (
        "Không có dòng tiêu đề nào nhận ra được trong {rows} dòng đầu; cần các cột như: {expected}.",
        "No row of headings is known among the first {rows}; expected columns such as: {expected}.",
    ),
    ImportCode.UNKNOWN_COLUMN: (
        "Không có cột nào tên “{heading}” ở bảng {sheet}; các cột dùng được: {expected}.",
        "There is no column “{heading}” in {sheet}; it may have: {expected}.",
    ),
    ImportCode.COLUMN_TWICE: (
        "Cột “{heading}” lặp lại cột {other}; hãy bỏ một cột.",
        "The column “{heading}” repeats column {other}; leave one out.",
    ),
    ImportCode.COLUMN_MISSING: (
        "Bảng {sheet} thiếu cột “{heading}”.",
        "The sheet {sheet} lacks the column “{heading}”.",
    ),
    ImportCode.CELL_EMPTY: (
        "Ô này để trống; cần {expected}.",
        "The cell is empty; it takes {expected_en}.",
    ),
    ImportCode.CELL_BEYOND: (
        "Ô này nằm ngoài các cột có tiêu đề.",
        "The cell stands beyond the columns that have headings.",
    ),
    ImportCode.FORMULA: (
        "Ô này là công thức “{value}”; hãy dán giá trị thay cho công thức.",
        "The cell is a formula, “{value}”; paste its value instead.",
    ),
    ImportCode.CELL_ERROR: (
        "Ô này báo lỗi “{value}”; hãy sửa trong bảng tính.",
        "The cell shows the error “{value}”; mend it in the spreadsheet.",
    ),
    ImportCode.DATE_FOR_TEXT: (
        "Ô này là ngày tháng ({value}) mà cần chữ; hãy định dạng cột là Văn bản (Text) rồi nhập lại.",
        "The cell is a date ({value}) where text is meant; format the column as Text and enter it again.",
    ),
    ImportCode.NUMBER_FOR_TEXT: (
        "Ô này là số {value} mà cần chữ; hãy định dạng cột là Văn bản (Text) rồi nhập lại.",
        "The cell is the number {value} where text is meant; format the column as Text and enter it again.",
    ),
    ImportCode.CODE_AMBIGUOUS: (
        "Mã {value} có thể đã mất số 0 ở đầu, và có thể là {candidates}; hãy ghi đủ các chữ số, định dạng Văn bản.",
        "The code {value} may have lost its leading zeros and may be {candidates}; write all digits, as text.",
    ),
    ImportCode.CODE_LENGTH: (
        "Mã {value} không đúng độ dài: cấp {level} cần {digits} chữ số.",
        "The code {value} has the wrong length: the level {level} has {digits} digits.",
    ),
    ImportCode.NOT_A_DATE: (
        "“{value}” không phải ngày; viết theo dạng 31/12/2026 hoặc 2026-12-31.",
        "“{value}” is no date; write it as 31/12/2026 or 2026-12-31.",
    ),
    ImportCode.NOT_A_CHOICE: (
        "“{value}” không phải giá trị quy định; chỉ nhận: {expected}.",
        "“{value}” is none of the values it takes: {expected}.",
    ),
    ImportCode.NOT_AN_EMAIL: ("“{value}” không phải địa chỉ thư điện tử.", "“{value}” is no e-mail address."),
    ImportCode.AWAY_WITHOUT_DAY: (
        "Có người thay hoặc ngày hết vắng mà không có ngày bắt đầu vắng.",
        "There is a substitute or a last day of absence without a first day.",
    ),
    ImportCode.ROW_TWICE: (
        "{subject} đã có ở {place}; mỗi mục chỉ ghi một dòng.",
        "{subject} stands already at {place}; each has one row.",
    ),
    ImportCode.NOT_HOURS: (
        "“{value}” không phải giờ làm việc; viết theo thứ tự trong ngày, ví dụ 07:30-11:30; 13:30-17:00.",
        "“{value}” are no working hours; write them in their order, as 07:30-11:30; 13:30-17:00.",
    ),
    ImportCode.HOURS_MISSING: (
        "Loại “{kind}” cần giờ làm việc, ví dụ 07:30-11:30.",
        "“{kind}” takes working hours, such as 07:30-11:30.",
    ),
    ImportCode.HOURS_UNWANTED: (
        "Loại “{kind}” không có giờ làm việc; hãy để trống ô này.",
        "“{kind}” has no working hours; leave the cell empty.",
    ),
    ImportCode.DAY_TWICE: (
        "Ngày {day} đã ghi ở {place} cho cùng phạm vi; mỗi ngày chỉ ghi một lần.",
        "{day} stands already at {place} for the same agencies; each day is told once.",
    ),
    ImportCode.DAY_TOO_FAR: (
        "Ngày {day} nằm ngoài khoảng ghi được, từ {first} đến {last}.",
        "{day} lies outside of what can be recorded, from {first} to {last}.",
    ),
    ImportCode.LEVEL_AND_AGENCY: (
        "Chỉ ghi cấp hoặc cơ quan, không ghi cả hai.",
        "It takes a level or an agency, not both.",
    ),
    ImportCode.NO_DAYS: (
        "Không có ngày nào trong khoảng này rơi vào thứ đã ghi.",
        "No day of these falls on the weekdays that are named.",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files something stands; ``column`` is the spreadsheet's letter, ``heading`` what stands above it."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    heading: str | None = None

    def __str__(self) -> str:
        sheet = None if self.sheet is None else f"“{self.sheet}”"
        row = None if self.row is None else f"dòng {self.row}"
        heading = "" if self.heading is None else f" ({self.heading})"
        column = None if self.column is None else f"cột {self.column}{heading}"
        return ", ".join(part for part in (self.file, sheet, row, column) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file."""

    code: str
    message: str
    english: str
    place: Place


class Faults:
    """Everything that is wrong in the files of one import: the first ``most`` of it, and how much in all."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._listed: list[Fault] = []
        self.total = 0

    def note(self, place: Place, code: ImportCode, /, **facts: object) -> None:
        """Note what is wrong at a place."""
        vietnamese, english = _SENTENCES[code]
        self._add(Fault(code.value, vietnamese.format(**facts), english.format(**facts), place))

    def note_refusal(self, place: Place, refusal: DirectoryRefusal) -> None:
        """Note a rule of the directory that a row is against."""
        self._add(Fault(refusal.code.value, refusal.message, refusal.english, place))

    def _add(self, fault: Fault) -> None:
        self.total += 1
        if len(self._listed) < self._most:
            self._listed.append(fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __bool__(self) -> bool:
        return self.total > 0
