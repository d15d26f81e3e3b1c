"""The report of a week in words: its eight columns, its heading, and as files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import sqlalchemy as sa

from api.web import letters, sheets
from api.web.language import Speech
from api.web.letters import Chapter, Letter
from api.web.sheets import Sheet
from api.web.wording import Wording
from api.weekly import Part, Report, Row, rows_of
from thac.domain.agencies import AgencyTree
from thac.domain.assignments import State
from thac.domain.calendar import civil_day
from thac.domain.numbering import reference
from thac.domain.words import STATES
from thac.store import directory
from thac.store.queries.pages import Window

_MOST_PRINTED: Final = 400
_MOST_LISTED: Final = 20_000
_PARTS: Final = {
    Part.DONE: ("I. Kết quả hoàn thành trong tuần", "I. Done in the week"),
    Part.GOING_ON: ("II. Đang tiếp tục thực hiện", "II. Going on"),
    Part.LATE: ("III. Chậm, quá hạn", "III. Late"),
}
_HEAD: Final = (
    ("STT", "No."),
    ("Ngày chỉ đạo", "Directed on"),
    ("Nội dung", "Content"),
    ("Đơn vị", "Unit"),
    ("Người thực hiện", "Person"),
    ("Thời hạn", "Deadline"),
    ("Kết quả/tiến độ", "Result, progress"),
    ("Trạng thái", "State"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a report as far as it is told: its rows in words, from which row on, and how many there are."""

    part: Part
    heading: str
    rows: Sequence[tuple[Row, list[str]]]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A report told to a reader in his language, with the names of agencies as they are today."""

    report: Report
    tree: AgencyTree
    say: Speech

    @property
    def head(self) -> list[str]:
        """What the eight columns are called."""
        return [self.say(*name) for name in _HEAD]

    @property
    def title(self) -> str:
        """What the report of a week is called."""
        week = self.report.week
        first, last = f"{civil_day(week.begin):%d/%m/%Y}", f"{week.last_day:%d/%m/%Y}"
        return self.say(
            f"Kết quả thực hiện nhiệm vụ tuần {week.number} (từ {first} đến {last})",
            f"The work of week {week.number} ({first} to {last})",
        )

    @property
    def as_of(self) -> str:
        """The moment of the data; of a past week it is the end of that week."""
        moment = Wording(self.say, self.report.at).moment(self.report.at)
        return self.say(f"Số liệu chốt lúc {moment}", f"Data as of {moment}")

    def part(self, connection: sa.Connection, part: Part, window: Window) -> Told:
        """The rows of a part that lie in a window, in words."""
        rows = rows_of(connection, self.tree, self.report, part, window)
        told = [(row, words_of(row, self.say)) for row in rows]
        return Told(part, self.say(*_PARTS[part]), told, window.offset, len(self.report.parts[part]))

    def left_out(self, one: Told) -> str:
        """That more rows are in the workbook; nothing where there are none."""
        left = one.total - len(one.rows)
        if left <= 0:
            return ""
        return self.say(f"Còn {left} dòng nữa, xem bản Excel.", f"{left} more rows are in the workbook.")

    def sheet(self, one: Told) -> Sheet:
        """A part as a table."""
        return Sheet(
            self.say("Phần", "Part") + f" {one.heading.partition('.')[0]}",
            " ".join((one.heading, self.title, self.as_of, self.left_out(one))).strip(),
            self.head,
            [[row.number, *words[1:]] for row, words in one.rows],
        )


Write: TypeAlias = Callable[[sa.Connection, Telling], bytes]
"""Writes a report as a file."""


def written(connection: sa.Connection, write: Write, report: Report, say: Speech) -> bytes:
    """A report as a file, by a process that does not know the directory yet."""
    return write(connection, Telling(report, directory.load(connection), say))


def letter(connection: sa.Connection, telling: Telling) -> bytes:
    """The report for Word, the first rows of each part."""
    say, window = telling.say, Window(_MOST_PRINTED, 0)
    parts = [telling.part(connection, part, window) for part in Part]
    return letters.written(
        Letter(
            telling.tree[telling.report.agency].name,
            say("BÁO CÁO", "REPORT"),
            [telling.title, telling.as_of],
            telling.head,
            [Chapter(one.heading, [words for _, words in one.rows], telling.left_out(one)) for one in parts],
        )
    )


def workbook(connection: sa.Connection, telling: Telling) -> bytes:
    """The report as a workbook, one sheet for each part."""
    window = Window(_MOST_LISTED, 0)
    return sheets.written([telling.sheet(telling.part(connection, part, window)) for part in Part])


def words_of(row: Row, say: Speech) -> list[str]:
    """The eight columns of a row."""
    work = row.line.work
    cited = reference(row.cited.doc_type, row.cited.number, row.cited.symbol)
    progress = "" if work.state is State.COMPLETED else f"{work.percent} %"
    return [
        str(row.number),
        f"{row.cited.issued_on:%d/%m/%Y}, {cited}",
        row.text + (f" ({work.period})" if work.period else ""),
        row.lead,
        work.person or "",
        say("Chưa có hạn", "No deadline") if work.due is None else f"{civil_day(work.due):%d/%m/%Y}",
        ". ".join(part for part in (progress, row.result) if part),
        _state(row, say),
    ]


def _state(row: Row, say: Speech) -> str:
    work, days = row.line.work, row.line.days
    if work.state is State.COMPLETED:
        if days is not None:
            return say(f"Hoàn thành, trễ {days} ngày", f"Done, {days} days late")
        return say("Hoàn thành", "Done") if work.due is None else say("Hoàn thành đúng hạn", "Done in time")
    words = say(*STATES[work.state])
    if work.paused_at is not None:
        words = f"{words}, {say('tạm dừng', 'paused')}"
    return words if days is None else f"{words}, {say(f'quá hạn {days} ngày', f'{days} days late')}"
