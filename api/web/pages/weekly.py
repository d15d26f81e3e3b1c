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
from api.web import letters, sheets
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.sheets import attached
from api.web.visiting import Visit, VisitDep
from api.web.weekly_words import Telling, Told, Write, letter, workbook, written
from api.weekly import IsoWeek, Part, Report, week_named, week_of
from thac.store.queries.pages import Window
from thac.store.queries.scope import READ_BELOW, Scope

router = APIRouter()
MENU.append(Entry("/reports/weekly", "Báo cáo tuần · Weekly report", READ_BELOW))

_ROWS: Final = 25


class Wanted(BaseModel):
    """Which week of which agency; ``part`` with ``offset``: from which row of that part on."""

    week: str | None = Field(None, max_length=10)
    agency: str | None = Field(None, max_length=64)
    part: Part | None = None
    offset: int = Field(0, ge=0, le=10_000_000)


WantedQuery = Annotated[Wanted, Query()]


@dataclass(frozen=True, slots=True)
class _Read:
    """A report, the name of its agency, and its parts as far as they are shown."""

    telling: Telling
    name: str
    parts: Sequence[Told]


@router.get("/reports/weekly")
def get_weekly(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report; each part from its first rows on, or from where was asked."""
    read = _read(visit, wanted)
    report = read.telling.report
    week, agency = report.week, report.agency
    running = week_of(visit.now)
    return page(
        visit,
        "weekly.html.j2",
        read=read,
        week=week,
        head=read.telling.head,
        title=read.telling.title,
        at=read.telling.as_of,
        before=_query(week.moved(-1), agency),
        after=None if week == running else _query(week.moved(1), agency),
        query=_query(week, agency),
        running=running,
        rows_each=_ROWS,
        agency=agency,
    )


@router.get("/reports/weekly.docx")
def get_letter(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report for Word; a long one is written by a process of its own."""
    return attached(*_file(visit, wanted, letter, "docx"), letters.MEDIA)


@router.get("/reports/weekly.xlsx")
def get_workbook(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The report as a workbook, one sheet for each part; a long one is written by a process of its own."""
    return attached(*_file(visit, wanted, workbook, "xlsx"))


def _file(visit: Visit, wanted: Wanted, write: Write, kind: str) -> tuple[bytes, str]:
    """A file of the report, with its name."""
    (made, _), read, known = _report(visit, wanted), visit.service.read, visit.service.deps.directory
    if sum(map(len, made.parts.values())) > sheets.LONG:
        content = read.apart(written, write, made, visit.say)
    else:
        content = read(lambda connection: write(connection, Telling(made, known.tree(connection), visit.say)))
    return content, f"bao-cao-tuan-{made.week.name}.{kind}"


def _read(visit: Visit, wanted: Wanted) -> _Read:
    made, name = _report(visit, wanted)

    def query(connection: sa.Connection) -> _Read:
        telling = Telling(made, visit.service.deps.directory.tree(connection), visit.say)
        return _Read(telling, name, [telling.part(connection, part, _window(part, wanted)) for part in Part])

    return visit.service.read(query)


def _report(visit: Visit, wanted: Wanted) -> tuple[Report, str]:
    """The report of the week that is wanted, and the name of its agency."""
    if not visit.scope.below:
        raise problem(ApiCode.NOT_ALLOWED, agency=visit.signed_in.seat.agency_name)
    week = week_of(visit.now) if wanted.week is None else week_named(wanted.week)
    if week is None or week.begin > visit.now:
        raise page_problem(PageCode.NO_SUCH_WEEK, running=week_of(visit.now).name)
    service = visit.service
    scope, name = service.read(lambda connection: _whose(connection, visit, wanted))
    return service.weeks.of(service.read, scope.agency, week, visit.now), name


def _whose(connection: sa.Connection, visit: Visit, wanted: Wanted) -> tuple[Scope, str]:
    """The scope and the name of the agency whose report it is."""
    tree = visit.service.deps.directory.tree(connection)
    scope = visit.scope if wanted.agency is None else narrowed(visit.scope, wanted.agency, tree)
    return scope, tree[scope.agency].name


def _window(part: Part, wanted: Wanted) -> Window:
    return Window(_ROWS, wanted.offset if part is wanted.part else 0)


def _query(week: IsoWeek, agency: str) -> str:
    return urlencode({"week": week.name, "agency": agency})
