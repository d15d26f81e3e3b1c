"""Which alerts one assignment must have had: worked out a second time, slowly, from what was done on it.

Nothing of the rules is taken from the code under test. Time is counted in half minutes since 1 November 2026 in
Vietnam; every half minute in which offices are open stands in a list, and every working day in another.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tests.domain.desk import TET, vn

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
    """One stretch of time in which the lead has to act: from the assignment or a return to the next submission."""

    start: int
    due: int | None
    round: int
    version: int
    end: int = 10**9


@dataclass
class Oracle:
    """What was done on one assignment, and what follows from it.

    ``given`` is when it was assigned, ``due`` its deadline; ``keeper`` says that its lead keeps a docket of its own.
    """

    given: int
    due: int | None
    urgent: bool
    keeper: bool
    state: str = "assigned"
    accepted: int | None = None
    left: int | None = None
    reports: list[int] = field(default_factory=list)
    reviews: list[tuple[int, _Held]] = field(default_factory=list)
    reviewed: list[int] = field(default_factory=list)
    held: list[_Held] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held = [_Held(self.given, self.due, 1, 0 if self.due is None else 1)]

    def do(self, act: str, at: int, redo: int | None = None) -> bool:
        """Note an act, if the state allows it; whether it did."""
        working = self.state in {"accepted", "taken", "returned"}
        match act:
            case "accept" if self.state == "assigned":
                self.state, self.accepted = "accepted", at
            case "take" if working:
                self.state = "taken" if self.state == "accepted" else self.state
                self.left = at if self.left is None else self.left
            case "progress" if working:
                self.reports.append(at)
            case "submit" if working:
                self._submit(at)
            case "confirm" if self.state == "submitted":
                self.state = "completed"
                self.reviewed.append(at)
            case "return" if self.state == "submitted":
                return self._return(at, redo)
            case _:
                return False
        return True

    def _submit(self, at: int) -> None:
        self.state = "submitted"
        self.left = at if self.left is None else self.left
        self.reports.append(at)
        self.held[-1].end = at
        self.reviews.append((at, self.held[-1]))

    def _return(self, at: int, redo: int | None) -> bool:
        last = self.held[-1]
        due = redo if redo is not None else self._default_redo(at)
        if due is not None and due <= at:
            return False
        self.state = "returned"
        self.reviewed.append(at)
        self.held.append(_Held(at, due, last.round + 1, last.version + (due is not None)))
        return True

    def _default_redo(self, at: int) -> int | None:
        due, submitted = self.held[-1].due, self.reports[-1]
        if due is None:
            return None
        least = _close(_later(at // _DAY, 2))
        left = bisect_left(_OPEN, due) - bisect_left(_OPEN, submitted)
        return least if submitted >= due or left == 0 else max(least, _after(at, left))

    def alerts(self, now: int) -> list[Alert]:
        """Everything that must have fired by now, in the order of its moments."""
        found = [*self._receipts(), *self._completions(now), *self._overdue_reviews(), *self._silences(now)]
        return sorted(alert for alert in found if alert.at <= moment(now))

    def _receipts(self) -> Iterator[Alert]:
        version = self.held[0].version
        if self.urgent:
            unit = _after(self.given, 240)
            person = _after(unit, 240)
        else:
            unit, person = (_close(_later(self.given // _DAY, days)) for days in (1, 2))
        if self.accepted is None or self.accepted > unit:
            yield Alert(moment(unit), "receipt", 1, version, "receipt_unit", 0)
        if not self.keeper and (self.left is None or self.left > person):
            yield Alert(moment(person), "receipt", 1, version, "receipt_person", 0)

    def _completions(self, now: int) -> Iterator[Alert]:
        for held in self.held:
            if held.due is None or held.start == held.end:
                continue
            older: list[tuple[str, int]] = []
            for at, step, repeat in _ladder(held.start, held.due, min(held.end, now)):
                if step == "half_silent" and any(
                    held.start <= report <= at or held.start == report for report in self.reports
                ):
                    continue
                if at <= held.start:
                    older.append((step, repeat))
                elif at < held.end:
                    yield Alert(moment(at), "completion", held.round, held.version, step, repeat)
            if older:
                step, repeat = older[-1]
                passed = tuple(dict.fromkeys(other for other, _ in older if other != step))
                yield Alert(moment(held.start), "completion", held.round, held.version, step, repeat, passed)

    def _overdue_reviews(self) -> Iterator[Alert]:
        for number, (submitted, held) in enumerate(self.reviews):
            until = _close(_later(submitted // _DAY, 3))
            if len(self.reviewed) <= number or self.reviewed[number] > until:
                yield Alert(moment(until), "review", held.round, held.version, "review", 0)

    def _silences(self, now: int) -> Iterator[Alert]:
        repeat = 0
        for held in self.held:
            if held.due is not None:
                continue
            quiet, at = held.start, 0
            while at < min(held.end, now + 1):
                day = _WORKDAYS[bisect_left(_WORKDAYS, quiet // _DAY + 30)]
                at = day * _DAY + 900
                broken = [report for report in self.reports if quiet < report <= min(at, held.end)]
                if broken:
                    quiet = broken[0]
                elif at < held.end and at <= now:
                    yield Alert(moment(at), "silence", held.round, held.version, "silence", repeat)
                    quiet, repeat = at, repeat + 1


def _ladder(start: int, due: int, until: int) -> list[tuple[int, str, int]]:
    """The steps of the completion clock with their moments, weekly repeats until then."""
    allowed = bisect_left(_OPEN, due) - bisect_left(_OPEN, start)
    assert allowed % 2 == 0, "a quarter of a minute is too fine for these half minutes"
    half = due if start >= due or allowed == 0 else min(due, _after(start, allowed // 2))
    day = due // _DAY
    steps = [
        (half, "half_silent", 0),
        (_open(_earlier(day, 3)), "due_soon", 0),
        (due, "overdue", 0),
        (_open(_later(day, 2)), "overdue_2", 0),
        (_open(_later(day, 5)), "overdue_5", 0),
    ]
    weeks = 0
    while not weeks or steps[-1][0] <= until:
        steps.append((_open(_later(day, 10 + 5 * weeks)), "overdue_10", weeks))
        weeks += 1
    return sorted(steps, key=lambda step: step[0])


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
