"""What a docket is started with: the slice of a directive that one agency has to give out."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.calendar import WorkCalendar
from thac.domain.deadlines import Deadline
from thac.domain.defaults import Defaults
from thac.domain.directives import DirectiveId, Urgency
from thac.domain.recurrence import Recurrence, Relative
from thac.domain.rungs import Step

CURRENT_RULES = 2
CURRENT_LADDER = 3
"""The rules and the ladder that a docket starting today keeps for its whole life."""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task as a docket needs it: which agencies it is proposed to, and its deadline; its text stays in the store.

    ``to`` holds agency ids or names of the slice's groups. A ``single`` task has exactly one lead. At most one of
    ``deadline``, ``recurrence`` and ``relative`` is given. ``request``: its leads stand outside the chain of command.
    ``silence_days`` is the rhythm of an undated task in calendar days. ``implements`` are the tasks of the docket above
    that a task of an own plan works on; ``carried`` the agencies whose assignment there goes on and is not given anew.
    """

    number: int
    to: tuple[str, ...]
    single: bool
    deadline: Deadline | None = None
    coordinators: tuple[AgencyId, ...] = ()
    recurrence: Recurrence | None = None
    relative: Relative | None = None
    request: bool = False
    monitor: AgencyId | None = None
    silence_days: int | None = None
    implements: tuple[int, ...] = ()
    carried: tuple[AgencyId, ...] = ()
    limit: Deadline | None = None
    """In an own plan: the deadline of the work above that it does."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Everything a docket decides by, at most 2 KB for a commune, carried in the workflow's start input.

    ``groups`` are lists of subordinates that several tasks share; ``dockets`` says, as ids or groups, which of the
    receivers keep dockets of their own. With ``auto_allocate`` the proposals become assignments when the docket opens.
    ``above`` is the docket that an own plan hangs under, where that is not the parent's on the same directive;
    ``instruction`` the number of the instruction from above that brought the docket about, 0 at the launch.
    ``calendar`` is replaced when it is corrected, ``calendar_since`` since when that holds; nothing calls before it.
    """

    directive: DirectiveId
    agency: AgencyId
    parent: AgencyId | None
    tasks: tuple[PlannedTask, ...]
    calendar: WorkCalendar
    defaults: Defaults
    ladder: int
    rules: int
    groups: tuple[tuple[str, tuple[AgencyId, ...]], ...] = ()
    dockets: tuple[str, ...] = ()
    auto_allocate: bool = True
    launched_by: Actor | None = None
    urgency: Urgency = Urgency.NORMAL
    above: str | None = None
    instruction: int = 0
    steps: tuple[Step, ...] = ()
    """The steps of the ladder for this urgency, where it is one that the installation published itself."""
    calendar_since: datetime | None = None

    def members(self, names: tuple[str, ...]) -> tuple[AgencyId, ...]:
        """The agencies that a mixture of ids and group names means, each once, in the order given."""
        return _members(self.groups, names)

    @staticmethod
    def named(groups: tuple[tuple[str, tuple[AgencyId, ...]], ...], names: tuple[str, ...]) -> tuple[AgencyId, ...]:
        """The agencies that the names mean by those groups."""
        return _members(groups, names)

    @property
    def subordinates(self) -> tuple[AgencyId, ...]:
        """Everybody the agency may give work to: all members of the groups and all agencies named by a task."""
        named = (name for task in self.tasks for name in (*task.to, *task.coordinators))
        return _members(self.groups, (*(name for name, _ in self.groups), *named))

    @property
    def keepers(self) -> tuple[AgencyId, ...]:
        """The receivers that keep a docket of their own."""
        return _members(self.groups, self.dockets)


@lru_cache(maxsize=4096)
def _members(groups: tuple[tuple[str, tuple[AgencyId, ...]], ...], names: tuple[str, ...]) -> tuple[AgencyId, ...]:
    listed = dict(groups)
    return tuple(dict.fromkeys(agency for name in names for agency in listed.get(name, (name,))))
