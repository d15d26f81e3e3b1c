"""How did what an agency gave out stand at a moment that is past? As its ledgers say, not as it stands now.

What nothing was added to since is read as it stands: a whole docket, or the assignments of one that no later event
names. For the others the ledger is folded up to its last event before that moment, so that the answer is the same
whenever it is asked for. Of that fold everything is left out that changes nothing of what is told: steps of ladders,
and the events of assignments that are not wanted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import State
from thac.domain.calendar import civil_day
from thac.domain.docket import Docket, docket_id
from thac.domain.folding import apply
from thac.domain.ledger import decode
from thac.domain.views import assignment_views
from thac.store import tables as t
from thac.store.access import texts

_AT_ONCE: Final = 500
_ON_ITS_WAY: Final = timedelta(hours=1)
"""So long before a moment a command may have come in that was decided after it."""


class Then(NamedTuple):
    """An assignment as it stood, with the names of the read model."""

    id: str
    directive: str
    task: int
    period: str | None
    lead: AgencyId
    state: State
    person: str | None
    percent: int
    assigned_at: datetime
    due: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A directive as it was cited at a moment, and what its tasks said then."""

    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issued_on: date
    texts: Mapping[int, str]


def standing_at(connection: sa.Connection, agency: AgencyId, since: datetime, until: datetime) -> tuple[Then, ...]:
    """What of an agency's assignments was open at ``until``, or was completed between the two moments, by id.

    Completed between them is what was confirmed by an event decided between them, so that of two weeks that follow
    each other exactly one has it.
    """
    docket = t.dockets.c
    last = t.events.c
    kept = connection.execute(
        sa.select(docket.id, last.at)
        .join(t.events, (last.docket == docket.id) & (last.seq == docket.head))
        .where(docket.agency == agency, sa.or_(docket.closed_at.is_(None), docket.closed_at >= since - _ON_ITS_WAY))
        .order_by(docket.id)
    ).all()
    found = _as_they_stand(connection, [one.id for one in kept if one.at < until], since)
    for one in kept:
        if one.at >= until:
            found += _changed_since(connection, one.id, since, until)
    wanted = [one for one in found if one.state not in _ENDED or _recent(one, since)]
    doubtful = {one.id for one in wanted if one.state is State.COMPLETED and _before(one, since)}
    told = _confirmed_before(connection, doubtful, since)
    return tuple(sorted((one for one in wanted if one.id not in told), key=attrgetter("id")))


def cited_at(connection: sa.Connection, directives: Collection[str], until: datetime) -> dict[str, Cited]:
    """How directives were cited at a moment, with the words of their tasks."""
    said = _texts_at(connection, directives, until)
    row = t.directives.c
    columns = (row.id, row.issuer, row.doc_type, row.number, row.symbol, row.subject, row.issued_on, row.launched_at)
    found = {}
    for part in _parts(sorted(directives)):
        rows = connection.execute(sa.select(*columns).where(row.id.in_(part))).all()
        registered = _registrations(connection, [docket_id(one.id, one.issuer) for one in rows])
        for one in rows:
            events = registered.get(docket_id(one.id, one.issuer), ())
            found[one.id] = _cited(one, events, until, said.get(one.id, {}))
    return found


def words_at(connection: sa.Connection, assignments: Collection[str], until: datetime) -> dict[str, str]:
    """The last report, note or reason of a return on each assignment before a moment; those without are left out."""
    row = t.events.c
    digests: dict[str, str] = {}
    for part in _parts(sorted(assignments)):
        listed = (
            sa.select(row.assignment, row.body)
            .where(row.assignment.in_(part), row.kind.in_(_SAYING), row.at < until)
            .order_by(row.docket, row.seq)
        )
        for one in connection.execute(listed):
            event = decode(one.body).event
            digest = getattr(event, _SAYING[event.kind])
            if digest is not None:
                digests[one.assignment] = digest
    known = texts(connection, set(digests.values()))
    return {assignment: known[digest] for assignment, digest in digests.items() if digest in known}


_ENDED: Final = frozenset({State.COMPLETED, State.WITHDRAWN})
_SAYING: Final = {ev.Progressed.kind: "note", ev.Submitted.kind: "report", ev.Returned.kind: "reason"}
_NAMES: Final = Then._fields
_STATE: Final = _NAMES.index("state")
_STATES: Final = {state.value: state for state in State}
_told = attrgetter(*_NAMES)


def _then(values: Sequence[Any]) -> Then:
    """From the columns of the read model, in the order of the names."""
    told = list(values)
    told[_STATE] = _STATES[told[_STATE]]
    return Then(*told)


def _as_they_stand(connection: sa.Connection, dockets: Sequence[str], since: datetime) -> list[Then]:
    row = t.assignments.c
    columns = [row[name] for name in _NAMES]
    recent = sa.or_(row.open, row.completed_at >= since - _ON_ITS_WAY)
    return [
        _then(one)
        for part in _parts(dockets)
        for one in connection.execute(sa.select(*columns).where(row.docket.in_(part), recent))
    ]


def _changed_since(connection: sa.Connection, docket: str, since: datetime, until: datetime) -> list[Then]:
    """The assignments of a docket that was added to since."""
    row = t.events.c
    first = sa.select(sa.func.min(row.seq)).where(row.docket == docket, row.at >= until).scalar_subquery()
    later = connection.execute(
        sa.select(row.kind, row.assignment).distinct().where(row.docket == docket, row.seq >= first)
    ).all()
    if any(one.assignment is None and one.kind not in _CHANGING_NO_ROW for one in later):
        return folded(connection, docket, until)
    named = {one.assignment for one in later if one.assignment is not None and one.kind != ev.StepFired.kind}
    standing = [one for one in _as_they_stand(connection, [docket], since) if one.id not in named]
    return standing + (folded(connection, docket, until, named) if named else [])


_CHANGING_NO_ROW: Final = frozenset(
    kind.kind
    for kind in (
        *(ev.CloseOrdered, ev.Closing, ev.CloseRefused, ev.ChildClosed, ev.Closed, ev.Receipted),
        *(ev.Registered, ev.TextCorrected, ev.TaskAdded),
    )
)
"""The events that name no assignment and change none."""


def folded(
    connection: sa.Connection, docket: str, until: datetime, wanted: Collection[str] | None = None
) -> list[Then]:
    """The assignments of a docket as its ledger before a moment makes them: all, or those of these ids."""
    row = t.events.c
    first = connection.execute(sa.select(sa.func.min(row.seq)).where(row.docket == docket, row.at >= until)).scalar()
    where = [row.docket == docket, row.kind != ev.StepFired.kind]
    if first is not None:
        where.append(row.seq < first)
    if wanted is not None:
        where.append(sa.or_(row.assignment.is_(None), row.assignment.in_(wanted)))
    made = Docket(docket)
    for one in connection.execute(sa.select(row.seq, row.body).where(*where).order_by(row.seq)):
        made.head = one.seq - 1  # what changes nothing was left out
        apply(made, decode(one.body), "")
    views = assignment_views(made, made.rows) if made.head else []
    return [_then(_told(view)) for view in views if wanted is None or view.id in wanted]


def _recent(one: Then, since: datetime) -> bool:
    return one.completed_at is not None and one.state is State.COMPLETED and one.completed_at >= since - _ON_ITS_WAY


def _before(one: Then, since: datetime) -> bool:
    return one.completed_at is not None and one.completed_at < since


def _confirmed_before(connection: sa.Connection, assignments: Collection[str], since: datetime) -> set[str]:
    """Those whose confirmation was decided before that moment."""
    row = t.events.c
    return {
        one.assignment
        for part in _parts(sorted(assignments))
        for one in connection.execute(
            sa.select(row.assignment).where(row.assignment.in_(part), row.kind == ev.Confirmed.kind, row.at < since)
        )
    }


def _texts_at(connection: sa.Connection, directives: Collection[str], until: datetime) -> dict[str, dict[int, str]]:
    """What each task said: its own words, or those to which they were last corrected before the moment."""
    task, row = t.tasks.c, t.corrections.c
    found: dict[str, dict[int, str]] = {}
    for part in _parts(sorted(directives)):
        for one in connection.execute(
            sa.select(task.directive, task.number, task.text).where(task.directive.in_(part))
        ):
            found.setdefault(one.directive, {})[one.number] = one.text
        corrected = (
            sa.select(row.directive, row.task, t.texts.c.text)
            .join(t.texts, t.texts.c.digest == row.text)
            .join(t.events, (t.events.c.docket == row.docket) & (t.events.c.seq == row.seq))
            .where(row.directive.in_(part), t.events.c.at < until)
            .order_by(row.directive, row.seq)
        )
        for one in connection.execute(corrected):
            found.setdefault(one.directive, {})[one.task] = one.text
    return found


def _registrations(connection: sa.Connection, roots: Sequence[str]) -> dict[str, list[ev.Recorded]]:
    """How those root dockets tell of the registration of their directives."""
    row = t.events.c
    found: dict[str, list[ev.Recorded]] = {}
    listed = sa.select(row.docket, row.body).where(row.docket.in_(roots), row.kind == ev.Registered.kind)
    for one in connection.execute(listed.order_by(row.docket, row.seq)):
        found.setdefault(one.docket, []).append(decode(one.body))
    return found


def _cited(row: Any, registered: Sequence[ev.Recorded], until: datetime, said: Mapping[int, str]) -> Cited:
    """A directive with the number it had; one that was launched without is dated by its launch until it has one."""
    number, symbol, issued_on = row.number, row.symbol, row.issued_on
    if registered or number is None:
        number, symbol, issued_on = None, None, row.issued_on if row.launched_at is None else civil_day(row.launched_at)
    for one in registered:
        if one.at < until and isinstance(one.event, ev.Registered):
            number, symbol, issued_on = one.event.number, one.event.symbol, one.event.issued_on
    return Cited(row.doc_type, number, symbol, row.subject, issued_on, said)


def _parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[first : first + _AT_ONCE] for first in range(0, len(names), _AT_ONCE))
