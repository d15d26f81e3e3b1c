"""The working calendar over HTTP."""

from datetime import date

from tests.api.conftest import Office
from tests.samples import FRIDAY
from thac.calendars import fixed_days
from thac.domain.agencies import Role
from thac.domain.almanac import DayChange, DayKind, Scope
from thac.store import calendars
from thac.store.calendars import Record

CLERK = ("00001-U1", Role.UNIT)


def record(office: Office, *changes: DayChange) -> None:
    with office.engines.write.begin() as connection:
        almanac = calendars.load_for_change(connection)
        calendars.add(
            connection, calendars.planned(almanac, Record("x", FRIDAY), fixed_days(date(2026, 11, 20)), changes)
        )


async def test_everybody_may_read_his_own_calendar_and_anothers(office: Office) -> None:
    record(
        office, DayChange(DayKind.OFF, date(2027, 2, 12), date(2027, 2, 12), Scope(agency="00001"), document="3/UBND")
    )
    mine = (await office.ask(CLERK, "GET", "calendar", year=2027)).json()
    assert (mine["agency"], mine["year"], mine["version"]) == ("00001-U1", 2027, 2)
    assert mine["hours"] == [["07:30", "11:30"], ["13:30", "17:00"]]
    days = {one["day"]: one for one in mine["days"]}
    assert days["2027-02-12"] == {
        "day": "2027-02-12",
        "works": False,
        "hours": [],
        "name": None,
        "said_by": {
            "kind": "off",
            "first": "2027-02-12",
            "last": "2027-02-12",
            "weekdays": [],
            "hours": [],
            "level": None,
            "agency": "00001",
            "document": "3/UBND",
        },
    }
    assert (days["2027-01-01"]["works"], days["2027-01-01"]["said_by"]) == (False, None)
    others = (await office.ask(CLERK, "GET", "calendar", agency="00002", year=2027)).json()
    assert (others["version"], "2027-02-12" in {one["day"] for one in others["days"]}) == (1, False)


async def test_the_year_is_this_one_unless_it_is_named(office: Office) -> None:
    assert (await office.ask(CLERK, "GET", "calendar")).json()["year"] == 2026


async def test_an_agency_that_nobody_knows_has_none(office: Office) -> None:
    answer = await office.ask(CLERK, "GET", "calendar", agency="99999")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
