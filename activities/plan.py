"""How a docket learns what it has to give out, and what the dockets below it start with."""

from dataclasses import dataclass
from typing import Protocol

from temporalio import activity

from thac.domain.planning import Plan


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Which docket asks."""

    directive: str
    agency: str


class Planner(Protocol):
    """Who works out plans."""

    def plan(self, directive: str, agency: str) -> Plan:
        """The plan of one docket."""
        ...


class PlanActivities:
    """The activity by which a docket above other dockets gets its plan; the others get theirs at their start."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    @activity.defn
    def plan(self, request: PlanRequest) -> Plan:
        """The plan, from the stored directive and the directory as it stands."""
        return self._planner.plan(request.directive, request.agency)
