"""The overview: four cells by agency, field and directive, the weeks ahead and behind, as tables, pictures, .xlsx."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.codes import ApiCode
from api.errors import problem
from api.figures import Figures, TierFigures
from api.web import plots
from api.web.counting import COLUMNS, DENSITY, Naming, busiest, course_names, sheets
from api.web.menu import MENU, Entry
from api.web.plots import Series
from api.web.rendering import page
from api.web.sheets import attached, workbook
from api.web.visiting import Visit, VisitDep
from api.web.wording import Wording
from thac.domain.agencies import Level
from thac.store.queries.scope import READ_BELOW
from thac.store.queries.standings import Tier

router = APIRouter()
MENU.append(Entry("/overview", "Tổng quan · Overview", READ_BELOW))

_ROWS: Final = 40
_DRAWN: Final = 20


class View(StrEnum):
    """A part of the overview that has a page of its own."""

    AGENCIES = "agencies"
    FIELDS = "fields"
    DIRECTIVES = "directives"
    WEEKS = "weeks"


class Picture(StrEnum):
    """A picture of the overview."""

    TREND = "trend"
    AGENCIES = "agencies"


_VIEWS: Final = {
    None: ("Tổng hợp", "Summary"),
    View.AGENCIES: ("Xếp hạng cơ quan", "Ranking of agencies"),
    View.FIELDS: ("Theo lĩnh vực", "By field"),
    View.DIRECTIVES: ("Theo văn bản", "By directive"),
    View.WEEKS: ("Hạn theo tuần", "Due by week"),
}


class Wanted(BaseModel):
    """Which tier is looked at, and from which row on."""

    issuers: Level | None = None
    leads: Level | None = None
    offset: int = Field(0, ge=0, le=10_000_000)

    @property
    def tier(self) -> Tier | None:
        """The tier, when one was chosen."""
        return None if self.issuers is None or self.leads is None else Tier(self.issuers, self.leads)


WantedQuery = Annotated[Wanted, Query()]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The figures of a visitor, with those of the tier he looks at."""

    figures: Figures
    one: TierFigures | None


@router.get("/overview")
def get_overview(visit: VisitDep, wanted: WantedQuery) -> Response:
    """Every tier, and of the one chosen the four cells and the course over the weeks."""
    return _page(visit, wanted, None)


@router.get("/overview.xlsx")
def get_workbook(visit: VisitDep, wanted: WantedQuery) -> Response:
    """All tables of the tier as a workbook."""
    seen = _seen(visit, wanted)
    if seen.one is None:
        raise problem(ApiCode.NOT_FOUND)
    content = workbook(sheets(seen.figures, seen.one, Wording(visit.say, visit.now)))
    return attached(content, f"tong-quan-{seen.figures.at:%Y%m%d-%H%M}.xlsx")


@router.get("/overview/{picture}.svg")
def get_picture(visit: VisitDep, wanted: WantedQuery, picture: Picture) -> Response:
    """A picture; a browser asks before it shows again what it has, since somebody else may have signed in there."""
    seen = _seen(visit, wanted)
    if seen.one is None:
        raise problem(ApiCode.NOT_FOUND)
    draw = _trend if picture is Picture.TREND else _agencies
    title, places, series = draw(visit, seen.figures, seen.one)
    said = repr((picture.value, title, places, series))
    tag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    make = plots.columns if picture is Picture.TREND else plots.bars
    return Response(make(title, places, series), media_type=plots.MEDIA, headers=headers)


@router.get("/overview/{view}")
def get_view(visit: VisitDep, wanted: WantedQuery, view: View) -> Response:
    """One of the tables, in parts."""
    return _page(visit, wanted, view)


def _page(visit: Visit, wanted: Wanted, view: View | None) -> Response:
    seen = _seen(visit, wanted)
    tier = {} if seen.one is None else {"issuers": seen.one.tier.issuers.value, "leads": seen.one.tier.leads.value}
    every: tuple[Any, ...] = () if seen.one is None else _rows(seen.one, view)
    rows = every[wanted.offset : wanted.offset + _ROWS]
    return page(
        visit,
        "overview.html.j2",
        figures=seen.figures,
        one=seen.one,
        naming=Naming(visit.say),
        columns=COLUMNS,
        views=[(name, words) for name, words in _VIEWS.items()],
        view=view,
        query=urlencode(tier),
        rows=rows,
        paging={"total": len(every), "count": len(rows), "offset": wanted.offset, "limit": _ROWS},
        density=DENSITY,
        most=0 if seen.one is None else max((number for row in seen.one.ranking for number in row.due), default=0),
        course=course_names(visit.say),
        drawn=_DRAWN,
    )


def _seen(visit: Visit, wanted: Wanted) -> _Seen:
    if not visit.scope.below:
        raise problem(ApiCode.NOT_ALLOWED, agency=visit.signed_in.seat.agency_name)
    service = visit.service
    figures = service.figures.of(service.read, visit.scope, service.deps.directory, visit.now)
    one = figures.of(wanted.tier)
    if one is None and wanted.tier is not None:
        raise problem(ApiCode.NOT_FOUND)
    return _Seen(figures, one)


def _rows(one: TierFigures, view: View | None) -> tuple[Any, ...]:
    match view:
        case View.AGENCIES | View.WEEKS:
            return one.ranking
        case View.FIELDS:
            return one.fields
        case View.DIRECTIVES:
            return one.directives
        case None:
            return ()


_Drawing = tuple[str, list[str], list[Series]]


def _trend(visit: Visit, figures: Figures, one: TierFigures) -> _Drawing:
    wording = Wording(visit.say, visit.now)
    values = zip(*((week.given, week.done_in_time, week.done_late, week.missed) for week in one.course), strict=True)
    series = [Series(name, tuple(row)) for name, row in zip(course_names(visit.say), values, strict=True)]
    return (
        visit.say("Diễn biến theo tuần", "Week by week"),
        [wording.day(week)[:5] for week in figures.back[:-1]],
        series,
    )


def _agencies(visit: Visit, _: Figures, one: TierFigures) -> _Drawing:
    rows = busiest(one.ranking, _DRAWN)
    parts = (COLUMNS[2], COLUMNS[0], COLUMNS[3], COLUMNS[1])
    series = [Series(visit.say(*part.name), tuple(part.number(row.cells) for row in rows)) for part in parts]
    return visit.say("Việc của từng cơ quan", "The work of each agency"), [row.name for row in rows], series
