"""May this reader quiet this alert, and until when? An answer quiets one step, expires, and hides no lateness."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, PostRole, Role
from thac.domain.calendar import WorkCalendar, civil_day
from thac.domain.inbox import Answer, AnswerKind
from thac.notices.reasons import PAST, Why
from thac.notices.refusals import AlertCode, AlertRefusal, refusal
from thac.notices.showing import Row, Showing
from thac.notices.wording import WHY, moment, standing

ACKNOWLEDGED_DAYS: Final = 2
"""Without a moment of its own an acknowledgement holds until work begins so many working days later."""
ACKNOWLEDGED_MOST: Final = 5
"""No acknowledgement holds longer than until work begins so many working days later."""
SNOOZED_MOST: Final = 10
"""The same for a snooze, which ends at the deadline besides."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to an alert: until when it is to be quiet, and why; a snooze names both."""

    kind: AnswerKind
    by: Actor
    at: datetime
    until: datetime | None = None
    reason: str = ""


def answered(showing: Showing, key: str, said: Said, calendar: WorkCalendar) -> Answer | AlertRefusal:
    """The answer that is to be kept, or why it is not taken.

    Raises
    ------
    LookupError
        No row has that key.
    """
    row = next((row for row in showing.rows if row.alert.key == key), None)
    if row is None:
        raise LookupError(f"no alert {key}")
    if row.why is Why.LATER:
        return _stale(showing, row)
    if row.why in PAST:
        vietnamese, english = WHY[row.why]
        return refusal(AlertCode.PAST, why=vietnamese, why_en=english)
    return _until(row, said, calendar)


def may_answer(actor: Actor, post: str, agency: AgencyId, *, above: bool) -> bool:
    """Whether the actor reads for that post of that agency; ``above``: his own agency stands over it.

    A chair's office answers for him and is named. Who audits or administers answers nothing.
    """
    if actor.agency == agency:
        return actor.role in _READERS.get(post.partition("@")[0], _OF_NOBODY)
    return above and actor.role is Role.SUPERVISOR


def latest_moment(row: Row, kind: AnswerKind, now: datetime, calendar: WorkCalendar) -> datetime:
    """Until when an answer of that kind may quiet the row at most; a snooze ends at a deadline that is to come."""
    if kind is AnswerKind.ACKNOWLEDGED:
        return _days(calendar, now, ACKNOWLEDGED_MOST)
    most = _days(calendar, now, SNOOZED_MOST)
    due = row.work.due
    return most if due is None or due <= now else min(most, due)


_OF_NOBODY: Final = frozenset({Role.OFFICE, Role.SUPERVISOR})
_READERS: Final[dict[str, frozenset[Role]]] = {
    PostRole.CHAIR: frozenset({Role.SUPERVISOR, Role.OFFICE}),
    PostRole.OFFICE: frozenset({Role.OFFICE, Role.SUPERVISOR}),
    PostRole.MONITOR: frozenset({Role.MONITOR, Role.OFFICE, Role.SUPERVISOR}),
    PostRole.HEAD: frozenset({Role.UNIT, Role.SUPERVISOR}),
    PostRole.OFFICER: frozenset({Role.OFFICER, Role.UNIT, Role.SUPERVISOR}),
}


def _stale(showing: Showing, row: Row) -> AlertRefusal:
    newer = next(one for one in showing.rows if one.alert.key == row.by)
    step, step_en = standing(newer)
    return refusal(AlertCode.STALE, newer=newer.alert.key, step=step, step_en=step_en, at=moment(newer.alert.moment))


def _until(row: Row, said: Said, calendar: WorkCalendar) -> Answer | AlertRefusal:
    due = row.work.due
    if said.kind is AnswerKind.SNOOZED and due is not None and row.work.late(said.at):
        latest = latest_moment(row, AnswerKind.ACKNOWLEDGED, said.at, calendar)
        return refusal(AlertCode.OVERDUE, latest=latest, due=moment(due))
    latest = latest_moment(row, said.kind, said.at, calendar)
    until = said.until or min(latest, _days(calendar, said.at, ACKNOWLEDGED_DAYS))
    facts = {"until": moment(until), "now": moment(said.at)}
    if until <= said.at:
        return refusal(AlertCode.UNTIL_PASSED, latest=latest, **facts)
    if until > latest:
        return refusal(AlertCode.UNTIL_TOO_LATE, latest=latest, **facts)
    return Answer(row.alert.key, said.kind, said.by, said.at, until, said.reason)


def _days(calendar: WorkCalendar, now: datetime, days: int) -> datetime:
    return calendar.opening(calendar.working_day(civil_day(now), days))
