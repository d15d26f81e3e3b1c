"""Who reads which alert, and which agencies there were: the directory as it was, for an audit."""

from collections import OrderedDict
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.alerting import Fired, Row
from thac.domain.almanac import EVERYBODY, Scope, tiers_of
from thac.domain.docket import Docket
from thac.domain.patience import Patience, Tolerances
from thac.domain.views import DocketView, docket_view
from thac.store import directory
from thac.store import tables as t
from thac.store.alerts import alert_rows
from thac.store.directory import DirectoryCache

_KEPT: Final = 8
"""Directories of earlier versions kept in memory; that of the whole country takes some 30 MB."""


class Trees:
    """The directory at its versions, kept from one page of an audit to the next."""

    def __init__(self) -> None:
        self._cache = DirectoryCache()
        self._earlier: OrderedDict[int, AgencyTree] = OrderedDict()

    def present(self, connection: sa.Connection) -> AgencyTree:
        """As it stands; none where it is no tree any more, which a check of its own tells."""
        try:
            return self._cache.tree(connection)
        except (LookupError, ValueError):
            return AgencyTree(())

    def at(self, connection: sa.Connection, version: int) -> AgencyTree:
        """As it stood at that version; as it stands where the journal was damaged, which a check of its own tells."""
        present = self.present(connection)
        if version == present.version:
            return present
        if version not in self._earlier:
            try:
                tree = directory.as_it_stood(connection, present, version)
            except (LookupError, TypeError, ValueError):
                tree = present
            self._earlier[version] = tree
            if len(self._earlier) > _KEPT:
                self._earlier.popitem(last=False)
        return self._earlier[version]


class Readers:
    """The directory at every moment, as its journal has it."""

    def __init__(self, connection: sa.Connection, patience: Patience, tolerances: Tolerances, trees: Trees) -> None:
        self._connection = connection
        self._patience = patience
        self._hear = tolerances.hear
        self._trees = trees
        self._present = trees.present(connection)
        journal = t.directory_journal.c
        self._journal: list[tuple[int, datetime]] = [
            (row.version, row.at)
            for row in connection.execute(sa.select(journal.version, journal.at).order_by(journal.version))
        ]
        self._founded: dict[AgencyId, datetime] | None = None
        self._view: DocketView | None = None

    def rows(self, docket: Docket, fired: Fired, version: int | None) -> list[Row]:
        """The alert rows of a step, as the flush made them."""
        if version is None or not 0 <= version <= self._present.version:
            version = self._at(fired.recorded.at)
        if self._view is None or self._view.id != docket.id:
            self._view = docket_view(docket)
        try:
            return list(alert_rows(self._view, [fired], self._trees.at(self._connection, version)))
        except LookupError:  # the directory lost an agency of the docket, which makes its alerts rest on nothing
            return []

    def held(self, fired: Fired, version: int) -> int | None:
        """Which version held when a step fired, where its alerts name one that did not.

        The flush resolves after the step was decided, as long after as nobody was there to flush; a change that was
        recorded shortly before may have been committed after it.
        """
        at = fired.recorded.at
        limit = self._patience.until(at, self._hear)
        first = max(self._at(at - self._hear), 1)
        last = max(self._present.version if limit is None else self._at(limit), 1)
        return None if first <= max(version, 1) <= last else self._at(at)

    def stood(self, agency: AgencyId, recorded: ev.Recorded) -> bool:
        """Whether the directory had the agency when the event was decided."""
        if agency not in self._present:
            return False
        founded = self._foundings().get(agency)
        return founded is None or founded <= recorded.at + self._hear

    def tiers(self, agency: AgencyId, at: datetime | None) -> tuple[Scope, ...]:
        """Whose word on the calendar counted for an agency at that moment, or counts now."""
        tree = self._present if at is None else self._trees.at(self._connection, self._at(at))
        if agency not in tree:
            tree = self._present
        return tiers_of(tree, agency) if agency in tree else (EVERYBODY,)  # the directory lost it, which is told

    def _foundings(self) -> dict[AgencyId, datetime]:
        """When those agencies were entered that came after the first version."""
        if self._founded is None:
            changed, moments = t.directory_changes.c, dict(self._journal)
            added = sa.select(changed.subject, changed.version).where(
                changed.subject == changed.agency, changed.before.is_(None)
            )
            self._founded = {
                row.subject: moments[row.version] for row in self._connection.execute(added) if row.version in moments
            }
        return self._founded

    def _at(self, moment: datetime) -> int:
        return max((version for version, at in self._journal if at <= moment), default=0)
