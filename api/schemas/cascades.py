"""Cascades: how far a directive has come, docket by docket and level by level, as they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from api.schemas.assignments import ActorOut, actor_out
from api.schemas.directives import DirectiveOut, directive_out
from api.schemas.words import Output
from thac.domain.agencies import Level
from thac.domain.assignments import State, Timeliness
from thac.store.queries.cascades import CascadeLine, Counts, DocketLine, LevelCounts
from thac.store.queries.receipts import AmendmentLine


class CountsOut(Output):
    """How many assignments there are; states and standings that none has are left out.

    ``withdrawn`` ones are counted there and nowhere else. Of the total, ``undated`` have no deadline and
    ``occurrences`` belong to a period of a recurring task.
    """

    total: int
    open: int
    closed: int
    by_state: dict[State, int]
    by_timeliness: dict[Timeliness, int]
    withdrawn: int
    undated: int
    occurrences: int


class LevelOut(Output):
    """The copies that agencies of one level gave to agencies of one level; no row is counted at two levels."""

    issuers: Level
    leads: Level
    counts: CountsOut


class SeriesOut(Output):
    """A recurring task that runs: who has it, the period opened last and the one that opens next."""

    task: int
    leads: list[str]
    last: str | None
    next: str | None


class CoveredOut(Output):
    """A task that an own plan does: the id of the plan's docket."""

    task: int
    by: str


class OutstandingOut(Output):
    """What a docket below has to follow and has not signed for: the number of the event here, and its kind."""

    below: str
    number: int
    kind: str


class DocketOut(Output):
    """One docket. ``unallocated`` are tasks that were proposed and are not given out yet.

    ``above`` is the docket it hangs under; for an own plan that is one of another directive. ``stopped_at`` is when the
    docket stopped because its ledger did not fit; the administrator has been alarmed.
    """

    directive: str
    agency: str
    name: str
    level: Level
    parent: str | None
    head: int
    above: str | None
    unallocated: list[int]
    series: list[SeriesOut]
    covered: list[CoveredOut]
    outstanding: list[OutstandingOut]
    recalled: bool
    closed_at: datetime | None
    stopped_at: datetime | None
    counts: CountsOut


class DocketDetail(DocketOut):
    """A docket with those directly below it, all of them, and those of own plans that hang under it."""

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


class ReceiptOut(Output):
    """One signature, given or awaited: of a docket below, or of the lead under an assignment."""

    agency: str
    name: str
    below: str | None
    assignment: str | None
    signed_at: datetime | None


class AmendmentOut(Output):
    """One change that a docket made, who made it, and who has signed for it; ``text`` are the words it came with."""

    seq: int
    kind: str
    at: datetime
    actor: ActorOut | None
    task: int | None
    text: str | None
    total: int
    signed: int
    receipts: list[ReceiptOut]


class ReceiptsOut(Output):
    """The changes that a docket made and that call for signatures, the latest first."""

    docket: str
    amendments: list[AmendmentOut]


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
        withdrawn=counts.withdrawn,
        undated=counts.undated,
        occurrences=counts.occurrences,
    )


def receipts_out(docket: DocketLine, amendments: Iterable[AmendmentLine], texts: Mapping[str, str]) -> ReceiptsOut:
    """The receipts as they go out."""
    return ReceiptsOut(docket=docket.id, amendments=[_amendment(one, texts) for one in amendments])


def _amendment(line: AmendmentLine, texts: Mapping[str, str]) -> AmendmentOut:
    return AmendmentOut(
        seq=line.seq,
        kind=line.kind,
        at=line.at,
        actor=None if line.actor is None else actor_out(line.actor),
        task=line.task,
        text=None if line.text is None else texts.get(line.text),
        total=len(line.receipts),
        signed=line.signed,
        receipts=[ReceiptOut(**asdict(one)) for one in line.receipts],
    )


def _fields(line: DocketLine) -> dict[str, Any]:
    plain = ("directive", "agency", "name", "level", "parent", "above", "head", "recalled", "closed_at", "stopped_at")
    return {name: getattr(line, name) for name in plain} | {
        "unallocated": list(line.unallocated),
        "series": [SeriesOut(**one) for one in line.series],
        "covered": [CoveredOut(**one) for one in line.covered],
        "outstanding": [OutstandingOut(**one) for one in line.outstanding],
        "counts": counts_out(line.counts),
    }
