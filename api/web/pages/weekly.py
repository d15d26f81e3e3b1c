"""The report of a week in the form of the house: on screen, in print, for Word and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.codes import ApiCode
from api.errors import problem
from api.overlaps import narrowed
from api.page_codes import PageCode, page_problem
from api.web import letters
from api.web.language import Speech
from api.web.letters import Chapter, Letter
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.sheets import Sheet, attached, workbook
from api.web.visiting import Visit, VisitDep
from api.web.wording import Wording
from api.weekly import IsoWeek, Part, Report, Row, rows_of, week_named, week_of
from thac.domain.assignments import State
from thac.domain.calendar import civil_day
from thac.domain.numbering import reference
from thac.domain.words import STATES
from thac.store.queries.pages import Window
from thac.store.queries.scope import READ_BELOW, Scope

router = APIRouter()
MENU.append(Entry("/reports/weekly", "Báo cáo tuần · Weekly report", READ_BELOW))

_ROWS: Final = 25
_MOST_PRINTED: Final = 400
_MOST_LISTED: Final = 20_000
PARTS: Final = {
    Part.DONE: ("I. Kết quả hoàn thành trong tuần", "I. Done in the week"),
    Part.GOING_ON: ("II. Đang tiếp tục thực hiện", "II. Going on"),
    Part.LATE: ("III. Chậm, quá hạn", "III. Late"),
}
HEAD: Final = (
    ("STT", "No."),
    ("Ngày chỉ đạo", "Directed on"),
    ("Nội dung", "Content"),
    ("Đơn vị", "Unit"),
    ("Người thực hiện", "Person"),
    ("Thời hạn", "Deadline"),
    ("Kết quả/tiến độ", "Result, progress"),
    ("Trạng thái", "State"),
)


class Wanted(BaseModel):
    """Which week of which agency; ``part`` with ``offset``: from which row of that part on."""

    week: str | None = Field(None, max_length=10)
    agency: str | None = Field(None, max_length=64)
    part: Part | None = None
    offset: int = Field(0, ge=0, le=10_000_000)


WantedQuery = Annotated[Wanted, Query()]


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as it is shown: its rows in words, and how many there are."""

    part: Part
    heading: str
    rows: Sequence[tuple[Row, Sequence[str]]]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A report, the name of its agency, and its parts as far as they are shown."""

    report: Report
    name: str
    parts: Sequence[Shown]


@router.get("/reports/weekly")
def get_weekly(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report; each part from its first rows on, or from where was asked."""
    read = _read(visit, wanted, _ROWS)
    week, agency = read.report.week, read.report.agency
    running = week_of(visit.now)
    return page(
        visit,
        "weekly.html.j2",
        read=read,
        week=week,
        head=[visit.say(*name) for name in HEAD],
        title=_title(visit.say, week),
        at=_at(visit.say, read.report),
        before=_query(week.moved(-1), agency),
        after=None if week == running else _query(week.moved(1), agency),
        query=_query(week, agency),
        running=running,
        rows_each=_ROWS,
        agency=agency,
    )


@router.get("/reports/weekly.docx")
def get_letter(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report for Word."""
    read, say = _read(visit, wanted, _MOST_PRINTED), visit.say
    letter = Letter(
        read.name,
        say("BÁO CÁO", "REPORT"),
        [_title(say, read.report.week), _at(say, read.report)],
        [say(*name) for name in HEAD],
        [Chapter(one.heading, [words for _, words in one.rows], _left_out(say, one)) for one in read.parts],
    )
    return attached(letters.written(letter), f"bao-cao-tuan-{read.report.week.name}.docx", letters.MEDIA)


@router.get("/reports/weekly.xlsx")
def get_workbook(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report as a workbook, one sheet for each part."""
    read, say = _read(visit, wanted, _MOST_LISTED), visit.say
    sheets = [
        Sheet(
            say("Phần", "Part") + f" {one.heading.partition('.')[0]}",
            " ".join((one.heading, _title(say, read.report.week), _at(say, read.report), _left_out(say, one))).strip(),
            [say(*name) for name in HEAD],
            [[row.number, *words[1:]] for row, words in one.rows],
        )
        for one in read.parts
    ]
    return attached(workbook(sheets), f"bao-cao-tuan-{read.report.week.name}.xlsx")


def _read(visit: Visit, wanted: Wanted, most: int) -> _Read:
    if not visit.scope.below:
        raise problem(ApiCode.NOT_ALLOWED, agency=visit.signed_in.seat.agency_name)
    week = week_of(visit.now) if wanted.week is None else week_named(wanted.week)
    if week is None or week.begin > visit.now:
        raise page_problem(PageCode.NO_SUCH_WEEK, running=week_of(visit.now).name)
    service = visit.service
    scope, name = service.read(lambda connection: _whose(connection, visit, wanted))
    made = service.weeks.of(service.read, scope.agency, week, visit.now)

    def query(connection: sa.Connection) -> list[Shown]:
        tree = service.deps.directory.tree(connection)
        found = []
        for part in Part:
            window = _window(part, wanted, most)
            words = [(row, words_of(row, visit.say)) for row in rows_of(connection, tree, made, part, window)]
            found.append(Shown(part, visit.say(*PARTS[part]), words, window.offset, len(made.parts[part])))
        return found

    return _Read(made, name, service.read(query))


def _whose(connection: sa.Connection, visit: Visit, wanted: Wanted) -> tuple[Scope, str]:
    """The scope and the name of the agency whose report it is."""
    tree = visit.service.deps.directory.tree(connection)
    scope = visit.scope if wanted.agency is None else narrowed(visit.scope, wanted.agency, tree)
    return scope, tree[scope.agency].name


def _window(part: Part, wanted: Wanted, most: int) -> Window:
    return Window(most, wanted.offset if part is wanted.part else 0)


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


def _title(say: Speech, week: IsoWeek) -> str:
    first, last = f"{civil_day(week.begin):%d/%m/%Y}", f"{week.last_day:%d/%m/%Y}"
    return say(
        f"Kết quả thực hiện nhiệm vụ tuần {week.number} (từ {first} đến {last})",
        f"The work of week {week.number} ({first} to {last})",
    )


def _at(say: Speech, made: Report) -> str:
    """The moment of the data; of a past week it is the end of that week."""
    moment = Wording(say, made.at).moment(made.at)
    return say(f"Số liệu chốt lúc {moment}", f"Data as of {moment}")


def _left_out(say: Speech, one: Shown) -> str:
    left = one.total - len(one.rows)
    return say(f"Còn {left} dòng nữa, xem bản Excel.", f"{left} more rows are in the workbook.") if left > 0 else ""


def _query(week: IsoWeek, agency: str) -> str:
    return urlencode({"week": week.name, "agency": agency})
