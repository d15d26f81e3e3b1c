"""Small directories and directives that tests give out; every agency and every answer can be counted by hand."""

from datetime import UTC, date, datetime

from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Post, PostRole
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, Mode, Task, Within
from thac.domain.planning import PlanMaker, Routed, Terms

CALENDAR = WorkCalendar(1, OFFICE_HOURS, off=(date(2027, 1, 1),))
TERMS = Terms(CALENDAR, DEFAULTS)
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday 20 November 2026, 09:00 in Vietnam."""


def small_tree(communes: int = 2, units: int = 2) -> AgencyTree:
    """Central, the province 19 with two departments, and communes 00001, 00002, … with units U1, U2, …"""
    agencies = [
        Agency("TW", Level.CENTRAL, "Trung ương", None),
        Agency("19", Level.PROVINCE, "UBND tỉnh", "TW"),
        Agency("19-SNV", Level.UNIT, "Sở Nội vụ", "19", ("internal_affairs",)),
        Agency("19-SKHCN", Level.UNIT, "Sở Khoa học và Công nghệ", "19", ("science_technology",)),
    ]
    for number in range(1, communes + 1):
        commune = f"{number:05}"
        agencies.append(Agency(commune, Level.COMMUNE, f"UBND xã {number}", "19"))
        agencies += [
            Agency(f"{commune}-U{unit}", Level.UNIT, f"Đơn vị {unit}", commune) for unit in range(1, units + 1)
        ]
    return AgencyTree(agencies, [post for agency in agencies for post in _posts(agency)], 1)


def _posts(agency: Agency) -> list[Post]:
    roles = [PostRole.HEAD, PostRole.OFFICER]
    if agency.level is not Level.UNIT:
        roles = [PostRole.CHAIR, PostRole.OFFICE]
        if agency.level in {Level.CENTRAL, Level.PROVINCE}:
            roles.append(PostRole.MONITOR)
    return [Post(agency.id, role, role.value, f"{role}.{agency.id}") for role in roles]


def to_communes(number: int, day: date | None = None, within: Within = Within.EVERY_UNIT) -> Task:
    """A task for every commune, passed on to each of its units."""
    deadline = None if day is None else Deadline(day)
    return Task(number, f"Việc {number}", Mode.EACH, recipients=("communes",), deadline=deadline, within=within)


def led_by(number: int, lead: AgencyId, day: date | None = None) -> Task:
    """A task with that one lead."""
    return Task(number, f"Việc {number}", Mode.SINGLE, (lead,), deadline=None if day is None else Deadline(day))


def directive(*tasks: Task, issuer: AgencyId = "19", id_: str = "d1") -> Directive:
    """A provincial letter with those tasks, issued on 16 November 2026."""
    return Directive(id_, issuer, "Công văn", "Thử nghiệm", date(2026, 11, 16), tasks, number="1", symbol="UBND-NC")


def first_unit(task: Task, agency: AgencyId) -> Routed:
    """A routing that always proposes the first unit."""
    del task
    return Routed(f"{agency}-U1")


def plan_maker(ordered: Directive, tree: AgencyTree) -> PlanMaker:
    """Plans of a sample directive over a sample directory."""
    return PlanMaker(ordered, tree, first_unit, TERMS)
