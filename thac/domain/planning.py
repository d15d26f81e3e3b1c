"""Who gets what: a directive worked out over the agency tree into the slices that dockets start with."""

from collections.abc import Callable
from dataclasses import dataclass

from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.calendar import WorkCalendar
from thac.domain.commands import Actor
from thac.domain.defaults import Defaults
from thac.domain.directives import Directive, Group, Mode, Task, Within, group_members, recipients
from thac.domain.plans import CURRENT_LADDER, CURRENT_RULES, PlannedTask, Slice


@dataclass(frozen=True, slots=True)
class Plan:
    """The docket's own slice and those of the dockets directly below.

    ``askers`` are agencies below whose dockets have dockets below them; they ask for their own plan when they start.
    """

    own: Slice
    children: tuple[Slice, ...] = ()
    askers: tuple[AgencyId, ...] = ()


@dataclass(frozen=True, slots=True)
class Routed:
    """Which unit the routing proposes for a task, and who coordinates."""

    lead: AgencyId
    coordinators: tuple[AgencyId, ...] = ()


Route = Callable[[Task, AgencyId], Routed]
"""The routing: a task and the agency that has to pass it on."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What every docket of one launch is given: calendar, defaults, and who launched."""

    calendar: WorkCalendar
    defaults: Defaults
    launched_by: Actor | None = None


class PlanMaker:
    """Works out the slices of one directive."""

    def __init__(self, directive: Directive, tree: AgencyTree, route: Route, terms: Terms) -> None:
        self._directive = directive
        self._tree = tree
        self._route = route
        self._terms = terms

    def plan(self, agency: AgencyId) -> Plan:
        """The plan of the docket of that agency, with those of the dockets directly below."""
        own = self._slice(agency)
        keepers = own.members(own.dockets)
        askers = tuple(keeper for keeper in keepers if self._has_dockets_below(keeper))
        return Plan(own, tuple(self._slice(keeper) for keeper in keepers if keeper not in askers), askers)

    def _has_dockets_below(self, agency: AgencyId) -> bool:
        return any(self._tree.issues(child.id) for child in self._tree.children(agency))

    def _slice(self, agency: AgencyId) -> Slice:
        root = agency == self._directive.issuer
        planned = tuple(self._planned(agency, task) for task in self._received(agency))
        auto_allocate = root or self._tree[agency].auto_allocate
        wanted = {name for task in planned for name in task.to}
        if not auto_allocate:  # the office may then choose another unit than the one proposed
            wanted.add(Group.DEPARTMENTS.value)
        groups: tuple[tuple[str, tuple[AgencyId, ...]], ...] = tuple(
            (group.value, members)
            for group in Group
            if group.value in wanted and (members := group_members(self._tree, agency, group))
        )
        named: dict[str, tuple[AgencyId, ...]] = dict(groups)
        given = {one for task in planned for name in task.to for one in named.get(name, (name,))}
        return Slice(
            directive=self._directive.id,
            agency=agency,
            parent=None if root else self._tree[agency].parent,
            tasks=planned,
            calendar=self._terms.calendar,
            defaults=self._terms.defaults,
            ladder=CURRENT_LADDER,
            rules=CURRENT_RULES,
            groups=groups,
            dockets=self._keepers(given, groups),
            auto_allocate=auto_allocate,
            launched_by=self._terms.launched_by,
            urgency=self._directive.urgency,
        )

    def _keepers(self, given: set[AgencyId], groups: tuple[tuple[str, tuple[AgencyId, ...]], ...]) -> tuple[str, ...]:
        """Who among the receivers keeps a docket, by group where a whole group does."""
        keeping = {agency for agency in given if self._tree.issues(agency)}
        whole = tuple(name for name, members in groups if keeping.issuperset(members))
        covered = {agency for name, members in groups if name in whole for agency in members}
        return (*whole, *sorted(keeping - covered))

    def _received(self, agency: AgencyId) -> tuple[Task, ...]:
        """The tasks that the agency has to give out: all of them as issuer, otherwise those of which it has a copy."""
        tasks = tuple(task for task in self._directive.tasks if task.tracked)
        if agency == self._directive.issuer:
            return tasks
        above = self._tree[agency].parent
        if above is None:
            return ()
        if above == self._directive.issuer:
            return tuple(task for task in tasks if agency in self._copies(task))
        return tuple(task for task in self._received(above) if self._passes(task, above, agency))

    def _copies(self, task: Task) -> tuple[AgencyId, ...]:
        return task.leads if task.mode is Mode.SINGLE else recipients(self._tree, self._directive.issuer, task)

    def _passes(self, task: Task, above: AgencyId, agency: AgencyId) -> bool:
        return task.within is Within.EVERY_UNIT or self._route(task, above).lead == agency

    def _planned(self, agency: AgencyId, task: Task) -> PlannedTask:
        if agency == self._directive.issuer:
            single = task.mode is Mode.SINGLE
            to = task.leads if single else self._named(agency, task)
            return PlannedTask(task.number, to, single, task.deadline, task.coordinators)
        if task.within is Within.EVERY_UNIT:
            to = tuple(
                group.value for group in (Group.DEPARTMENTS, Group.COMMUNES) if group_members(self._tree, agency, group)
            )
            return PlannedTask(task.number, to, single=False, deadline=task.deadline)
        routed = self._route(task, agency)
        return PlannedTask(
            task.number, (routed.lead,), single=True, deadline=task.deadline, coordinators=routed.coordinators
        )

    def _named(self, agency: AgencyId, task: Task) -> tuple[str, ...]:
        """The recipients as the document names them, without groups that have no member here."""
        return tuple(
            name for name in task.recipients if name not in set(Group) or group_members(self._tree, agency, Group(name))
        )
