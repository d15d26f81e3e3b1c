"""Who says so when the audit stops, or finds something? Every process that lives, whichever of the others do not."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from thac.domain.audit_watch import Overdue
from thac.observability import Metrics
from thac.store.audit_reports import AuditState, audit_state
from thac.store.engine import Engines
from thac.threads import to_its_end

_EVERY_SECONDS: Final = 60.0
_TOLD_AGAIN: Final = timedelta(hours=1)


@dataclass(slots=True)
class _Told:
    """What the log was told last, and when."""

    what: tuple[Overdue | None, int] = (None, 0)
    at: datetime | None = None


class Watch:
    """Looks whether the audit runs and what is wrong; tells log and metrics.

    Parameters
    ----------
    engines
        The store.
    every
        How often an audit is to end.
    clock
        What time it is.
    metrics
        Where it is counted.
    """

    def __init__(
        self, engines: Engines, every: timedelta, clock: Callable[[], datetime], metrics: Metrics | None
    ) -> None:
        self._engines = engines
        self._every = every
        self._clock = clock
        self._metrics = metrics
        self._told = _Told()

    async def keep(self) -> None:
        """Look every minute, without end."""
        while True:
            try:
                await to_its_end(self.look)
            except SQLAlchemyError as error:
                structlog.get_logger().warning("audit_not_looked_after", error=str(error))
            await asyncio.sleep(_EVERY_SECONDS)

    def look(self) -> AuditState:
        """Look once."""
        now = self._clock()
        with self._engines.read.connect() as connection:
            state = audit_state(connection, now, self._every)
        if self._metrics is not None:
            self._metrics.audit_overdue.set(0 if state.overdue is None else 1)
            self._metrics.audit_findings.set(state.findings)
            if state.last is not None:
                self._metrics.audit_age_seconds.set((now - state.last).total_seconds())
        self._tell(state, now)
        return state

    def _tell(self, state: AuditState, now: datetime) -> None:
        """A line when something changed, and each hour that it lasts."""
        what = (state.overdue, state.findings)
        if what == self._told.what and (self._told.at is None or now - self._told.at < _TOLD_AGAIN):
            return
        log = structlog.get_logger()
        if state.overdue is not None:
            log.error("audit_overdue", vietnamese=state.overdue.message, english=state.overdue.english)
        if state.findings:
            log.error("audit_findings", open=state.findings, by_class=state.by_class)
        if what == (None, 0):
            log.info("audit_in_order")
        self._told = _Told(what, None if what == (None, 0) else now)
