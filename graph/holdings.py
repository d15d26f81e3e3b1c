"""Who has what in hand now: the assignments of the dockets, as far as the graph needs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from thac.domain.agencies import AgencyId
from thac.domain.assignments import WITH_LEAD, Assignment, State
from thac.domain.calendar import civil_day
from thac.domain.docket import Docket

HeldId: TypeAlias = str
"""The docket's id and the assignment's key in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One assignment: which task of which directive, who gave it, who leads it now and who did before.

    ``awaited`` are those who were asked something and have not answered; while they are, the clock is theirs.
    """

    id: HeldId
    directive: str
    issuer: AgencyId
    task: int
    copy: AgencyId
    lead: AgencyId
    state: State
    coordinators: tuple[AgencyId, ...] = ()
    former: tuple[AgencyId, ...] = ()
    due: date | None = None
    period: str | None = None
    awaited: tuple[AgencyId, ...] = ()

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state not in {State.COMPLETED, State.WITHDRAWN}

    @property
    def holder(self) -> AgencyId | None:
        """Whose turn it is; nobody's when it has ended."""
        if not self.open:
            return None
        if self.awaited:
            return self.awaited[0]
        return self.lead if self.state in WITH_LEAD else self.issuer

    @property
    def chain(self) -> tuple[AgencyId, ...]:
        """Everybody who led it, in order, up to now."""
        return (*self.former, self.lead)


def held(docket: Docket, row: Assignment) -> Held:
    """An assignment of a docket."""
    plan = docket.slice
    return Held(
        id=held_id(docket.id, row.key),
        directive=plan.directive,
        issuer=plan.agency,
        task=row.task,
        copy=row.copy,
        lead=row.lead,
        state=row.state,
        coordinators=row.coordinators,
        former=row.former,
        due=None if row.due is None else civil_day(row.due),
        period=row.period,
        awaited=tuple(ask.awaits for ask in row.open_asks),
    )


def held_id(docket: str, key: str) -> HeldId:
    """The id of an assignment over all dockets."""
    return f"{docket}#{key}"


def children(every: Iterable[Held]) -> dict[HeldId, tuple[Held, ...]]:
    """What the lead of each assignment gave out for it: the assignments of its own docket on the same task."""
    by_issuer: dict[tuple[str, AgencyId, int, str | None], list[Held]] = {}
    every = sorted(every, key=lambda one: one.id)
    for one in every:
        by_issuer.setdefault((one.directive, one.issuer, one.task, one.period), []).append(one)
    return {
        one.id: tuple(by_issuer.get((one.directive, one.lead, one.task, one.period), ()))
        for one in every
        if one.lead != one.issuer
    }
