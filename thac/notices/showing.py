"""Which of the alerts in an inbox are shown, and why not the others? A function over the rows, which always exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from thac.domain.agencies import AgencyId, PostRole
from thac.domain.assignments import Clock
from thac.domain.inbox import Alert, Answer, AnswerKind, Inbox, Work
from thac.domain.ladders import Colour
from thac.notices.holding import Holder, holder_of
from thac.notices.reasons import PAST, Why
from thac.notices.settling import past


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as a reader has it before him.

    ``why`` is None for what is shown. ``by`` is the key of the row that stands for it, ``answer`` what quiets it.
    ``climbed``: with it the matter came to this post for the first time, from below. ``below`` are the keys of the
    rows about work below for which it stands.
    """

    alert: Alert
    work: Work
    days_late: int | None
    climbed: bool = False
    why: Why | None = None
    by: str | None = None
    answer: Answer | None = None
    below: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether the reader sees it."""
        return self.why is None

    @property
    def holder(self) -> Holder:
        """Who holds the clock."""
        return holder_of(self.alert, self.work)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many assignments stand how, whatever of them is shown: each about which an alert reached the inbox, once.

    ``late`` counts what is late by the clock, also when it is quiet, and what waits for its review late. ``behind``
    have a yellow alert that is not settled, ``near`` a blue one. ``quiet`` of all these are not shown because somebody
    answered. ``units`` are the leads that are late.
    """

    late: int
    behind: int
    near: int
    quiet: int
    units: int


@dataclass(frozen=True, slots=True)
class Showing:
    """Every row of an inbox, what is shown first and ranked, then the others; and what is counted over all."""

    rows: tuple[Row, ...]
    tally: Tally

    @property
    def shown(self) -> tuple[Row, ...]:
        """What the reader sees, ranked."""
        return tuple(row for row in self.rows if row.shown)


def show(inbox: Inbox) -> Showing:
    """What is shown of an inbox at the moment at which it was read.

    Rows are held against rows to the same post only: what one reader knows says nothing to another.
    """
    verdicts = _Verdicts(inbox)
    rows = [verdicts.row(alert) for alert in inbox.alerts]
    return Showing(tuple(sorted(rows, key=rank)), _tally(inbox, rows))


Rank: TypeAlias = tuple[bool, int, bool, int, datetime, str]


def rank(row: Row) -> Rank:
    """What is shown comes first; red before yellow before blue, then what has climbed, the latest, the first due."""
    late = -1 if row.days_late is None else row.days_late
    due = row.work.due or _NEVER
    return not row.shown, COLOURS.index(row.alert.colour), not row.climbed, -late, due, row.alert.key


COLOURS: Final = (Colour.RED, Colour.YELLOW, Colour.BLUE)
"""The gravest first."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

Matter: TypeAlias = tuple[str, str, Clock, int]
"""What one row may stand for another in: the post, the assignment, its clock, and the ask where that is the clock."""


class _Verdicts:
    """What is worked out once over all rows of an inbox."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.past = {alert.key: past(alert, inbox.works[alert.assignment]) for alert in inbox.alerts}
        self.matters = {alert.key: _matter(alert) for alert in inbox.alerts}
        self.latest = self._latest()
        self.first = self._first()
        self.answers = {answer.alert: answer for answer in inbox.answers}
        self.over = self._over()
        self.below: dict[str, list[str]] = {}
        self.parents = self._parents()

    def row(self, alert: Alert) -> Row:
        """The row with its verdict."""
        work = self.inbox.works[alert.assignment]
        why, by, answer = self._why(alert)
        return Row(
            alert,
            work,
            work.days_late(self.inbox.at),
            self.first[self.matters[alert.key]] == alert.key and is_above(alert, work),
            why,
            by,
            answer,
            tuple(self.below.get(alert.key, ())),
        )

    def _why(self, alert: Alert) -> tuple[Why | None, str | None, Answer | None]:
        over = self.past[alert.key]
        if over is not None:
            return over, None, None
        latest = self.latest[self.matters[alert.key]]
        if latest.key != alert.key:
            return Why.LATER, latest.key, None
        parent = self.parents.get(alert.key)
        if parent is not None:
            return Why.PARENT, parent.key, None
        answer = self._answer(alert)
        if answer is not None:
            kind = Why.ACKNOWLEDGED if answer.kind is AnswerKind.ACKNOWLEDGED else Why.SNOOZED
            return kind, None, answer
        return None, None, None

    def _latest(self) -> dict[Matter, Alert]:
        latest: dict[Matter, Alert] = {}
        for alert in self.inbox.alerts:
            if self.past[alert.key] is None:
                matter = self.matters[alert.key]
                known = latest.get(matter)
                if known is None or age(known) < age(alert):
                    latest[matter] = alert
        return latest

    def _first(self) -> dict[Matter, str]:
        first: dict[Matter, Alert] = {}
        for alert in self.inbox.alerts:
            matter = self.matters[alert.key]
            known = first.get(matter)
            if known is None or age(alert) < age(known):
                first[matter] = alert
        return {matter: alert.key for matter, alert in first.items()}

    def _answer(self, alert: Alert) -> Answer | None:
        """The last answer to this very alert, while it holds; a snooze never holds past the deadline."""
        now = self.inbox.at
        answer = self.answers.get(alert.key)
        if answer is None or not answer.holds(now):
            return None
        if answer.kind is AnswerKind.SNOOZED and self.inbox.works[alert.assignment].late(now):
            return None
        return answer

    def _over(self) -> Mapping[object, list[Alert]]:
        """The rows of late work that may stand for others, by what the work below names."""
        over: dict[object, list[Alert]] = {}
        for matter, alert in self.latest.items():
            work = self.inbox.works[alert.assignment]
            if matter[2] is Clock.COMPLETION and work.with_lead and work.late(self.inbox.at):
                names: list[object] = [(alert.post, work.docket, work.task, work.lead, work.period)]
                if work.plan is not None:
                    names.append((alert.post, work.plan, work.task))
                for name in names:
                    over.setdefault(name, []).append(alert)
        return over

    def _parents(self) -> dict[str, Alert]:
        """For each row that a late parent stands for, the row of the highest such parent."""
        direct: dict[str, Alert] = {}
        for alert in self.latest.values():
            parent = self._parent(alert) if alert.clock in _INHIBITED else None
            if parent is not None:
                direct[alert.key] = parent
        parents = {key: _highest(alert, direct) for key, alert in direct.items()}
        for key, alert in sorted(parents.items()):
            self.below.setdefault(alert.key, []).append(key)
        return parents

    def _parent(self, alert: Alert) -> Alert | None:
        """The row of the late assignment above, to the same post.

        Once its reader has answered it, it stands only for what he had before him then: what fired later breaks
        through.
        """
        for parent in self._above(alert):
            answer = self._answer(parent)
            if answer is None or alert.fired_at <= answer.at:
                return parent
        return None

    def _above(self, alert: Alert) -> Iterable[Alert]:
        work = self.inbox.works[alert.assignment]
        names: list[object] = [(alert.post, work.above, work.task, work.issuer, work.period)]
        names += [(alert.post, work.directive, task) for task in work.implements]
        for name in names:
            yield from (one for one in self.over.get(name, ()) if one.assignment != alert.assignment)


_INHIBITED: Final = frozenset({Clock.RECEIPT, Clock.COMPLETION, Clock.SILENCE})
"""The clocks whose rows a late parent stands for. A review, an answer and an urge are awaited of their reader."""


def _highest(alert: Alert, direct: Mapping[str, Alert]) -> Alert:
    """The row at the top of a line of rows each of which stands for the next."""
    seen = {alert.key}
    while alert.key in direct and direct[alert.key].key not in seen:
        alert = direct[alert.key]
        seen.add(alert.key)
    return alert


def _matter(alert: Alert) -> Matter:
    return alert.post, alert.assignment, alert.clock, alert.round if alert.clock is Clock.ANSWER else 0


def age(alert: Alert) -> tuple[datetime, datetime, int, str]:
    """By which of two rows about one matter the later is told."""
    return alert.moment, alert.fired_at, alert.repeat, alert.key


def is_above(alert: Alert, work: Work) -> bool:
    """Whether its reader follows the work from above the office that issued it: a chair, a monitor, another agency."""
    if alert.agency == work.lead:
        return False
    role = alert.post.partition("@")[0]
    return alert.agency != work.issuer or role in {PostRole.CHAIR, PostRole.MONITOR}


def awaited(alert: Alert, work: Work) -> AgencyId | None:
    """The agency that an alert calls to act; None where nobody is."""
    if alert.clock is Clock.REVIEW:
        return work.issuer
    if alert.clock is Clock.ANSWER:
        return next((ask.awaits for ask in work.waiting if ask.number == alert.round), None)
    return work.lead


def _tally(inbox: Inbox, rows: Sequence[Row]) -> Tally:
    gravest: dict[str, Colour] = {}
    shown: set[str] = set()
    answered: set[str] = set()
    for row in rows:
        name = row.work.id
        if row.why not in PAST:
            known = gravest.get(name)
            if known is None or COLOURS.index(row.alert.colour) < COLOURS.index(known):
                gravest[name] = row.alert.colour
        if row.shown:
            shown.add(name)
        elif row.answer is not None:
            answered.add(name)
    late = {row.work.id: row.work.lead for row in rows if row.work.open and row.work.late(inbox.at)}
    colours = [colour for name, colour in gravest.items() if name not in late]
    return Tally(
        len(late),
        sum(1 for colour in colours if colour is not Colour.BLUE),
        colours.count(Colour.BLUE),
        len((answered - shown) & (late.keys() | gravest.keys())),
        len(set(late.values())),
    )
