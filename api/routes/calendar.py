"""When an agency works: its calendar in a year."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.codes import ApiCode
from api.dependencies import BearerDep, ServiceDep
from api.errors import problem
from api.schemas.calendar import CalendarOut, day_out
from api.schemas.problems import problems
from thac.calendars import days_of
from thac.domain.calendar import OFFICE_HOURS, civil_day
from thac.store import calendars

router = APIRouter(prefix="/calendar", tags=["Lịch làm việc · Calendar"])


@router.get("", summary="Lịch làm việc của một cơ quan · The calendar of an agency", responses=problems(404, 422))
def get_calendar(
    service: ServiceDep,
    bearer: BearerDep,
    agency: Annotated[str | None, Query(max_length=64, description="Mã cơ quan; mặc định của mình. · Code.")] = None,
    year: Annotated[int | None, Query(ge=2024, le=2060, description="Năm; mặc định năm nay. · Year.")] = None,
) -> CalendarOut:
    """The days off, the days worked instead and the hours of their own; everybody who is signed in may read it."""
    wanted = agency or bearer.actor.agency
    of_year = year or civil_day(service.deps.clock()).year
    with service.deps.engines.read.connect() as connection:
        tree = service.deps.directory.tree(connection)
        if wanted not in tree:
            raise problem(ApiCode.NOT_FOUND)
        number, days = days_of(calendars.load(connection), tree, wanted, of_year)
    hours = tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in OFFICE_HOURS)
    return CalendarOut(agency=wanted, year=of_year, version=number, hours=hours, days=tuple(map(day_out, days)))
