"""What would a corrected calendar move in a docket, and what has come already and stays? Told before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thac.domain import turns
from thac.domain.assignments import Assignment
from thac.domain.docket import Docket, series_key
from thac.domain.hearings import CalendarNotice
from thac.domain.ladders import calls_of, steps_done


class What(StrEnum):
    """What kind of moment moves."""

    DEADLINE = "deadline"
    """Thời hạn"""
    ANSWER = "answer"
    """Hạn trả lời"""
    STEP = "step"
    """Mức nhắc tiếp theo của một đồng hồ"""
    OPENING = "opening"
    """Mở kỳ tiếp theo"""
    PASSED = "passed"
    """Đã qua, giữ nguyên: it came at ``before``, fired or had no need to, and would have come at ``after``"""


@dataclass(frozen=True, slots=True)
class Move:
    """One moment, as it was and as it would be, in UTC; None where it would not come at all.

    ``key`` is the assignment within the docket, or for an opening the series; ``step`` the code of the ladder's step,
    the number of the ask, or the period.
    """

    what: What
    key: str
    before: datetime | None
    after: datetime | None
    step: str | None = None

    @property
    def stays(self) -> bool:
        """Whether it is told only because it is not done again."""
        return self.what is What.PASSED


def foresee(docket: Docket, notice: CalendarNotice) -> tuple[Move, ...]:
    """Everything that hearing of that calendar would move in a docket now, and what it leaves though it would differ.

    The docket stays as it is. What came due before the calendar was recorded counts as fired.
    """
    turn = turns.begin(docket, notice.at)
    turns.pass_time(turn, notice.at, including=False)
    before = turn.docket
    if before.closed_at is not None or notice.calendar.version <= before.slice.calendar.version:
        return ()
    after = turns.begin(before, notice.at)
    turns.hear_calendar(after, notice, notice.at)
    return tuple(_moves(before, after.docket, notice.at))


def _moves(before: Docket, after: Docket, at: datetime) -> Iterator[Move]:
    for row in before.open_rows:
        yield from _of_row(before, after, row, after.rows[row.key], at)
    for task in before.series:
        key = series_key(task)
        old, new = before.agenda.moment(key), after.agenda.moment(key)
        if old != new:
            period = before.next_period(task)
            yield Move(What.OPENING, key, old, new, None if period is None else period.name)


def _of_row(before: Docket, after: Docket, old: Assignment, new: Assignment, at: datetime) -> Iterator[Move]:
    if old.due != new.due:
        yield Move(What.DEADLINE, old.key, old.due, new.due)
    for asked, awaited in zip(old.open_asks, new.open_asks, strict=True):
        if asked.answer_by != awaited.answer_by:
            yield Move(What.ANSWER, old.key, asked.answer_by, awaited.answer_by, str(asked.number))
    next_before = {call.clock: call for call in calls_of(old, before.slice)}
    next_after = {call.clock: call for call in calls_of(new, after.slice)}
    for clock in sorted({*next_before, *next_after}):
        was, will = next_before.get(clock), next_after.get(clock)
        if was is None or will is None or (was.at, was.step) != (will.at, will.step):
            step = was.step if was is not None else "" if will is None else will.step
            yield Move(What.STEP, old.key, None if was is None else was.at, None if will is None else will.at, step)
    would = {(call.step, call.repeat): call.at for call in steps_done(new, after.slice, at)}
    for done in steps_done(old, before.slice, at):
        mark = done.step, done.repeat
        if mark in would and would[mark] != done.at:
            yield Move(What.PASSED, old.key, done.at, would[mark], done.step)
