"""Cascades: how far a directive has come, docket by docket and level by level, as they go out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from api.schemas.directives import DirectiveOut, directive_out
from api.schemas.words import Output
from thac.domain.agencies import Level
from thac.domain.assignments import State, Timeliness
from thac.store.queries.cascades import CascadeLine, Counts, DocketLine, LevelCounts


class CountsOut(Output):
    """How many assignments there are; states and standings that none has are left out."""

    total: int
    open: int
    closed: int
    by_state: dict[State, int]
    by_timeliness: dict[Timeliness, int]


class LevelOut(Output):
    """The copies that agencies of one level gave to agencies of one level; no row is counted at two levels."""

    issuers: Level
    leads: Level
    counts: CountsOut


class DocketOut(Output):
    """One docket. ``unallocated`` are tasks that were proposed and are not given out yet.

    ``stopped_at`` is when the docket stopped because its ledger did not fit; the administrator has been alarmed.
    """

    directive: str
    agency: str
    name: str
    level: Level
    parent: str | None
    head: int
    unallocated: list[int]
    closed_at: datetime | None
    stopped_at: datetime | None
    counts: CountsOut


class DocketDetail(DocketOut):
    """A docket with those directly below it, all of them."""

    children: list[DocketOut]


class CascadeOut(Output):
    """A launched directive with the highest docket of it that the reader may see."""

    directive: DirectiveOut
    top: DocketOut


class CascadeDetail(Output):
    """A cascade: its header, the highest docket within the reader's scope with its children, the roll-up by level.

    ``proposals`` says, by the level of the agency that has to, how many tasks wait to be given out.
    """

    directive: DirectiveOut
    levels: list[LevelOut]
    proposals: dict[Level, int]
    top: DocketDetail
    as_of: datetime


def cascade_out(line: CascadeLine) -> CascadeOut:
    """The cascade as a line of a list."""
    return CascadeOut(directive=directive_out(line.directive), top=docket_out(line.top))


def docket_out(line: DocketLine) -> DocketOut:
    """The docket as it goes out."""
    return DocketOut(**_fields(line))


def docket_detail(line: DocketLine, children: Iterable[DocketLine]) -> DocketDetail:
    """The docket with those below it."""
    return DocketDetail(**_fields(line), children=[docket_out(child) for child in children])


def level_out(level: LevelCounts) -> LevelOut:
    """The roll-up of one level as it goes out."""
    return LevelOut(issuers=level.issuers, leads=level.leads, counts=counts_out(level.counts))


def counts_out(counts: Counts) -> CountsOut:
    """Counts as they go out."""
    return CountsOut(
        total=counts.total,
        open=counts.open,
        closed=counts.total - counts.open,
        by_state=counts.by_state,
        by_timeliness=counts.by_timeliness,
    )


def _fields(line: DocketLine) -> dict[str, Any]:
    plain = ("directive", "agency", "name", "level", "parent", "head", "closed_at", "stopped_at")
    return {name: getattr(line, name) for name in plain} | {
        "unallocated": list(line.unallocated),
        "counts": counts_out(line.counts),
    }
