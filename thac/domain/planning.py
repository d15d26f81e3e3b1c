"""Who gets what: a directive worked out over the agency tree into the slices that dockets start with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.calendar import WorkCalendar
from thac.domain.deadlines import Deadline
from thac.domain.defaults import Defaults
from thac.domain.directives import Directive, Group, Mode, Task, Within, group_members, recipients
from thac.domain.plans import CURRENT_LADDER, CURRENT_RULES, PlannedTask, Slice
from thac.domain.recurrence import Recurrence
from thac.domain.rungs import Ladder


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
    """What every docket of one launch is given: calendar, defaults, and who launched.

    For an own plan ``above`` is the docket that it hangs under, ``limits`` the deadlines of the parent's tasks, and
    ``carried`` the assignments that go on there, as (task of the parent, lead). ``calendars`` says which calendar an
    agency has, where not all have the one given.
    """

    calendar: WorkCalendar
    defaults: Defaults
    launched_by: Actor | None = None
    above: str | None = None
    limits: Mapping[int, Deadline] = field(default_factory=dict)
    carried: frozenset[tuple[int, AgencyId]] = frozenset()
    ladder: Ladder | None = None
    """The newest ladder that the installation published itself; None: the program's present one."""
    calendars: Callable[[AgencyId], WorkCalendar] | None = None

    def calendar_of(self, agency: AgencyId) -> WorkCalendar:
        """The calendar of one agency's docket."""
        return self.calendar if self.calendars is None else self.calendars(agency)


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

    def given(self, agency: AgencyId, tasks: Iterable[int]) -> Slice:
        """The slice of an agency that is given just these tasks while the directive runs."""
        wanted = set(tasks)
        return self._slice(agency, tuple(task for task in self._directive.tasks if task.number in wanted))

    def further(self, number: int) -> PlannedTask:
        """A task that the issuer gives out while the directive runs; its docket knows the groups of the launch only."""
        own = self.given(self._directive.issuer, (number,))
        (planned,) = own.tasks
        return replace(planned, to=own.members(planned.to))

    def _has_dockets_below(self, agency: AgencyId) -> bool:
        return any(self._tree.issues(child.id) for child in self._tree.children(agency))

    def _slice(self, agency: AgencyId, received: tuple[Task, ...] | None = None) -> Slice:
        root = agency == self._directive.issuer
        tasks = self._received(agency) if received is None else received
        planned = tuple(self._planned(agency, task) for task in tasks)
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
        ordered = [task for task in planned if not task.request]
        given = {one for task in ordered for name in task.to for one in named.get(name, (name,))}
        own_ladder = self._terms.ladder
        return Slice(
            directive=self._directive.id,
            agency=agency,
            parent=None if root else self._tree[agency].parent,
            tasks=planned,
            calendar=self._terms.calendar_of(agency),
            defaults=self._terms.defaults,
            ladder=CURRENT_LADDER if own_ladder is None else own_ladder.version,
            rules=CURRENT_RULES,
            groups=groups,
            dockets=self._keepers(given, groups),
            auto_allocate=auto_allocate,
            launched_by=self._terms.launched_by,
            urgency=self._directive.urgency,
            above=self._terms.above if root else None,
            steps=() if own_ladder is None else own_ladder.steps(self._directive.urgency),
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
        planned = PlannedTask(
            task.number,
            (),
            single=True,
            deadline=task.deadline,
            recurrence=self._recurrence(agency, task),
            relative=task.relative,
            monitor=task.monitor,
            silence_days=task.silence_days,
        )
        if agency == self._directive.issuer:
            return self._at_root(agency, task, planned)
        if task.within is Within.EVERY_UNIT:
            to = tuple(
                group.value for group in (Group.DEPARTMENTS, Group.COMMUNES) if group_members(self._tree, agency, group)
            )
            return replace(planned, to=to, single=False)
        routed = self._route(task, agency)
        return replace(planned, to=(routed.lead,), coordinators=routed.coordinators)

    def _at_root(self, agency: AgencyId, task: Task, planned: PlannedTask) -> PlannedTask:
        single = task.mode is Mode.SINGLE
        to = task.leads if single else self._named(agency, task)
        limits = [self._terms.limits[number] for number in task.implements if number in self._terms.limits]
        everybody = {lead: None for name in to for lead in self._members(agency, name)}
        carried = tuple(
            lead for lead in everybody if any((number, lead) in self._terms.carried for number in task.implements)
        )
        if carried:
            to = tuple(lead for lead in everybody if lead not in carried)
        return replace(
            planned,
            to=to,
            single=single,
            coordinators=task.coordinators,
            request=task.request,
            implements=task.implements,
            carried=carried,
            limit=min(limits, key=lambda limit: limit.day) if limits and task.beyond is None else None,
        )

    def _members(self, agency: AgencyId, name: str) -> tuple[AgencyId, ...]:
        return group_members(self._tree, agency, Group(name)) if name in set(Group) else (name,)

    def _recurrence(self, agency: AgencyId, task: Task) -> Recurrence | None:
        """The rule as it holds at that level: for each level below the issuer some working days earlier."""
        if task.recurrence is None:
            return None
        levels = len(self._tree.path(agency)) - len(self._tree.path(self._directive.issuer))
        return replace(task.recurrence, ahead=levels * self._terms.defaults.level_ahead_days)

    def _named(self, agency: AgencyId, task: Task) -> tuple[str, ...]:
        """The recipients as the document names them, without groups that have no member here."""
        return tuple(
            name for name in task.recipients if name not in set(Group) or group_members(self._tree, agency, Group(name))
        )
