"""What a docket holds: the fold of its ledger, and what the dockets below it last said of themselves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from thac.domain.agencies import AgencyId
from thac.domain.agenda import Agenda
from thac.domain.asks import Below
from thac.domain.assignments import Assignment
from thac.domain.calendar import civil_day
from thac.domain.deadlines import Deadline, exactly
from thac.domain.hearings import ChildReport, Instruction, Raised
from thac.domain.ladders import next_moment
from thac.domain.plans import PlannedTask, Slice
from thac.domain.recurrence import Period, Rhythm

GENESIS = "0" * 64
"""The hash before the first event of every docket."""
PLAN = "@"
"""Stands before the id of an attached plan where a docket below is named; all others are named by their agency."""
OF_NO_TASK = 0
"""The number under which a plan reports what implements no task of the docket above."""
_DAYS_OF_A_WEEK_AHEAD = 4


def docket_id(directive: str, agency: AgencyId) -> str:
    """The id of a docket, of its ledger and of its workflow, by the official code of the agency."""
    return f"cascade/{directive}/{agency}"


def split_docket_id(docket: str) -> tuple[str, AgencyId]:
    """The directive and the agency of a docket."""
    directive, agency = docket.removeprefix("cascade/").rsplit("/", 1)
    return directive, agency


@dataclass(frozen=True, slots=True)
class Series:
    """A recurring task that was given out: to whom, since when, and the last period that was opened."""

    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...]
    since: datetime
    last: str | None = None


@dataclass(slots=True)
class Docket:
    """The book of one agency on one directive: every assignment it has given out.

    ``head`` is the number of the last event folded in, 0 before the first, and ``hash`` the hash up to it. ``children``
    is what the dockets below last reported; it is not part of the ledger, comes again by itself, and only guards
    decisions. ``closing`` is the word to close while it waits for those below: even over open assignments, or not.

    ``below`` are the dockets below it, each by its agency or as ``@`` and the id of an attached plan; ``covered`` says
    which task such a plan does. ``instructions`` are what those below have to follow and have not signed for, ``heard``
    the number of the last one from above that was followed here. ``limits`` are the deadlines of the level above, by
    task, or task and period, where they were moved, ``limits_said`` their words; ``days`` the events that were dated.
    """

    id: str
    head: int = 0
    hash: str = GENESIS
    plan: Slice | None = None
    rows: dict[str, Assignment] = field(default_factory=dict)
    tasks: dict[int, PlannedTask] = field(default_factory=dict)
    allocated: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    series: dict[int, Series] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    limits: dict[str, datetime] = field(default_factory=dict)
    limits_said: dict[str, Deadline] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    covered: dict[int, str] = field(default_factory=dict)
    instructions: dict[str, tuple[Instruction, ...]] = field(default_factory=dict)
    heard: int = 0
    recalled: bool = False
    registered: tuple[str, str] | None = None
    close_ordered: dict[str, bool] = field(default_factory=dict)
    children_closed: set[str] = field(default_factory=set)
    closing: bool | None = None
    closed_at: datetime | None = None
    children: dict[str, ChildReport] = field(default_factory=dict)
    agenda: Agenda = field(default_factory=Agenda)

    @property
    def slice(self) -> Slice:
        """The plan it was opened with."""
        if self.plan is None:
            raise LookupError(f"docket {self.id} is not open yet")
        return self.plan

    @property
    def above(self) -> str | None:
        """The docket above it; None for a root."""
        plan = self.slice
        return plan.above if plan.parent is None else docket_id(plan.directive, plan.parent)

    @property
    def name(self) -> str:
        """How the docket above names this one."""
        plan = self.slice
        return plan.agency if plan.parent is not None else f"{PLAN}{plan.directive}"

    def docket_below(self, name: str) -> str:
        """The id of the docket below that bears that name here."""
        plan = self.slice
        if name.startswith(PLAN):
            return docket_id(name.removeprefix(PLAN), plan.agency)
        return docket_id(plan.directive, name)

    @property
    def open_rows(self) -> tuple[Assignment, ...]:
        """The assignments on which something is left to do, in the order they were given."""
        return tuple(row for row in self.rows.values() if row.open)

    @property
    def unallocated(self) -> tuple[int, ...]:
        """The tasks that nobody does yet."""
        return tuple(
            task.number
            for task in self.tasks.values()
            if task.number not in self.allocated
            and task.number not in self.ended
            and task.number not in self.covered
            and not (task.carried and not task.to)
        )

    def task(self, number: int) -> PlannedTask | None:
        """The task of that number as it stands now, if the docket has it."""
        return self.tasks.get(number)

    def copy(self) -> "Docket":
        """A copy to try decisions on; rows are values and shared."""
        return replace(
            self,
            rows=dict(self.rows),
            tasks=dict(self.tasks),
            allocated=set(self.allocated),
            ended=set(self.ended),
            series=dict(self.series),
            days=dict(self.days),
            limits=dict(self.limits),
            limits_said=dict(self.limits_said),
            below=set(self.below),
            covered=dict(self.covered),
            instructions=dict(self.instructions),
            close_ordered=dict(self.close_ordered),
            children_closed=set(self.children_closed),
            children=dict(self.children),
            agenda=self.agenda.copy(),
        )

    def put(self, row: Assignment) -> None:
        """Set an assignment and note when one of its clocks next calls."""
        self.rows[row.key] = row
        call = next_moment(row, self.slice)
        self.agenda.set(row.key, None if call is None else call.at)

    def put_series(self, task: int, series: Series | None) -> None:
        """Set a series and note when its next period opens; None ends it."""
        if series is None:
            self.series.pop(task, None)
            self.agenda.set(series_key(task), None)
            return
        self.series[task] = series
        period = self.next_period(task)
        if period is None:
            self.put_series(task, None)
            return
        self.agenda.set(series_key(task), self._opens(task, period, series))

    def next_period(self, task: int) -> Period | None:
        """The next period of a recurring task that was given out; None when the series ended."""
        series, rule = self.series[task], self.tasks[task].recurrence
        if rule is None:
            raise ValueError(f"task {task} of {self.id} does not recur")
        return rule.starting(civil_day(series.since)) if series.last is None else rule.following(series.last)

    def _opens(self, task: int, period: Period, series: Series) -> datetime:
        plan, rule = self.slice, self.tasks[task].recurrence
        weekly = rule is not None and rule.every is Rhythm.WEEKLY
        days = _DAYS_OF_A_WEEK_AHEAD if weekly else plan.defaults.occurrence_opens_days
        due = period.deadline if rule is None else rule.deadline(period, plan.calendar)
        since = series.since if plan.calendar_since is None else max(series.since, plan.calendar_since)
        return max(since, plan.calendar.opening(plan.calendar.working_day(due.day, -days)))

    def occurrence(self, task: int, period: str) -> Deadline:
        """What the deadline of that period says: the rule's word, or the level above's where that is earlier."""
        rule = self.tasks[task].recurrence
        if rule is None:
            raise ValueError(f"task {task} of {self.id} does not recur")
        words = rule.deadline(rule.named(period), self.slice.calendar)
        limit = self.limit(task, period)
        return exactly(limit) if limit is not None and self.moment(words) > limit else words

    def moment(self, deadline: Deadline) -> datetime:
        """The last good moment of a deadline by the calendar of this docket."""
        plan = self.slice
        return deadline.moment(plan.calendar, strict_before=plan.defaults.strict_before)

    def set_limit(self, key: str, words: Deadline) -> None:
        """The level above has another deadline under that key."""
        self.limits[key], self.limits_said[key] = self.moment(words), words

    def limit(self, task: int, period: str | None = None) -> datetime | None:
        """The deadline of the level above for that task, which none below should pass; None for a root or undated."""
        moved = self.limits.get(limit_key(task, period))
        planned = next((one for one in self.slice.tasks if one.number == task), None)
        if moved is not None or planned is None or self.above is None:
            return moved
        if planned.limit is not None:
            return self.moment(planned.limit)
        if self.slice.parent is None or planned.deadline is None:
            return None
        return self.moment(planned.deadline)

    def close(self, at: datetime) -> None:
        """Close it: nothing in it calls any more."""
        self.closed_at = at
        for key in (*self.rows, *map(series_key, self.series)):
            self.agenda.set(key, None)

    def reopen(self) -> None:
        """Open it again: whatever is open in it calls anew."""
        self.closed_at = self.closing = None
        for row in self.open_rows:
            self.put(row)
        for task, series in tuple(self.series.items()):
            self.put_series(task, series)

    def nothing_left(self, name: str) -> bool:
        """Whether everything that the docket of that name was for is done or was taken back."""
        if self.recalled or name.startswith(PLAN):
            return self.recalled or self.closing is not None
        rows = [row for row in self.rows.values() if name == row.lead or name in row.former]
        running = any(name in series.leads for series in self.series.values())
        given = bool(rows) or (self.slice.rules > 1 and not self.unallocated)  # all it had may have been a series
        return given and not running and not any(row.lead == name and row.open for row in rows)

    def late(self, now: datetime) -> int:
        """How many open assignments are past their deadline."""
        return sum(1 for row in self.open_rows if row.due is not None and (row.submitted_at or now) > row.due)

    def open_by_task(self) -> tuple[tuple[int, int], ...]:
        """How much of each task is open, without tasks that have nothing open; occurrences are counted apart.

        A task that nobody does yet counts one, as does a series that has not ended; what an attached plan does counts
        as that plan last said, and one before it said anything.
        """
        counts = Counter(self.unallocated)
        counts.update(self.series.keys())
        counts.update(row.task for row in self.open_rows if row.period is None)
        for name in sorted(self.below):
            if name.startswith(PLAN) and name not in self.children_closed:
                counts.update(self._open_in_plan(name))
        return tuple(sorted((task, count) for task, count in counts.items() if count))

    def open_by_period(self) -> tuple[tuple[int, str, int], ...]:
        """How many occurrences of each task and period are open."""
        counts = Counter((row.task, row.period) for row in self.open_rows if row.period is not None)
        return tuple(sorted((task, str(period), count) for (task, period), count in counts.items()))

    def _open_in_plan(self, name: str) -> dict[int, int]:
        report = self.children.get(name)
        mine = [task for task, plan in self.covered.items() if plan == name]
        if report is None:
            return dict.fromkeys(mine, 1)
        return {task: count for task, count in report.open_by_task if task in mine or task == OF_NO_TASK}

    def report(self, now: datetime, *, refused: bool = False) -> ChildReport:
        """How this docket stands, for the one above: in that one's tasks, where this is an own plan."""
        by_task, by_period = self.open_by_task(), self.open_by_period()
        if self.name.startswith(PLAN):
            counts: Counter[int] = Counter()
            for task, count in (*by_task, *((task, count) for task, _, count in by_period)):
                planned = self.tasks.get(task)
                for number in (planned.implements if planned else ()) or (OF_NO_TASK,):
                    counts[number] += count
            by_task, by_period = tuple(sorted(counts.items())), ()
        return ChildReport(
            self.name,
            self.head,
            by_task,
            self.late(now),
            closed=self.closed_at is not None,
            refused=refused,
            open_by_period=by_period,
            heard=self.heard,
            raised=tuple(self.raised()),
        )

    def raised(self) -> Iterable[Raised]:
        """The obstacles that wait for an answer from above."""
        for row in self.open_rows:
            for ask in row.open_asks:
                if ask.climbed:
                    yield Raised(row.task, row.period, Below(self.slice.agency, row.key, ask.number), ask.text)


def series_key(task: int) -> str:
    """The key under which a series stands on the agenda, beside the keys of assignments."""
    return f"series:{task}"


def limit_key(task: int, period: str | None) -> str:
    """The key of a limit: the task, or the task and its period."""
    return str(task) if period is None else f"{task}:{period}"
