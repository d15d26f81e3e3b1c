"""Which alerts one assignment must have had: worked out a second time, slowly, from what was done on it.

Nothing of the rules is taken from the code under test. Time is counted in half minutes since 1 November 2026 in
Vietnam; every half minute in which offices are open stands in a list, and every working day in another.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tests.domain.desk import TET, vn
from tests.domain.rungs import CLOCK, DAYS, HALF, WORK, Rung, rungs

_BASE = vn(11, 1, year=2026)
_FIRST = date(2026, 11, 1)
_DAY = 2_880
_WORKDAYS: list[int] = [
    day
    for day in range(640)
    if (weekday := (_FIRST + timedelta(days=day))) in TET.on or (weekday.weekday() < 5 and weekday not in TET.off)
]
_OPEN: list[int] = [
    day * _DAY + tick
    for day in _WORKDAYS
    for tick in (*range(900, 1_380), *range(1_620, 2_040))  # 07:30-11:30 and 13:30-17:00
]


def tick(moment: datetime) -> int:
    """The moment in half minutes."""
    ticks, rest = divmod(moment - _BASE, timedelta(seconds=30))
    assert not rest, f"{moment} is not a whole half minute"
    return ticks


def moment(ticks: int) -> datetime:
    """The half minutes as a moment."""
    return (_BASE + ticks * timedelta(seconds=30)).astimezone(UTC)


class Alert(NamedTuple):
    """One alert: when it was due, and its key as far as it does not depend on who reads it."""

    at: datetime
    clock: str
    round: int
    version: int
    step: str
    repeat: int
    passed: tuple[str, ...] = ()


@dataclass
class _Held:
    """One stretch in which the lead has to act towards one deadline.

    It begins with the assignment, a return or another deadline (``since``) and ends with the submission, a new lead or
    the next deadline. Shares of the time count from ``start``.
    """

    start: int
    since: int
    due: int | None
    round: int
    version: int
    end: int = 10**9


@dataclass
class _Tenure:
    """The time of one lead."""

    start: int
    round: int
    keeper: bool
    accepted: int | None = None
    left: int | None = None
    end: int = 10**9
    urged: list[int] = field(default_factory=list)


@dataclass
class _Asked:
    """One ask, with the steps that call for its answer."""

    kind: str
    due: int | None
    asked: int
    by: int
    end: int = 10**9


@dataclass
class _Told:
    """When a silence called last, how often in the present silence, and how often ever."""

    at: int = -1
    calls: int = 0
    ever: int = 0


@dataclass
class Oracle:
    """What was done on one assignment, and what follows from it.

    ``given`` is when it was assigned, ``due`` its deadline; ``keeper`` says that its first lead keeps a docket of its
    own; the work goes to and fro between that and one that keeps none. ``work`` is an order, a report or a request.
    """

    given: int
    due: int | None
    keeper: bool = False
    urgency: str = "normal"
    ladder: int = 3
    work: str = "order"
    state: str = "assigned"
    reports: list[int] = field(default_factory=list)
    reviews: list[tuple[int, int]] = field(default_factory=list)
    reviewed: list[int] = field(default_factory=list)
    held: list[_Held] = field(default_factory=list)
    tenures: list[_Tenure] = field(default_factory=list)
    asks: list[_Asked] = field(default_factory=list)
    pauses: list[tuple[int, int]] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.versions = [] if self.due is None else [self.given]
        self.tenures = [_Tenure(self.given, 1, self.keeper)]
        self.held = [_Held(self.given, self.given, self.due, 1, len(self.versions))]

    @property
    def open(self) -> bool:
        """Whether anything is left to do."""
        return self.state not in {"completed", "withdrawn"}

    @property
    def second(self) -> bool:
        """Whether the other unit leads now."""
        return len(self.tenures) % 2 == 0

    def waiting(self, *kinds: str) -> int | None:
        """The number of the first ask of those kinds that waits."""
        return next((no for no, one in enumerate(self.asks, 1) if one.kind in kinds and one.end == 10**9), None)

    def do(self, act: str, at: int, day: int | None = None) -> bool:
        """Note an act, if the state allows it; whether it did. ``day`` is the deadline that it names."""
        working = self.state in {"accepted", "taken", "returned"}
        tenure = self.tenures[-1]
        match act:
            case "accept" if self.state == "assigned":
                self.state, tenure.accepted = "accepted", at
            case "take" if working:
                self.state = "taken" if self.state == "accepted" else self.state
                tenure.left = at if tenure.left is None else tenure.left
            case "progress" if working:
                self.reports.append(at)
            case "submit" if working:
                self._submit(at)
            case "confirm" if self.state == "submitted":
                self.reviewed.append(at)
                self._end("completed", at)
            case "return" if self.state == "submitted":
                return self._return(at, day)
            case _:
                return self.open and self._beside(act, at, day)
        return True

    def _beside(self, act: str, at: int, day: int | None) -> bool:  # noqa: C901, PLR0912 - one case for each act
        """What happens beside the state."""
        with_lead = self.state != "submitted"
        paused = bool(self.pauses) and self.pauses[-1][1] == 10**9
        match act:
            case "decline" if with_lead and self.waiting("decline") is None:
                self._ask("decline", at)
            case "obstacle" if with_lead:
                self._ask("obstacle", at)
            case "explain" if self.waiting("explanation") is None:
                self._ask("explanation", at)
            case "extend" if self._extendable(at, day):
                self._ask("extension", at, day)
            case "grant":
                return self._grant(at)
            case "refuse" if (number := self.waiting("decline", "obstacle", "extension")) is not None:
                self.asks[number - 1].end = at
            case "reply" if (number := self.waiting("explanation")) is not None:
                self.asks[number - 1].end = at
            case "move" if day is not None and day > at:
                self._date(at, day)
            case "reassign":
                self._reassign(at)
            case "pause" if not paused:
                self.pauses.append((at, 10**9))
            case "resume" if paused:
                self.pauses[-1] = (self.pauses[-1][0], at)
            case "urge":
                self.tenures[-1].urged.append(at)
            case "withdraw":
                if not with_lead:
                    self.reviewed.append(at)
                self._end("withdrawn", at)
            case _:
                return False
        return True

    def _ask(self, kind: str, at: int, due: int | None = None) -> None:
        self.asks.append(_Asked(kind, due, at, _close(_later(at // _DAY, 2))))

    def _extendable(self, at: int, day: int | None) -> bool:
        due = self.held[-1].due
        working = self.state in {"accepted", "taken", "returned"} and self.waiting("extension") is None
        return working and due is not None and day is not None and at <= due < day

    def _grant(self, at: int) -> bool:
        number = self.waiting("extension")
        due = self.held[-1].due
        if number is None or due is None:
            return False
        wanted = self.asks[number - 1].due
        if wanted is None or wanted <= at or wanted <= due:
            return False
        self.asks[number - 1].end = at
        self._date(at, wanted)
        return True

    def _date(self, at: int, due: int) -> None:
        """Another deadline, while the lead works or while the result waits."""
        last = self.held[-1]
        if last.due == due:
            return
        self.versions.append(at)
        if self.state == "submitted":
            self.held.append(_Held(last.start, at, due, last.round, len(self.versions), at))
            return
        last.end = at
        self.held.append(_Held(self.tenures[-1].start, at, due, last.round, len(self.versions)))

    def _reassign(self, at: int) -> None:
        last = self.held[-1]
        if self.state == "submitted":
            self.reviewed.append(at)
        last.end = min(last.end, at)
        self.tenures[-1].end = at
        self.state = "assigned"
        self.tenures.append(_Tenure(at, last.round + 1, self.keeper and self.second))
        self.held.append(_Held(at, at, last.due, last.round + 1, last.version))
        for ask in self.asks:
            if ask.kind != "extension":
                ask.end = min(ask.end, at)

    def _end(self, state: str, at: int) -> None:
        self.state = state
        self.held[-1].end = min(self.held[-1].end, at)
        self.tenures[-1].end = at
        for ask in self.asks:
            ask.end = min(ask.end, at)

    def _submit(self, at: int) -> None:
        tenure = self.tenures[-1]
        self.state = "submitted"
        tenure.left = at if tenure.left is None else tenure.left
        self.reports.append(at)
        self.held[-1].end = at
        self.reviews.append((at, self.held[-1].round))

    def _return(self, at: int, redo: int | None) -> bool:
        last = self.held[-1]
        due = redo if redo is not None else self._default_redo(at)
        if due is not None and due <= at:
            return False
        self.state = "returned"
        self.reviewed.append(at)
        if due is not None:
            self.versions.append(at)
        start = self.tenures[-1].start if due is None else at
        self.held.append(_Held(start, at, due, last.round + 1, len(self.versions)))
        return True

    def _default_redo(self, at: int) -> int | None:
        due, submitted = self.held[-1].due, self.reports[-1]
        if due is None:
            return None
        least = _close(_later(at // _DAY, 2))
        left = bisect_left(_OPEN, due) - bisect_left(_OPEN, submitted)
        return least if submitted >= due or left == 0 else max(least, _after(at, left))

    def _version(self, at: int) -> int:
        """How many versions of the deadline there were at that time."""
        return sum(1 for set_at in self.versions if set_at <= at)

    def _paused(self, at: int) -> bool:
        return any(begun <= at < ended for begun, ended in self.pauses)

    def alerts(self, now: int) -> list[Alert]:
        """Everything that must have fired by now, in the order of its moments."""
        found = [
            *self._receipts(),
            *self._completions(now),
            *self._overdue_reviews(),
            *self._silences(now),
            *self._answers(),
            *self._urgings(),
        ]
        return sorted(alert for alert in found if alert.at <= moment(now))

    def _calls(self, name: str, anchor: int, given: int, start: int = 0) -> list[tuple[int, str, int]]:
        """The steps of that name with their moments, from the end of the time or from its beginning, in their order."""
        late = [call for rung in self._rungs(name) for call in _came(rung, anchor, start)]
        soon = [call for rung in self._rungs(f"{name}_given") for call in _came(rung, given, start)]
        return sorted((*late, *soon), key=lambda call: call[0])

    def _rungs(self, name: str) -> tuple[Rung, ...]:
        return rungs(self.ladder, self.urgency, name)

    def _receipts(self) -> Iterator[Alert]:
        if self.work == "request":
            return
        for one in self.tenures:
            if self.urgency == "normal":
                unit, person = (_close(_later(one.start // _DAY, days)) for days in (1, 2))
            else:
                unit = _after(one.start, 240)
                person = _after(unit, 240)
            for at, step, repeat in self._calls("accept", unit, one.start):
                if at < one.end and (one.accepted is None or one.accepted > at):
                    yield Alert(moment(at), "receipt", one.round, self._version(at), step, repeat)
            for at, step, repeat in self._calls("person", person, one.start):
                if at < one.end and not one.keeper and (one.left is None or one.left > at):
                    yield Alert(moment(at), "receipt", one.round, self._version(at), step, repeat)

    def _completions(self, now: int) -> Iterator[Alert]:
        for held in self.held:
            if held.due is None or held.since >= held.end:
                continue
            older: list[tuple[str, int]] = []
            for at, step, repeat in self._ladder(held.start, held.due, min(held.end, now)):
                reported = any(held.start <= report <= max(at, held.since) for report in self.reports)
                if step == "half_silent" and (reported or self._paused(at)):
                    continue
                if at <= held.since:
                    older.append((step, repeat))
                elif at < held.end:
                    yield Alert(moment(at), "completion", held.round, held.version, step, repeat)
            if older:
                step, repeat = older[-1]
                passed = tuple(dict.fromkeys(other for other, _ in older if other != step))
                yield Alert(moment(held.since), "completion", held.round, held.version, step, repeat, passed)

    def _ladder(self, start: int, due: int, until: int) -> list[tuple[int, str, int]]:
        """The steps of the completion clock with their moments, endless ones until then."""
        found = [call for rung in self._rungs(self.work) for call in _came(rung, due, start, until)]
        return sorted(found, key=lambda call: call[0])

    def _overdue_reviews(self) -> Iterator[Alert]:
        for number, (submitted, round_) in enumerate(self.reviews):
            for at, step, repeat in self._calls("review", _close(_later(submitted // _DAY, 3)), submitted):
                if len(self.reviewed) <= number or self.reviewed[number] > at:
                    yield Alert(moment(at), "review", round_, self._version(at), step, repeat)

    def _silences(self, now: int) -> Iterator[Alert]:
        """A call after each stretch in which nothing was heard, by the step whose turn it is in this silence."""
        if self.work == "request":
            return
        for tenure in self.tenures:
            told = _Told()
            for held in self.held:
                if tenure.start <= held.since < tenure.end and (held.due is None or self.work == "order"):
                    yield from self._silences_of(held, told, now)

    def _silences_of(self, held: _Held, told: _Told, now: int) -> Iterator[Alert]:
        heard = sorted([*self.reports, *(ended for _, ended in self.pauses)])
        turns = _turns(self._rungs("undated" if held.due is None else "dated"), now - held.since)
        quiet, end = self._quiet(held, told), min(held.end, now + 1)
        while quiet < end:
            nth = 0 if quiet > told.at else told.calls
            if nth >= len(turns):  # told as often as it is told; only something heard begins it anew
                quiet = min((one for one in heard if one > quiet), default=end)
                continue
            at = self._quiet_until(turns[nth], quiet, dated=held.due is not None)
            broken = [one for one in heard if quiet < one <= min(at, held.end)]
            if broken:
                quiet = broken[0]
            elif self._paused(at):
                quiet = min(ended for _, ended in self.pauses if ended > at)
            elif at >= min(end, self._nears(held.due)):
                break
            else:
                yield Alert(moment(at), "silence", held.round, held.version, turns[nth].code, told.ever)
                quiet = told.at = at
                told.ever, told.calls = told.ever + 1, nth + 1

    def _nears(self, due: int | None) -> int:
        """When the deadline itself begins to remind."""
        if due is None:
            return 10**9
        return min(at for rung in self._rungs("order") if rung.unit != HALF for at, *_ in _came(rung, due, due))

    @staticmethod
    def _quiet(held: _Held, told: _Told) -> int:
        """Since when it counts as quiet: on dated work not before half of the time."""
        if held.due is None:
            return max(held.since, told.at)
        return max(held.since, told.at, _half(held.start, held.due))

    def _quiet_until(self, rung: Rung, quiet: int, *, dated: bool) -> int:
        if dated or rung.far:
            return _away(rung.unit, rung.far, quiet)
        return _WORKDAYS[bisect_left(_WORKDAYS, quiet // _DAY + 30)] * _DAY + 900

    def _answers(self) -> Iterator[Alert]:
        for number, ask in enumerate(self.asks, 1):
            name = "lead" if ask.kind == "explanation" else "issuer"
            for at, step, repeat in self._calls(name, ask.by, ask.asked):
                if at < ask.end:
                    yield Alert(moment(at), "answer", number, self._version(at), step, repeat)

    def _urgings(self) -> Iterator[Alert]:
        """Each once, at once; who is no longer lead in the same moment hears nothing."""
        for tenure in self.tenures:
            for repeat, at in enumerate(tenure.urged, 1):
                if at < tenure.end:
                    round_ = max(held.round for held in self.held if held.since <= at)
                    yield Alert(moment(at), "urge", round_, self._version(at), "urged", repeat)


def _half(start: int, due: int) -> int:
    allowed = bisect_left(_OPEN, due) - bisect_left(_OPEN, start)
    assert allowed % 2 == 0, "a quarter of a minute is too fine for these half minutes"
    return due if start >= due or allowed == 0 else min(due, _after(start, allowed // 2))


def _away(unit: str, far: int, anchor: int) -> int:
    """The moment so far from the anchor."""
    if unit == CLOCK:
        return anchor + 2 * far
    if unit == WORK:
        return _OPEN[bisect_left(_OPEN, anchor) + 2 * far] if far < 0 else _after(anchor, 2 * far)
    assert unit == DAYS
    if far == 0:
        return anchor
    return _open(_later(anchor // _DAY, far) if far > 0 else _earlier(anchor // _DAY, -far))


def _came(rung: Rung, anchor: int, start: int, until: int = 0) -> Iterator[tuple[int, str, int]]:
    """A step with its repeats: all of them, or where they have no end those until then and one more."""
    first = _half(start, anchor) if rung.unit == HALF else _away(rung.unit, rung.far, anchor)
    yield first, rung.code, 0
    repeat, at = 0, first
    while rung.every is not None and (at <= until if rung.times is None else repeat < rung.times):
        repeat += 1
        at = _away(rung.every[0], rung.every[1] * repeat, first)
        yield at, rung.code, repeat


def _turns(steps: tuple[Rung, ...], most: int) -> list[Rung]:
    """Whose turn it is at each call of one silence; the list is long enough for so many half minutes."""
    return [rung for rung in steps for _ in range(most // _DAY + 2 if rung.times is None else rung.times + 1)]


def _later(day: int, days: int) -> int:
    return _WORKDAYS[bisect_right(_WORKDAYS, day) + days - 1]


def _earlier(day: int, days: int) -> int:
    return _WORKDAYS[bisect_left(_WORKDAYS, day) - days]


def _open(day: int) -> int:
    return day * _DAY + 900


def _close(day: int) -> int:
    return day * _DAY + 2_040


def last_close(day: date) -> int:
    """17:00 of the day or of the last working day before it."""
    return _close(_WORKDAYS[bisect_right(_WORKDAYS, (day - _FIRST).days) - 1])


def _after(start: int, worked: int) -> int:
    """When so many half minutes have been worked since the start: at the end of the last of them."""
    assert worked > 0
    return _OPEN[bisect_left(_OPEN, start) + worked - 1] + 1


def opens(due: date, days: int) -> int:
    """The opening of the day so many working days before that one."""
    return _open(_earlier((due - _FIRST).days, days))


_NAMES: dict[str, Callable[[date], str]] = {
    "weekly": lambda day: f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
    "monthly": lambda day: f"{day.year}-{day.month:02}",
    "quarterly": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "half_yearly": lambda day: f"{day.year}-H{1 if day.month <= 6 else 2}",
    "yearly": lambda day: f"{day.year}",
}


def periods(every: str, due: int, first: date, given: date) -> Iterator[tuple[str, date]]:
    """The periods from that of ``first`` on that are not due before the task was given, with their due days."""
    name = _NAMES[every]
    year = [date(2025, 12, 29) + timedelta(days=number) for number in range(365 * 4)]  # from a Monday on
    days: dict[str, list[date]] = {}
    for day in year:
        days.setdefault(name(day), []).append(day)
    begun = False
    for one, inside in days.items():
        begun = begun or first in inside
        last = inside[due - 1] if every == "weekly" else _in_last_month(inside, due)
        if begun and last >= given:
            yield one, last


def _in_last_month(days: list[date], due: int) -> date:
    month = [day for day in days if day.month == days[-1].month]
    return month[min(due, len(month)) - 1]
