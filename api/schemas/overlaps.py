"""Findings between directives: how they go out, what becomes of them, and what supervisors ask of all of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.words import AgencyCode, Body, Output, Text
from graph.analytics import Bottleneck, Load, Moves, SinglePoint
from graph.dispositions import Outcome
from graph.findings import Code, Degree, Severity
from thac.overlapping.analytics import Analytics
from thac.overlapping.reading import Shown, Told
from thac.store.dispositions import AcceptedConflict, Decision

FindingCode = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""The key of a finding; it stays the same as long as what the finding says does."""


class AcceptedIn(Body):
    """Why a directive is launched over a conflict, by the conflict's key."""

    key: FindingCode
    reason: Text


class DispositionIn(Body):
    """What becomes of a finding. ``accepted`` needs a reason, ``one_lead`` the agency that was settled on."""

    outcome: Outcome
    reason: Text | None = None
    lead: AgencyCode | None = None


class SideOut(Output):
    """One side of a finding. Of a directive that the reader may not see, only the issuer is named."""

    issuer: str
    issuer_name: str
    directive: str | None
    task: int | None
    text: str | None


class DispositionOut(Output):
    """A decision about a finding."""

    outcome: Outcome
    reason: str
    lead: str | None
    by: str
    agency: str
    role: str
    at: datetime


class OverlapOut(Output):
    """One finding: what is wrong, the words side by side, the way through the graph, and a way out.

    ``disposition`` is the last decision; None: nobody has looked at it. ``draft`` as a directive is the draft at hand.
    """

    key: str
    code: Code
    severity: Severity
    degree: Degree | None
    message: str
    english: str
    resolution: str
    resolution_english: str
    passages: list[SideOut]
    path: list[str]
    disposition: DispositionOut | None


class OverlapDetail(OverlapOut):
    """A finding with every decision about it, the first one first."""

    history: list[DispositionOut]


class AcceptedConflictOut(Output):
    """A conflict over which a directive was launched."""

    key: str
    code: str
    message: str
    english: str
    reason: str
    by: str
    at: datetime


class BottleneckOut(Output):
    """An agency whose turn it is on so many open paths of work."""

    agency: str
    paths: int
    directives: list[str]


class SinglePointOut(Output):
    """An agency with open work that nobody coordinates, and fields that none of its siblings answers for."""

    agency: str
    assignments: int
    fields: list[str]


class LoadOut(Output):
    """How many open assignments of an agency fall due in an ISO week, ``2026-W48``."""

    agency: str
    week: str
    due: int


class MovesOut(Output):
    """How often work was handed over from one agency to another."""

    start: str
    end: str
    times: int


class AnalyticsOut(Output):
    """What supervisors ask of the work that is open within their scope. ``capacity`` is tasks in a week and unit."""

    capacity: int = Field(ge=1)
    bottlenecks: list[BottleneckOut]
    single_points: list[SinglePointOut]
    loads: list[LoadOut]
    handed_over: list[MovesOut]
    findings: list[OverlapOut]


def overlap_out(told: Told, decision: Decision | None = None) -> OverlapOut:
    """The finding as its reader is told it."""
    one = told.finding
    return OverlapOut(
        key=one.key,
        code=one.code,
        severity=one.severity,
        degree=one.degree,
        message=told.message,
        english=told.english,
        resolution=one.resolution,
        resolution_english=one.resolution_english,
        passages=list(map(_side, told.passages)),
        path=list(told.path),
        disposition=None if decision is None else disposition_out(decision),
    )


def overlap_detail(told: Told, history: Iterable[Decision]) -> OverlapDetail:
    """The finding with what was decided about it."""
    every = tuple(history)
    shown = overlap_out(told, every[-1] if every else None)
    return OverlapDetail(**dict(shown), history=list(map(disposition_out, every)))


def disposition_out(one: Decision) -> DispositionOut:
    """The decision as it goes out."""
    return DispositionOut(
        outcome=Outcome(one.outcome),
        reason=one.reason,
        lead=one.lead,
        by=one.by.name,
        agency=one.by.agency,
        role=one.by.role.value,
        at=one.at,
    )


def accepted_out(one: AcceptedConflict) -> AcceptedConflictOut:
    """The conflict as it was told to whoever launched, and his reason."""
    return AcceptedConflictOut(
        key=one.key,
        code=one.code,
        message=one.message,
        english=one.english,
        reason=one.reason,
        by=one.by.name,
        at=one.at,
    )


def analytics_out(found: Analytics, told: Iterable[Told]) -> AnalyticsOut:
    """The answers as they go out."""
    return AnalyticsOut(
        capacity=found.capacity,
        bottlenecks=list(map(_bottleneck, found.bottlenecks)),
        single_points=list(map(_single_point, found.single_points)),
        loads=list(map(_load, found.loads)),
        handed_over=list(map(_moves, found.handed_over)),
        findings=[overlap_out(one) for one in told],
    )


def _side(one: Shown) -> SideOut:
    return SideOut(
        issuer=one.issuer, issuer_name=one.issuer_name, directive=one.directive, task=one.task, text=one.text
    )


def _bottleneck(one: Bottleneck) -> BottleneckOut:
    return BottleneckOut(agency=one.agency, paths=one.paths, directives=list(one.directives))


def _single_point(one: SinglePoint) -> SinglePointOut:
    return SinglePointOut(agency=one.agency, assignments=one.assignments, fields=list(one.fields))


def _load(one: Load) -> LoadOut:
    return LoadOut(agency=one.agency, week=one.week, due=one.due)


def _moves(one: Moves) -> MovesOut:
    return MovesOut(start=one.start, end=one.end, times=one.times)
