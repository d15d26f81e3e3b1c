"""How an audit goes on page by page, and how its progress and what it found are kept.

What is wrong belongs to a part of the audit: a docket, the relation of a docket to its kin, or a check. Whenever a part
is gone through again, what was wrong in it and is no more is cleared; the rest keeps the moment it was first seen.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.audit_watch import AuditKind
from thac.domain.codec import dump
from thac.domain.findings import Finding
from thac.domain.kinship import Relation, check_kin, relation
from thac.store import chronicle
from thac.store import tables as t
from thac.store.audit_paging import every_docket, in_portions, kin_of, known_before, last_of, moved_dockets, relations
from thac.store.audit_readers import Trees
from thac.store.auditing import Examiner, Gone
from thac.store.checks import CHECKS
from thac.store.engine import Engines
from thac.store.manifest import seal
from thac.store.portions import Check, Portion
from thac.store.stored import snapshot

_DOCKETS: Final = "dockets"
_KIN: Final = "kin"
_ENDED: Final = "ended"
_RANKED: Final = (AuditKind.QUICK, AuditKind.REGULAR, AuditKind.WHOLE)
_REMEMBERED: Final = timedelta(days=30)
_ABANDONED: Final = timedelta(minutes=30)
"""An audit that was not seen for so long is no longer under way."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one page holds at most: so many dockets, and no further one after so many events."""

    dockets: int = 200
    events: int = 4_000


@dataclass(frozen=True, slots=True)
class Step:
    """How far an audit is."""

    id: str
    done: bool
    stage: str
    after: str
    dockets: int
    events: int
    findings: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of the audit came to; what was found in it before ``since`` and is not found again is cleared."""

    name: str
    findings: tuple[Finding, ...]
    since: datetime | None = None


@dataclass(slots=True)
class _Page:
    """What one step came to, to be written with its progress."""

    stage: str
    after: str
    parts: list[_Part]
    gone: list[Gone]


class StoredAuditor:
    """Audits a store page by page.

    Parameters
    ----------
    engines
        The store.
    clock
        What time it is.
    whole_every
        How old the last audit of everything may be before a regular one becomes one.
    checks
        What is looked at beside the ledgers.
    budget
        How much a page holds.
    """

    def __init__(
        self,
        engines: Engines,
        clock: Callable[[], datetime],
        whole_every: timedelta = timedelta(days=7),
        checks: Sequence[Check] = CHECKS,
        budget: Budget = Budget(),
    ) -> None:
        self._engines = engines
        self._clock = clock
        self._whole_every = whole_every
        self._checks = {check.name: check for check in checks}
        self._budget = budget
        self._trees = Trees()

    def begin(self, audit: str, kind: AuditKind) -> Step:
        """Begin an audit; found as it is when it has begun, done when another one is under way."""
        now = self._clock()
        with self._engines.write.begin() as connection:
            row = _audit(connection, audit)
            if row is None and _under_way(connection, now, kind):
                return Step(audit, done=True, stage=_ENDED, after="", dockets=0, events=0, findings=0)
            if row is None:
                if kind is AuditKind.REGULAR and self._whole_is_due(connection, now):
                    kind = AuditKind.WHOLE
                counts = dict.fromkeys(("dockets", "events", "alerts", "findings", "chronicle"), 0)
                first = {"id": audit, "kind": kind.value, "began_at": now, "seen_at": now}
                connection.execute(sa.insert(t.audits).values(**first, **counts, stage=_DOCKETS, after=""))
                row = _audit(connection, audit)
            return _step(row)

    def _whole_is_due(self, connection: sa.Connection, now: datetime) -> bool:
        here = t.audits.c
        ended = sa.select(sa.func.max(here.began_at)).where(
            here.kind == AuditKind.WHOLE.value, here.ended_at.is_not(None)
        )
        last = connection.execute(ended).scalar_one()
        return last is None or last + self._whole_every <= now

    def step(self, audit: str, alive: Callable[[], None] = lambda: None) -> Step:
        """Go through the next page and write down what came of it, with the progress, in one transaction.

        Raises
        ------
        LookupError
            No such audit was begun.
        """
        with snapshot(self._engines.read) as connection:
            row = _audit(connection, audit)
            if row is None:
                raise LookupError(f"no audit {audit} was begun")
            if row.ended_at is not None:
                return _step(row)
            now = self._clock()
            page = self._page(connection, row, now, alive)
        with self._engines.write.begin() as connection:
            if not _moved(connection, row, page, now):
                return _step(_audit(connection, audit))
            for part in page.parts:
                _settle(connection, part, now)
            _keep(connection, page.gone, now)
            if page.stage == _ENDED:
                _end(connection, audit, now)
            return _step(_audit(connection, audit))

    def _page(self, connection: sa.Connection, row: Any, now: datetime, alive: Callable[[], None]) -> _Page:
        kind = AuditKind(row.kind)
        if row.stage == _DOCKETS:
            page = self._dockets(connection, row, now, alive)
        elif row.stage == _KIN:
            page = self._kin(connection, row, now)
        else:
            page = self._check(connection, row, now)
        if not page.after:
            page.stage = self._following(row.stage, kind)
        return page

    def _following(self, stage: str, kind: AuditKind) -> str:
        asked = [name for name, one in self._checks.items() if _RANKED.index(one.least) <= _RANKED.index(kind)]
        stages = [_DOCKETS, _KIN, *asked, _ENDED]
        return stages[stages.index(stage) + 1] if stage in stages else _ENDED

    def _dockets(self, connection: sa.Connection, row: Any, now: datetime, alive: Callable[[], None]) -> _Page:
        """Some dockets from their first event on, each held against what an audit before knew of it."""
        find = every_docket if row.kind == AuditKind.WHOLE.value else moved_dockets
        wanted = find(connection, row.after, now, self._budget.dockets)
        gone: list[Gone] = []
        events = 0
        for some in in_portions(connection, wanted, self._budget.events):
            examiner = Examiner(connection, now, known_before(connection, some), trees=self._trees)
            for one in examiner.gone_through(some):
                alive()
                gone.append(one)
                events += len(one.examined.case.events)
            if events >= self._budget.events:
                break
        through = len(gone) == len(wanted) < self._budget.dockets
        parts = [_Part(f"docket {one.examined.case.docket}", one.findings) for one in gone]
        last = last_of(connection, [one.examined.case.docket for one in gone])
        return _Page(row.stage, "" if through else last, parts, gone)

    def _kin(self, connection: sa.Connection, row: Any, now: datetime) -> _Page:
        """Some dockets held against those above and below; only such as did not go on since they were gone through."""
        wanted = kin_of(connection, row, self._budget.dockets)
        known, unsure = relations(connection, wanted)
        terms = Examiner(connection, now, {}, trees=self._trees).terms
        parts = [
            _Part(f"{_KIN} {name}", tuple(check_kin(known[name], known, unsure, terms)))
            for name in wanted
            if name in known
        ]
        return _Page(row.stage, wanted[-1] if len(wanted) == self._budget.dockets else "", parts, [])

    def _check(self, connection: sa.Connection, row: Any, now: datetime) -> _Page:
        check = self._checks.get(row.stage)
        part = Portion()
        if check is not None:  # else it was one of another version of this program
            part = check.portion(connection, Examiner(connection, now, {}, trees=self._trees).terms, row.after)
        since = None if part.after is not None else row.began_at
        return _Page(row.stage, part.after or "", [_Part(f"check {row.stage}", part.findings, since)], [])


def _audit(connection: sa.Connection, audit: str) -> Any:
    return connection.execute(sa.select(t.audits).where(t.audits.c.id == audit)).first()


def _step(row: Any) -> Step:
    done = row.ended_at is not None
    return Step(row.id, done, row.stage, row.after, row.dockets, row.events, row.findings)


def _under_way(connection: sa.Connection, now: datetime, kind: AuditKind) -> bool:
    """Whether another one does what this one would: a quick one gives way to any, others to none that is quick."""
    here = t.audits.c
    found = sa.select(here.id).where(here.ended_at.is_(None), here.seen_at > now - _ABANDONED)
    if kind is not AuditKind.QUICK:
        found = found.where(here.kind != AuditKind.QUICK.value)
    return connection.execute(found.limit(1)).first() is not None


def _moved(connection: sa.Connection, row: Any, page: _Page, now: datetime) -> bool:
    """Note the progress; False when somebody else went on meanwhile, whose page it was then."""
    here = t.audits.c
    moved = connection.execute(
        sa.update(t.audits)
        .where(here.id == row.id, here.stage == row.stage, here.after == row.after, here.ended_at.is_(None))
        .values(
            stage=page.stage,
            after=page.after,
            seen_at=now,
            dockets=here.dockets + len(page.gone),
            events=here.events + sum(len(one.examined.case.events) for one in page.gone),
            alerts=here.alerts + sum(len(one.examined.case.alerts) for one in page.gone),
        )
    )
    return moved.rowcount > 0


def _settle(connection: sa.Connection, part: _Part, now: datetime) -> None:
    """Keep what is wrong in a part, and clear what is no more."""
    here = t.audit_findings.c
    found = {_key(part.name, one): one for one in part.findings}
    known = set(connection.execute(sa.select(here.key).where(here.part == part.name)).scalars())
    seen = [{"to_key": key} for key in found if key in known]
    if seen:
        again = sa.update(t.audit_findings).where(here.key == sa.bindparam("to_key"))
        connection.execute(again.values(last_seen=now, cleared_at=None), seen)
    new = [_row(key, part.name, one, now) for key, one in found.items() if key not in known]
    if new:
        connection.execute(sa.insert(t.audit_findings), new)
    if known - found.keys():
        gone = [here.part == part.name, here.cleared_at.is_(None)]
        gone.append(here.last_seen < (now if part.since is None else part.since))
        if part.since is not None or not part.name.startswith("check "):
            connection.execute(sa.update(t.audit_findings).where(*gone).values(cleared_at=now))


def _key(part: str, one: Finding) -> str:
    told = json.dumps([part, one.code.value, one.docket, one.seq, one.assignment, one.alert, one.english])
    return hashlib.sha256(told.encode()).hexdigest()


def _row(key: str, part: str, one: Finding, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "part": part,
        "code": one.code.value,
        "counts_as": one.counts_as.value,
        "docket": one.docket,
        "agency": one.docket.rpartition("/")[2],
        "seq": one.seq,
        "assignment": one.assignment,
        "alert": one.alert,
        "message": one.message,
        "english": one.english,
        "first_seen": now,
        "last_seen": now,
        "cleared_at": None,
    }


def _keep(connection: sa.Connection, gone: Iterable[Gone], now: datetime) -> None:
    """Note of each docket how far it was gone through; one that does not hold keeps the head it had when it did."""
    for one in gone:
        docket = one.examined.docket
        here = t.audited.c.docket == one.examined.case.docket
        if docket is None:
            connection.execute(sa.update(t.audited).where(here).values(at=now, relation=None))
            continue
        kept = relation(one.examined)
        first = docket.agenda.first()
        values = {
            "head": docket.head,
            "hash": docket.hash,
            "at": now,
            "calls_at": None if first is None else first[0],
            "relation": None if kept is None else json.dumps(dump(Relation, kept), ensure_ascii=False),
        }
        if not connection.execute(sa.update(t.audited).where(here).values(**values)).rowcount:
            connection.execute(sa.insert(t.audited).values(docket=docket.id, **values))


def _end(connection: sa.Connection, audit: str, now: datetime) -> None:
    """The audit is through: how much is wrong now, and by which heads one may know this store again.

    Quick ones are forgotten after a month; what they found is not.
    """
    old = (t.audits.c.kind == AuditKind.QUICK.value, t.audits.c.began_at < now - _REMEMBERED)
    connection.execute(sa.delete(t.audits).where(*old))
    open_ = sa.select(sa.func.count()).where(t.audit_findings.c.cleared_at.is_(None))
    rows = connection.execute(sa.select(t.audited.c.docket, t.audited.c.head, t.audited.c.hash))
    last = chronicle.head(connection)
    values: dict[str, Any] = {
        "ended_at": now,
        "findings": connection.execute(open_).scalar_one(),
        "heads": seal({row.docket: (row.head, row.hash) for row in rows}),
    }
    if last is not None:
        values |= {"chronicle": last.seq, "chronicle_hash": last.hash}
    connection.execute(sa.update(t.audits).where(t.audits.c.id == audit).values(**values))
