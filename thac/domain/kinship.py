"""What must hold between dockets: who called for whom, whose deadline bounds whose, who may close over what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeAlias, TypeVar

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.audit import Examined, Terms
from thac.domain.calendar import civil_day
from thac.domain.deadlines import Reason
from thac.domain.docket import Docket
from thac.domain.findings import Code, Finding, finding

T = TypeVar("T", bound=date)

Share: TypeAlias = str
"""A task, the agency that leads it, and the period where it recurs, as :func:`share` joins them."""


def share(task: int, lead: AgencyId, period: str | None) -> Share:
    """The name of one agency's share in a task."""
    return f"{task}|{lead}|{period or ''}"


@dataclass(frozen=True, slots=True)
class Relation:
    """What the dockets around one must know of it; kept for each, while the docket itself is let go."""

    docket: str
    directive: str
    agency: AgencyId
    name: str
    """How the docket above names it."""
    above: str | None
    below: Mapping[str, str]
    """The dockets below: their names here and their ids."""
    opened_at: datetime
    head: int
    open: int
    dues: Mapping[str, tuple[datetime, ...]]
    """For each dated assignment every version of its deadline."""
    bounds: Mapping[Share, datetime]
    """The latest deadline that each lead ever had for a task."""
    days: Mapping[str, date]
    """For each dated assignment the day that its first deadline names."""
    latest_days: Mapping[Share, date]
    """The latest day that a deadline named to each lead for a task."""
    calendars: frozenset[int]
    """The numbers of the calendars it counted by."""
    ordered: Mapping[str, bool]
    """Who was told to close, and whether even over open work."""
    closed_below: frozenset[str]
    closed_at: datetime | None
    closed_over: tuple[str, ...]


def relation(examined: Examined) -> Relation | None:
    """What is to be kept of a docket; None when its ledger does not hold."""
    docket = examined.docket
    if docket is None or docket.plan is None:
        return None
    ordered: dict[str, bool] = {}
    over: tuple[str, ...] = ()
    for one in examined.recorded:
        if isinstance(one.event, ev.CloseOrdered):
            ordered[one.event.agency] = ordered.get(one.event.agency, False) or one.event.over_open
        elif isinstance(one.event, ev.Closed):
            over = one.event.over
    plan = docket.plan
    return Relation(
        docket=docket.id,
        directive=plan.directive,
        agency=plan.agency,
        name=docket.name,
        above=docket.above,
        below={name: docket.docket_below(name) for name in sorted(docket.below)},
        opened_at=examined.recorded[0].at,
        head=docket.head,
        open=len(docket.open_rows),
        dues={key: tuple(one.due for one in row.deadlines) for key, row in docket.rows.items() if row.deadlines},
        bounds=_bounds(docket, _due),
        days={key: _named(docket, row, 0) for key, row in docket.rows.items() if row.deadlines},
        latest_days=_bounds(docket, partial(_named, docket)),
        calendars=frozenset(_calendars(examined.recorded)),
        ordered=ordered,
        closed_below=frozenset(docket.children_closed),
        closed_at=docket.closed_at,
        closed_over=over,
    )


def _bounds(docket: Docket, of: Callable[[Assignment, int], T]) -> dict[Share, T]:
    found: dict[Share, T] = {}
    for row in docket.rows.values():
        for lead in (*row.former, row.lead):
            for number in range(len(row.deadlines)):
                named, value = share(row.task, lead, row.period), of(row, number)
                found[named] = max(value, found.get(named, value))
    return found


def _due(row: Assignment, number: int) -> datetime:
    return row.deadlines[number].due


def _named(docket: Docket, row: Assignment, number: int) -> date:
    """The day that a version of the deadline names, which no calendar moves."""
    version = row.deadlines[number]
    planned = next((task.deadline for task in docket.slice.tasks if task.number == row.task), None)
    words = planned if version.words is None and version.reason is Reason.DIRECTIVE else version.words
    return civil_day(version.due) if words is None else words.day


def _calendars(recorded: Iterable[ev.Recorded]) -> Iterator[int]:
    for one in recorded:
        if isinstance(one.event, ev.Opened):
            yield one.event.plan.calendar.version
        elif isinstance(one.event, ev.CalendarChanged):
            yield one.event.calendar.version


def check_kinship(relations: Mapping[str, Relation], broken: frozenset[str], terms: Terms) -> list[Finding]:
    """Hold every docket against the one above it; ``broken`` are ledgers that do not hold and are named already."""
    return [found for one in relations.values() for found in check_kin(one, relations, broken, terms)]


def check_kin(
    one: Relation, relations: Mapping[str, Relation], broken: frozenset[str], terms: Terms
) -> Iterable[Finding]:
    """Hold one docket against the one above it and those below; of ``relations`` these are looked at."""
    yield from _below(one, relations, broken, terms)
    if one.above is not None:
        if one.above in relations:
            yield from _beneath(one, relations[one.above], terms)
        elif one.above not in broken:
            yield finding(Code.DOCKET_MISSING, one.above, witness=one.docket, since=one.opened_at)


def _below(one: Relation, relations: Mapping[str, Relation], broken: frozenset[str], terms: Terms) -> Iterable[Finding]:
    """The dockets it called for are there, and those it knows to be closed are."""
    limit = terms.patience.until(one.opened_at, terms.tolerances.hear)
    for name, below in one.below.items():
        if below in broken:
            continue
        if below not in relations:
            if limit is not None and limit < terms.now:
                yield finding(Code.DOCKET_MISSING, below, witness=one.docket, since=one.opened_at)
        elif name in one.closed_below and relations[below].closed_at is None:
            head = relations[below].head
            yield finding(Code.TAIL_CUT, below, seq=head, witness=one.docket, head=head + 1)


def _beneath(one: Relation, above: Relation, terms: Terms) -> Iterable[Finding]:
    """Its first deadlines are not after any above, and it closed by the word from above.

    Where the two did not count by the same calendar all the time, the days named are compared instead of the moments.
    """
    same = one.calendars == above.calendars and len(one.calendars) == 1
    for key, versions in one.dues.items():
        task, _, *period = key.split(":")
        named = share(int(task), one.name, period[0] if period else None)
        bound = above.bounds.get(named)
        if bound is not None and versions[0] > bound and (same or one.days[key] > above.latest_days[named]):
            yield finding(Code.DEADLINE_AFTER_PARENT, one.docket, assignment=key, due=versions[0], above=bound)
    if one.closed_at is not None:
        if one.name not in above.ordered or (one.closed_over and not above.ordered[one.name]):
            yield finding(
                Code.NOT_ORDERED, one.docket, over=f" ({', '.join(one.closed_over)})" if one.closed_over else ""
            )
    elif one.open and above.closed_at is not None and not _names(one.agency, above.closed_over):
        limit = terms.patience.until(above.closed_at, terms.tolerances.hear)
        if limit is not None and limit < terms.now:
            yield finding(Code.OPEN_UNDER_CLOSED, one.docket, count=one.open, parent=above.docket)


def _names(agency: AgencyId, over: tuple[str, ...]) -> bool:
    return any(key.split(":")[1] == agency for key in over)


def check_launched(launched: Mapping[str, datetime], known: frozenset[str], terms: Terms) -> list[Finding]:
    """Every directive that was launched has its first docket; ``launched`` are docket ids with their moments."""
    findings = []
    for docket, at in launched.items():
        limit = terms.patience.until(at, terms.tolerances.hear)
        if docket not in known and limit is not None and limit < terms.now:
            findings.append(finding(Code.DOCKET_MISSING, docket, witness="the launched directive", since=at))
    return findings
