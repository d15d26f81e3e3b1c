"""How far has a launch come? Dockets that are open, of those that it will open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from api.dependencies import Service
from api.previewing import preview
from thac.store import directives
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.queries.directives import DirectiveLine

_WATCHED: Final = timedelta(minutes=15)
"""After so long nobody waits for a launch any more; what is still missing then the checks of the installation tell."""


@dataclass(frozen=True, slots=True)
class Progress:
    """So many offices have the directive, of so many."""

    state: DirectiveState
    opened: int
    expected: int

    @property
    def under_way(self) -> bool:
        """Whether something is still to come."""
        return self.state is DirectiveState.LAUNCHING or self.opened < self.expected


def progress_of(
    service: Service, connection: sa.Connection, line: DirectiveLine, now: datetime, expected: int | None = None
) -> Progress | None:
    """How far the launch has come; None where there is none, or it is long past.

    ``expected`` is what was worked out before; it takes seconds for the whole country.
    """
    launching = line.state is DirectiveState.LAUNCHING
    if line.launched_at is None or not (launching or line.state is DirectiveState.RUNNING):
        return None
    if not launching and now - line.launched_at > _WATCHED:
        return None
    here = t.dockets.c
    counted = sa.select(sa.func.count()).select_from(t.dockets).where(here.directive == line.id)
    opened = connection.execute(counted).scalar_one()
    if expected is None:
        tree = service.deps.directory.tree(connection)
        expected = preview(directives.load(connection, line.id), tree).dockets
    return Progress(line.state, opened, expected)
