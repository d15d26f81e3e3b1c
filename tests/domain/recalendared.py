"""The second reckoning of alerts, over calendars that are corrected while the assignment lives.

Each step, each answer, each silence is taken alone: under the first calendar by which its moment has come before the
next correction, it is done with, and fires then unless it is excused; what a correction puts into the past comes at the
correction. Nothing of the rules is taken from the code under test. The lives are those of the second ladder.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from tests.domain import oracle
from tests.domain.desk import TET
from tests.domain.oracle import Alert, Oracle, moment
from thac.domain.deadlines import Deadline

_NEVER = 10**9
_DAY = 2_880
_FIRST = date(2026, 11, 1)


class Open:
    """The half minutes in which offices are open, in order; not written out, since there are 400,000 of them."""

    def __init__(self, working: Sequence[int], halves: frozenset[int]) -> None:
        self._days = working
        self._starts = [0, *accumulate(480 if day in halves else 900 for day in working)]

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, place: int) -> int:
        number = bisect_right(self._starts, place) - 1
        within = place - self._starts[number]
        return self._days[number] * _DAY + (900 + within if within < 480 else 1_140 + within)


@dataclass(frozen=True)
class Days:
    """A calendar in half minutes: the working days, and which of them end at half past eleven."""

    working: tuple[int, ...]
    halves: frozenset[int]
    open: Open = field(compare=False)

    @classmethod
    def of(cls, working: frozenset[date], halves: frozenset[date]) -> "Days":
        """The calendar with those working days."""
        half = frozenset((day - _FIRST).days for day in halves)
        days = tuple(sorted((day - _FIRST).days for day in working))
        return cls(days, half, Open(days, half))

    def close(self, day: int) -> int:
        """When work ends on a day."""
        return day * _DAY + (1_380 if day in self.halves else 2_040)


@contextmanager
def counting(days: Days) -> Iterator[None]:
    """Let the first reckoning count by that calendar."""
    kept = {name: getattr(oracle, name) for name in ("_WORKDAYS", "_OPEN", "_close")}
    vars(oracle).update({"_WORKDAYS": days.working, "_OPEN": days.open, "_close": days.close})
    try:
        yield
    finally:
        vars(oracle).update(kept)


def all_days() -> list[date]:
    """Every day of the reckoning."""
    return [_FIRST + timedelta(days=day) for day in range(640)]


def tet() -> frozenset[date]:
    """The working days of the first calendar."""
    return frozenset(day for day in all_days() if day in TET.on or (day.weekday() < 5 and day not in TET.off))


@dataclass
class Corrected(Oracle):
    """What was done on one assignment, and by which calendars; ``words`` are what its first deadline says."""

    words: Deadline | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.epochs: list[tuple[int, Days]] = [(-1, Days.of(tet(), frozenset()))]
        self.said: dict[int, Deadline] = {} if self.words is None else {1: self.words}
        self.moved: dict[tuple[int, int], int] = {}
        """The deadline of a stretch, by its place and the number of the calendar."""
        self.asked: list[int] = []

    @property
    def days(self) -> Days:
        """The calendar that holds now."""
        return self.epochs[-1][1]

    def due_of(self, words: Deadline) -> int:
        """The moment that words come to by the calendar that holds now."""
        with counting(self.days):
            if words.hour is None:
                return oracle.last_close(words.day)
        return (words.day - _FIRST).days * _DAY + words.hour.hour * 120 + words.hour.minute * 2

    def acts(self, act: str, at: int, named: Deadline | None) -> bool:
        """Note an act by the calendar of its time."""
        asks, versions = len(self.asks), len(self.versions)
        wanted = self.waiting("extension")
        day = None if named is None else self.due_of(named)
        with counting(self.days):
            allowed = self.do(act, at, day)
        self.asked += [at] * (len(self.asks) - asks)
        if len(self.asks) > asks and act == "extend" and named is not None:
            self.said[-len(self.asks)] = named
        if len(self.versions) > versions:
            if act == "move" and named is not None:
                self.said[len(self.versions)] = named
            elif act == "grant" and wanted is not None:
                self.said[len(self.versions)] = self.said[-wanted]
        return allowed

    def correct(self, at: int, days: Days) -> None:
        """Another calendar holds from now on; the present deadline of open work comes to another moment."""
        for place, held in enumerate(self.held):
            if held.due is not None:
                self.moved[place, len(self.epochs) - 1] = held.due
        before = self.days
        self.epochs.append((at, days))
        last = self.held[-1]
        if not self.open or last.due is None:
            return
        words = self.said.get(last.version)
        if words is None:
            day = _FIRST + timedelta(days=last.due // _DAY)
            if last.due != before.close(last.due // _DAY):
                return
            words = self.said[last.version] = Deadline(day)
        due = self.due_of(words)
        if self.state == "submitted" and due < self.reports[-1] <= last.due:
            return
        last.due = due

    def alerts(self, now: int) -> list[Alert]:
        """Everything that must have fired by now, in the order of its moments."""
        for place, held in enumerate(self.held):
            if held.due is not None:
                self.moved[place, len(self.epochs) - 1] = held.due
        found = [
            *self._received(),
            *self._completed(now),
            *self._reviewed_late(),
            *self._silent(now),
            *self._unanswered(),
            *self._urgings(),
        ]
        return sorted(alert for alert in found if alert.at <= moment(now))

    def _spans(self, since: int) -> Iterator[tuple[int, int, int, Days]]:
        """The calendars from that moment on: number, from when (not before it), until when, which."""
        ends = [*(start for start, _ in self.epochs[1:]), _NEVER]
        for number, ((start, days), end) in enumerate(zip(self.epochs, ends, strict=True)):
            if end > since:
                yield number, max(start, since), end, days

    def _comes(self, since: int, of: Callable[[], int]) -> int:
        """When something comes that ``of`` counts anew by each calendar."""
        for _, start, end, days in self._spans(since):
            with counting(days):
                at = max(of(), start)
            if at < end:
                return at
        raise AssertionError("the last calendar has no end")

    def _received(self) -> Iterator[Alert]:
        for one in self.tenures:
            unit = self._comes(one.start, lambda start=one.start: self._unit(start))  # type: ignore[misc]
            person = self._comes(one.start, lambda start=one.start: self._person(start))  # type: ignore[misc]
            if unit < one.end and (one.accepted is None or one.accepted > unit):
                yield Alert(moment(unit), "receipt", one.round, self._version(unit), "receipt_unit", 0)
            if person < one.end and not one.keeper and (one.left is None or one.left > person):
                yield Alert(moment(person), "receipt", one.round, self._version(person), "receipt_person", 0)

    def _unit(self, start: int) -> int:
        return oracle._after(start, 240) if self.urgency != "normal" else oracle._close(oracle._later(start // _DAY, 1))

    def _person(self, start: int) -> int:
        if self.urgency != "normal":
            return oracle._after(self._unit(start), 240)
        return oracle._close(oracle._later(start // _DAY, 2))

    def _completed(self, now: int) -> Iterator[Alert]:
        for place, held in enumerate(self.held):
            if held.due is None or held.since >= held.end:
                continue
            done: set[tuple[str, int]] = set()
            for number, start, end, days in self._spans(held.since):
                if start >= held.end:
                    break
                due = self.moved.get((place, number), held.due)
                with counting(days):
                    ladder = self._ladder(held.start, due, min(held.end, now))
                yield from self._of_ladder(held, [one for one in ladder if one[1:] not in done], start, end)
                done |= {(step, repeat) for at, step, repeat in ladder if at < end}

    def _of_ladder(
        self, held: oracle._Held, ladder: list[tuple[int, str, int]], start: int, end: int
    ) -> Iterator[Alert]:
        older: list[tuple[str, int]] = []
        for at, step, repeat in ladder:
            reported = any(held.start <= report <= max(at, start) for report in self.reports)
            if step == "half_silent" and (reported or self._paused(at)):
                continue
            if at <= start:
                older.append((step, repeat))
            elif at < min(held.end, end):
                yield Alert(moment(at), "completion", held.round, held.version, step, repeat)
        if older:
            step, repeat = older[-1]
            passed = tuple(dict.fromkeys(other for other, _ in older if other != step))
            yield Alert(moment(start), "completion", held.round, held.version, step, repeat, passed)

    def _reviewed_late(self) -> Iterator[Alert]:
        for number, (submitted, round_) in enumerate(self.reviews):
            until = self._comes(
                submitted,
                lambda submitted=submitted: oracle._close(oracle._later(submitted // _DAY, 3)),  # type: ignore[misc]
            )
            if len(self.reviewed) <= number or self.reviewed[number] > until:
                yield Alert(moment(until), "review", round_, self._version(until), "review", 0)

    def _silent(self, now: int) -> Iterator[Alert]:
        for tenure in self.tenures:
            repeat = 0
            for held in self.held:
                if held.due is not None or not tenure.start <= held.since < tenure.end:
                    continue
                broken_by = sorted([*self.reports, *(ended for _, ended in self.pauses)])
                quiet, at = held.since, 0
                while at < min(held.end, now + 1):
                    at = self._comes(quiet, lambda quiet=quiet: _silent_at(quiet))  # type: ignore[misc]
                    broken = [one for one in broken_by if quiet < one <= min(at, held.end)]
                    if broken:
                        quiet = broken[0]
                    elif self._paused(at):
                        quiet = at = min(ended for _, ended in self.pauses if ended > at)
                    elif at < held.end and at <= now:
                        yield Alert(moment(at), "silence", held.round, 0, "silence", repeat)
                        quiet, repeat = at, repeat + 1

    def _unanswered(self) -> Iterator[Alert]:
        for number, (ask, since) in enumerate(zip(self.asks, self.asked, strict=True), 1):
            steps = self._rungs("lead" if ask.kind == "explanation" else "issuer")
            for place, rung in enumerate(steps):
                at = self._comes(since, lambda since=since, place=place: _answer_at(since, place))  # type: ignore[misc]
                if at < ask.end:
                    yield Alert(moment(at), "answer", number, self._version(at), rung.code, 0)


def _silent_at(quiet: int) -> int:
    days = oracle._WORKDAYS
    return oracle._open(days[bisect_left(days, quiet // _DAY + 30)])


def _answer_at(since: int, place: int) -> int:
    by = oracle._close(oracle._later(since // _DAY, 2))
    return by if place == 0 else oracle._open(oracle._later(by // _DAY, 2))
