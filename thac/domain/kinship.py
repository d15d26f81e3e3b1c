"""What must hold between dockets: who called for whom, whose deadline bounds whose, who may close over what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.audit import Examined, Terms
from thac.domain.docket import docket_id
from thac.domain.findings import Code, Finding, finding


@dataclass(frozen=True, slots=True)
class Relation:
    """What the dockets around one must know of it; kept for each, while the docket itself is let go."""

    docket: str
    directive: str
    agency: AgencyId
    parent: AgencyId | None
    keepers: tuple[AgencyId, ...]
    opened_at: datetime
    head: int
    open: int
    dues: Mapping[str, tuple[datetime, ...]]
    """For each dated assignment every version of its deadline."""
    ordered: Mapping[AgencyId, bool]
    """Who was told to close, and whether even over open work."""
    closed_below: frozenset[AgencyId]
    closed_at: datetime | None
    closed_over: tuple[str, ...]


def relation(examined: Examined) -> Relation | None:
    """What is to be kept of a docket; None when its ledger does not hold."""
    docket = examined.docket
    if docket is None or docket.plan is None:
        return None
    ordered: dict[AgencyId, bool] = {}
    over: tuple[str, ...] = ()
    for one in examined.recorded:
        if isinstance(one.event, ev.CloseOrdered):
            ordered[one.event.agency] = ordered.get(one.event.agency, False) or one.event.over_open
        elif isinstance(one.event, ev.Closed):
            over = one.event.over
    plan = docket.plan
    return Relation(
        docket=docket.id,
        directive=plan.directive,
        agency=plan.agency,
        parent=plan.parent,
        keepers=plan.keepers,
        opened_at=examined.recorded[0].at,
        head=docket.head,
        open=len(docket.open_rows),
        dues={key: tuple(one.due for one in row.deadlines) for key, row in docket.rows.items() if row.deadlines},
        ordered=ordered,
        closed_below=frozenset(docket.children_closed),
        closed_at=docket.closed_at,
        closed_over=over,
    )


def check_kinship(relations: Mapping[str, Relation], broken: frozenset[str], terms: Terms) -> list[Finding]:
    """Hold every docket against the one above it; ``broken`` are ledgers that do not hold and are named already."""
    findings: list[Finding] = []
    for one in relations.values():
        findings += _below(one, relations, broken, terms)
        if one.parent is not None:
            above = docket_id(one.directive, one.parent)
            if above in relations:
                findings += _beneath(one, relations[above], terms)
            elif above not in broken:
                findings.append(finding(Code.DOCKET_MISSING, above, witness=one.docket, since=one.opened_at))
    return findings


def _below(one: Relation, relations: Mapping[str, Relation], broken: frozenset[str], terms: Terms) -> Iterable[Finding]:
    """The dockets it called for are there, and those it knows to be closed are."""
    limit = terms.patience.until(one.opened_at, terms.tolerances.hear)
    for agency in one.keepers:
        below = docket_id(one.directive, agency)
        if below in broken:
            continue
        if below not in relations:
            if limit is not None and limit < terms.now:
                yield finding(Code.DOCKET_MISSING, below, witness=one.docket, since=one.opened_at)
        elif agency in one.closed_below and relations[below].closed_at is None:
            head = relations[below].head
            yield finding(Code.TAIL_CUT, below, seq=head, witness=one.docket, head=head + 1)


def _beneath(one: Relation, above: Relation, terms: Terms) -> Iterable[Finding]:
    """Its first deadlines are not after any above, and it closed by the word from above."""
    for key, versions in one.dues.items():
        bounds = above.dues.get(f"{key.split(':')[0]}:{one.agency}")
        if bounds is not None and versions[0] > max(bounds):
            yield finding(Code.DEADLINE_AFTER_PARENT, one.docket, assignment=key, due=versions[0], above=max(bounds))
    if one.closed_at is not None:
        if one.agency not in above.ordered or (one.closed_over and not above.ordered[one.agency]):
            yield finding(
                Code.NOT_ORDERED, one.docket, over=f" ({', '.join(one.closed_over)})" if one.closed_over else ""
            )
    elif one.open and above.closed_at is not None and not _named(one.agency, above.closed_over):
        limit = terms.patience.until(above.closed_at, terms.tolerances.hear)
        if limit is not None and limit < terms.now:
            yield finding(Code.OPEN_UNDER_CLOSED, one.docket, count=one.open, parent=above.docket)


def _named(agency: AgencyId, over: tuple[str, ...]) -> bool:
    return any(key.split(":")[1] == agency for key in over)


def check_launched(launched: Mapping[str, datetime], known: frozenset[str], terms: Terms) -> list[Finding]:
    """Every directive that was launched has its first docket; ``launched`` are docket ids with their moments."""
    findings = []
    for docket, at in launched.items():
        limit = terms.patience.until(at, terms.tolerances.hear)
        if docket not in known and limit is not None and limit < terms.now:
            findings.append(finding(Code.DOCKET_MISSING, docket, witness="the launched directive", since=at))
    return findings
