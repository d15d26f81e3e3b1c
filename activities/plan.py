"""How a docket learns what it has to give out, and what the dockets below it start with."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from temporalio import activity
from temporalio.converter import PayloadConverter

from thac.domain.planning import Plan
from thac.domain.plans import Slice

MOST_CARRIED: Final = 1_000_000
"""Bytes of slices that one plan may carry for those below. The server takes 2 MB in one payload and 4 MB in the answer
to one workflow task, in which all of them travel once more, as the starts of the dockets below."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Which docket asks."""

    directive: str
    agency: str


@dataclass(frozen=True, slots=True)
class GivenRequest:
    """Which agency was given which tasks while the directive runs."""

    directive: str
    agency: str
    tasks: tuple[int, ...]


class Planner(Protocol):
    """Who works out plans."""

    def plan(self, directive: str, agency: str) -> Plan:
        """The plan of one docket."""
        ...

    def given(self, directive: str, agency: str, tasks: tuple[int, ...]) -> Slice:
        """The slice of an agency for just those tasks."""
        ...


class PlanActivities:
    """The activity by which a docket above other dockets gets its plan; the others get theirs at their start."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    @activity.defn
    def plan(self, request: PlanRequest) -> Plan:
        """The plan, from the stored directive and the directory as it stands."""
        return carried(self._planner.plan(request.directive, request.agency), activity.payload_converter())

    @activity.defn
    def given(self, request: GivenRequest) -> Slice:
        """The slice of an agency that is given tasks while the directive runs."""
        return self._planner.given(request.directive, request.agency, request.tasks)


def carried(plan: Plan, converter: PayloadConverter) -> Plan:
    """The plan as it can travel: where the slices of those below are too large together, each asks for its own.

    A letter with 5 tasks for 92 communes carries 0.2 MB of slices; one with 150 tasks would carry 3.7 MB.
    """
    size = sum(len(payload.data) for payload in converter.to_payloads(plan.children))
    if size <= MOST_CARRIED:
        return plan
    return replace(plan, children=(), askers=(*plan.askers, *(child.agency for child in plan.children)))
