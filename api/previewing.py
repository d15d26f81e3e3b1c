"""Who would get what of a directive? Worked out as its dockets will, before it is launched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thac.directory.routing import routing
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive
from thac.domain.planning import PlanMaker, Terms
from thac.domain.plans import Slice

_CALENDAR: Final = WorkCalendar(1, OFFICE_HOURS)
"""Who gets what does not depend on the days."""


@dataclass(frozen=True, slots=True)
class LevelShare:
    """What agencies of one level give to agencies of one level: how many copies, to how many agencies.

    ``proposed`` of the copies wait for an office to give them out itself.
    """

    issuers: Level
    leads: Level
    copies: int
    agencies: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """An agency directly below the issuer: the tasks it gets, and what its office gives on, to how many units.

    ``proposed``: its office gives the work out itself.
    """

    agency: AgencyId
    name: str
    level: Level
    tasks: tuple[int, ...]
    passed_on: int
    units: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a launch would come to. ``copies`` says by task how many agencies get it from the issuer itself.

    ``agencies`` says by level how many agencies get something, from whomever.
    """

    levels: tuple[LevelShare, ...]
    receivers: tuple[Receiver, ...]
    copies: dict[int, int]
    requests: tuple[int, ...]
    untracked: tuple[int, ...]
    dockets: int
    agencies: dict[Level, int]

    @property
    def assignments(self) -> int:
        """How many assignments there would be, at all levels."""
        return sum(one.copies for one in self.levels)


@dataclass(frozen=True, slots=True)
class _Copy:
    task: int
    issuer: AgencyId
    lead: AgencyId
    proposed: bool


def preview(directive: Directive, tree: AgencyTree) -> Preview:
    """What launching the directive would come to, by the directory as it is."""
    maker = PlanMaker(directive, tree, routing(tree), Terms(_CALENDAR, DEFAULTS))
    slices = list(_slices(maker, directive.issuer))
    copies = [copy for one in slices for copy in _copies(one)]
    own = [copy for copy in copies if copy.issuer == directive.issuer]
    return Preview(
        tuple(_levels(copies, tree)),
        tuple(_receivers(own, copies, tree)),
        dict(Counter(copy.task for copy in own)),
        tuple(task.number for task in directive.tasks if task.request and task.tracked),
        tuple(task.number for task in directive.tasks if not task.tracked),
        len(slices),
        dict(Counter(tree[lead].level for lead in {copy.lead for copy in copies})),
    )


def _slices(maker: PlanMaker, agency: AgencyId) -> Iterator[Slice]:
    plan = maker.plan(agency)
    yield plan.own
    yield from plan.children
    for asker in plan.askers:
        yield from _slices(maker, asker)


def _copies(given: Slice) -> Iterator[_Copy]:
    for task in given.tasks:
        for lead in given.members(task.to):
            yield _Copy(task.number, given.agency, lead, not given.auto_allocate)


def _levels(copies: list[_Copy], tree: AgencyTree) -> Iterator[LevelShare]:
    by_levels: dict[tuple[Level, Level], list[_Copy]] = {}
    for copy in copies:
        by_levels.setdefault((tree[copy.issuer].level, tree[copy.lead].level), []).append(copy)
    levels = list(Level)
    for issuers, leads in sorted(by_levels, key=lambda pair: [*map(levels.index, pair)]):
        given = by_levels[issuers, leads]
        proposed = sum(copy.proposed for copy in given)
        yield LevelShare(issuers, leads, len(given), len({copy.lead for copy in given}), proposed)


def _receivers(own: list[_Copy], copies: list[_Copy], tree: AgencyTree) -> Iterator[Receiver]:
    tasks: dict[AgencyId, list[int]] = {}
    for copy in own:
        tasks.setdefault(copy.lead, []).append(copy.task)
    passed: dict[AgencyId, list[_Copy]] = {}
    for copy in copies:
        passed.setdefault(copy.issuer, []).append(copy)
    for agency in sorted(tasks, key=lambda one: (tree[one].level is Level.UNIT, one)):
        below = passed.get(agency, [])
        units = len({copy.lead for copy in below})
        numbers = tuple(sorted(set(tasks[agency])))
        waits = any(copy.proposed for copy in below)
        yield Receiver(agency, tree[agency].name, tree[agency].level, numbers, len(below), units, waits)
