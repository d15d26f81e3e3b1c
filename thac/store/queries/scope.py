"""Which rows a reader may see: his own agency's, or everything below it, by the path of the agency tree."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from thac.domain.agencies import AgencyId, Role
from thac.domain.views import Part
from thac.store import tables as t
from thac.store.access import Bearer

READ_BELOW: Final = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that read the whole tree below their agency; unit and officer read what their agency has to do with."""
WATCH_BELOW: Final = READ_BELOW - {Role.OFFICE}
"""Roles whose inbox shows the alerts of the posts below too; an office sees those of its own agency's posts."""

_READING_PARTS: Final = (Part.COORDINATOR, Part.MONITOR, Part.AWAITED)


@dataclass(frozen=True, slots=True)
class Scope:
    """What one reader may see. ``path`` is his agency's place in the tree, ``TW/19/05443/``."""

    agency: AgencyId
    path: str
    below: bool
    watches_below: bool = False

    @property
    def everything(self) -> bool:
        """Whether the reader stands at the top, so that nothing has to be left out."""
        return self.below and self.path.count("/") == 1


def scope_of(reader: Bearer) -> Scope:
    """The scope of whoever holds a token."""
    role = reader.actor.role
    return Scope(reader.actor.agency, reader.path, role in READ_BELOW, role in WATCH_BELOW)


def agencies_in(scope: Scope) -> sa.Select[tuple[str]]:
    """The ids of the reader's agency and, where he reads below, of everything under it."""
    if not scope.below:
        return sa.select(t.agencies.c.id).where(t.agencies.c.id == scope.agency)
    return sa.select(t.agencies.c.id).where(t.agencies.c.path.startswith(scope.path, autoescape=True))


def assignments_in(scope: Scope) -> sa.ColumnElement[bool]:
    """Assignments led within the scope, or in which the reader's own agency has a part now.

    A coordinator reads what it helps with, the monitor of a task all of the task's assignments across the tree, and who
    is asked something what it is asked about. Who reads below also reads what was given out within the scope, as a
    request to a body outside the chain of command. Who led the work before and leads it no more does not.
    """
    if scope.everything:
        return sa.true()
    row = t.assignments.c
    parted = has_part(scope.agency, *_READING_PARTS)
    if not scope.below:
        return sa.or_(row.lead == scope.agency, parted)
    return sa.or_(row.lead.in_(agencies_in(scope)), row.issuer.in_(agencies_in(scope)), parted)


def has_part(agency: AgencyId, *parts: Part) -> sa.ColumnElement[bool]:
    """Assignments in which the agency has one of those parts."""
    row = t.parties.c
    wanted = sa.select(row.assignment).where(row.agency == agency, row.role.in_([part.value for part in parts]))
    return t.assignments.c.id.in_(wanted)


def dockets_in(scope: Scope) -> sa.ColumnElement[bool]:
    """Dockets kept within the scope; a unit or an officer reads none."""
    if scope.everything:
        return sa.true()
    return t.dockets.c.agency.in_(agencies_in(scope)) if scope.below else sa.false()


def issued_in(scope: Scope) -> sa.ColumnElement[bool]:
    """Assignments whose issuer stands within the scope: those that a roll-up counts."""
    if scope.everything:
        return sa.true()
    return t.assignments.c.issuer.in_(agencies_in(scope)) if scope.below else sa.false()


def directives_in(scope: Scope) -> sa.ColumnElement[bool]:
    """Directives issued within the scope, drafts too, and launched ones that gave the scope something to do."""
    if scope.everything:
        return sa.true()
    row = t.directives.c
    if not scope.below:
        # Its own work is little beside that of all: it is read once, and not each directive's work through to the end.
        led = sa.select(t.assignments.c.directive).where(t.assignments.c.lead == scope.agency)
        parted = sa.select(t.assignments.c.directive).where(has_part(scope.agency, *_READING_PARTS))
        return sa.or_(row.id.in_(led), row.id.in_(parted))
    received = sa.exists().where(t.assignments.c.directive == row.id, assignments_in(scope))
    kept = sa.exists().where(t.dockets.c.directive == t.directives.c.id, dockets_in(scope))
    return sa.or_(row.issuer.in_(agencies_in(scope)), kept, received)


def alerts_in(scope: Scope) -> sa.ColumnElement[bool]:
    """Alerts to the posts of the reader's agency, and of those below for the roles that watch."""
    if scope.watches_below:
        return sa.true() if scope.everything else t.alerts.c.agency.in_(agencies_in(scope))
    return t.alerts.c.agency == scope.agency
