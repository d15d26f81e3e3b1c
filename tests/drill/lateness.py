"""How late were the alerts, in wall seconds? From when a step came due and was known, to the turn that fired it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from thac.clock import Clock
from thac.domain.ledger import decode
from thac.store import services
from thac.store import tables as t
from thac.store.engine import Engines


@dataclass(frozen=True, slots=True)
class Spread:
    """How many were measured, and how late they were in seconds of the machine."""

    count: int
    p50: float
    p90: float
    p99: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """The spread of those values; zeros where there are none."""
        ordered = sorted(values)
        if not ordered:
            return cls(0, 0, 0, 0, 0)

        def at(share: float) -> float:
            return round(ordered[round(share * (len(ordered) - 1))], 3)

        return cls(len(ordered), at(0.5), at(0.9), at(0.99), at(1))


@dataclass(frozen=True, slots=True)
class Lateness:
    """``all`` of the steps; ``served``, those during which a worker was there from beginning to end."""

    all: Spread
    served: Spread


@dataclass(frozen=True, slots=True)
class _Step:
    known: datetime
    fired: datetime


def lateness(engines: Engines, clock: Clock) -> Lateness:
    """The lateness of every step that fired, as its ledger tells it.

    A worker's span counts from 15 s after its start: until then the server may still hold tasks for the one before.
    """
    with engines.read.connect() as connection:
        steps = list(_steps(connection))
        spans = _joined(services.spans(connection, "worker"))
    factor = clock.scale.factor
    recover = clock.stretched(timedelta(seconds=15))

    def served(step: _Step) -> bool:
        return any(start + recover <= step.known and step.fired <= end for start, end in spans)

    def seconds(these: Iterable[_Step]) -> Spread:
        return Spread.of((step.fired - step.known).total_seconds() / factor for step in these)

    return Lateness(seconds(steps), seconds(step for step in steps if served(step)))


def _steps(connection: sa.Connection) -> Iterator[_Step]:
    """Each step with the moment from which its docket could know of it: what touched it later moves that."""
    event = t.events.c
    query = sa.select(event.docket, event.kind, event.assignment, event.at, event.body).order_by(
        event.docket, event.seq
    )
    docket, at_all, touched = "", None, {}  # type: str, datetime | None, dict[str, datetime]
    for row in connection.execute(query.execution_options(yield_per=2_000)):
        if row.docket != docket:
            docket, at_all, touched = row.docket, None, {}
        if row.kind != "step_fired":
            if row.assignment is None:
                at_all = row.at
            else:
                touched[row.assignment] = row.at
            continue
        known = (_moment(row.body), at_all, touched.get(row.assignment))
        yield _Step(max(one for one in known if one is not None), row.at)


def _moment(body: str) -> datetime:
    event: Any = decode(body).event
    moment: datetime = event.moment
    return moment


def _joined(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
