"""What is open with an agency or a person that leaves, and has to be given to another."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.store import tables as t


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose open work is meant: what ``lead`` has, of one ``issuer`` or of all, of one ``person`` or of all."""

    lead: AgencyId
    issuer: AgencyId | None = None
    person: str | None = None

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The condition on the table of assignments."""
        row = t.assignments.c
        wanted = ((row.issuer, self.issuer), (row.person, self.person))
        return [row.lead == self.lead, row.open, *(column == value for column, value in wanted if value is not None)]


@dataclass(frozen=True, slots=True)
class Held:
    """One open assignment; ``since`` is when its present lead or person got it."""

    id: str
    since: datetime
    recurs: bool


@dataclass(frozen=True, slots=True)
class RunningSeries:
    """A recurring task whose next occurrence is given to the agency, and the period of that."""

    directive: str
    task: int
    next: str | None


def held(connection: sa.Connection, holding: Holding, after: str, limit: int) -> tuple[Held, ...]:
    """The open assignments whose id comes after that one, by id."""
    row = t.assignments.c
    since = row.assigned_at if holding.person is None else row.taken_at
    found = connection.execute(
        sa.select(row.id, since.label("since"), row.period)
        .where(*holding.where(), row.id > after)
        .order_by(row.id)
        .limit(limit)
    )
    return tuple(Held(one.id, one.since, one.period is not None) for one in found)


def count_held(connection: sa.Connection, holding: Holding, after: str) -> int:
    """How many there are after that one."""
    where = (*holding.where(), t.assignments.c.id > after)
    return connection.execute(sa.select(sa.func.count()).select_from(t.assignments).where(*where)).scalar_one()


def running_series(connection: sa.Connection, issuer: AgencyId, lead: AgencyId) -> tuple[RunningSeries, ...]:
    """The recurring tasks of an agency's dockets that go on with that lead, by directive and task."""
    row = t.dockets.c
    found = connection.execute(
        sa.select(row.directive, row.series)
        .where(row.agency == issuer, row.closed_at.is_(None), row.series.contains(f'"{lead}"', autoescape=True))
        .order_by(row.directive)
    )
    return tuple(
        RunningSeries(one.directive, series["task"], series["next"])
        for one in found
        for series in json.loads(one.series)
        if lead in series["leads"]
    )
