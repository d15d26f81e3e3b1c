"""The second reckoning over corrected calendars by the third ladder: more steps on each clock, silence on dated work.

As for the second ladder each call is taken alone: it comes by the first calendar by which its moment has come before
the next correction; what a correction puts into the past comes at the correction.
"""

from collections.abc import Callable, Iterator

from tests.domain import oracle
from tests.domain.oracle import Alert, moment
from tests.domain.recalendared import Corrected, counting
from tests.domain.rungs import Rung

Call = tuple[int, str, int]


class CorrectedThird(Corrected):
    """A life by the third ladder."""

    def _all(self, since: int, calls: Callable[[], list[Call]]) -> list[Call]:
        """Each of the calls when it comes, in that order."""
        marks = [(step, repeat) for _, step, repeat in calls()]

        def when(mark: tuple[str, int]) -> int:
            return self._comes(since, lambda: next(at for at, *rest in calls() if tuple(rest) == mark))

        return sorted((when(mark), *mark) for mark in marks)

    def _received(self) -> Iterator[Alert]:
        if self.work == "request":
            return
        for one in self.tenures:
            start = one.start
            units = self._all(start, lambda start=start: self._calls("accept", self._unit(start), start))  # type: ignore[misc]
            people = self._all(start, lambda start=start: self._calls("person", self._person(start), start))  # type: ignore[misc]
            for at, step, repeat in units:
                if at < one.end and (one.accepted is None or one.accepted > at):
                    yield Alert(moment(at), "receipt", one.round, self._version(at), step, repeat)
            for at, step, repeat in people:
                if at < one.end and not one.keeper and (one.left is None or one.left > at):
                    yield Alert(moment(at), "receipt", one.round, self._version(at), step, repeat)

    def _reviewed_late(self) -> Iterator[Alert]:
        for number, (submitted, round_) in enumerate(self.reviews):

            def calls(at: int = submitted) -> list[Call]:
                return self._calls("review", oracle._close(oracle._later(at // oracle._DAY, 3)), at)

            for at, step, repeat in self._all(submitted, calls):
                if len(self.reviewed) <= number or self.reviewed[number] > at:
                    yield Alert(moment(at), "review", round_, self._version(at), step, repeat)

    def _unanswered(self) -> Iterator[Alert]:
        for number, ask in enumerate(self.asks, 1):
            name = "lead" if ask.kind == "explanation" else "issuer"

            def calls(name: str = name, at: int = ask.asked) -> list[Call]:
                return self._calls(name, oracle._close(oracle._later(at // oracle._DAY, 2)), at)

            for at, step, repeat in self._all(ask.asked, calls):
                if at < ask.end:
                    yield Alert(moment(at), "answer", number, self._version(at), step, repeat)

    def _silent(self, now: int) -> Iterator[Alert]:
        for tenure in self.tenures:
            told = oracle._Told()
            for place, held in enumerate(self.held):
                if tenure.start <= held.since < tenure.end:
                    yield from self._silent_in(place, held, told, now)

    def _silent_in(self, place: int, held: oracle._Held, told: oracle._Told, now: int) -> Iterator[Alert]:
        heard = sorted([*self.reports, *(ended for _, ended in self.pauses)])
        turns = oracle._turns(self._rungs("undated" if held.due is None else "dated"), now - held.since)
        quiet, end = max(held.since, told.at), min(held.end, now + 1)
        while quiet < end:
            nth = 0 if quiet > told.at else told.calls
            at = None if nth >= len(turns) else self._silent_at(place, held, turns[nth], quiet)
            broken = [one for one in heard if quiet < one and (at is None or one <= min(at, held.end))]
            if broken:
                quiet = broken[0]
            elif at is None or (at >= end and not self._paused(at)):
                break
            elif self._paused(at):
                quiet = min(ended for _, ended in self.pauses if ended > at)
            else:
                yield Alert(moment(at), "silence", held.round, held.version, turns[nth].code, told.ever)
                quiet = told.at = at
                told.ever, told.calls = told.ever + 1, nth + 1

    def _silent_at(self, place: int, held: oracle._Held, rung: Rung, quiet: int) -> int | None:
        """When that silence calls; never where every calendar has the deadline remind before."""
        for number, start, end, days in self._spans(quiet):
            with counting(days):
                if held.due is None:
                    at = self._quiet_until(rung, quiet, dated=False)
                else:
                    due = self.moved.get((place, number), held.due)
                    at = self._quiet_until(rung, max(quiet, oracle._half(held.start, due)), dated=True)
                    if at >= self._nears(due):
                        continue
            if max(at, start) < end:
                return max(at, start)
        return None
