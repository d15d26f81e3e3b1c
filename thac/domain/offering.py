"""What may somebody do with an assignment as it stands now? So that he is shown that and nothing else.

It says beforehand, from what lists hold, what :mod:`thac.domain.decisions` will say of each kind of command; only the
decision binds, and a test holds the two together.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import ENDED, WITH_LEAD, State
from thac.domain.decisions.rights import ISSUING, LEADING, URGING, WORKABLE, WORKING


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an assignment decides who may do what with it.

    ``above`` is the level over its issuer, ``asks`` are those that wait for an answer, ``closed``: its docket was
    closed and takes no command. ``submitted_by`` is who claimed the result, ``agency/name``.
    """

    issuer: AgencyId
    above: AgencyId | None
    lead: AgencyId
    state: State
    coordinators: tuple[AgencyId, ...] = ()
    monitor: AgencyId | None = None
    due: datetime | None = None
    asks: tuple[Ask, ...] = ()
    paused: bool = False
    unsigned: bool = False
    submitted_by: str | None = None
    closed: bool = False

    @property
    def open(self) -> bool:
        """Whether anything is left to do."""
        return self.state not in ENDED

    def waits(self, kind: AskKind) -> bool:
        """Whether an ask of that kind waits."""
        return any(ask.kind is kind for ask in self.asks)


def offered(on: Standing, actor: Actor, now: datetime) -> frozenset[str]:
    """The kinds of command that are the actor's own to give now."""
    if on.closed:
        return frozenset()
    kinds: set[str] = set()
    if actor.agency == on.lead:
        kinds.update(_of_the_lead(on, now, leading=actor.role in LEADING, working=actor.role in WORKING))
    if actor.agency == on.issuer and actor.role in ISSUING:
        kinds.update(_of_the_issuer(on, actor))
    if on.open and _may_urge(on, actor):
        kinds.add(cmd.Urge.kind)
    return frozenset(kinds)


def entered(on: Standing, actor: Actor, now: datetime) -> frozenset[str]:
    """The kinds of command that the actor may enter for the lead (nhập thay), as the issuing office."""
    if on.closed or not _issues(on, actor):
        return frozenset()
    return frozenset(_of_the_lead(on, now, leading=True, working=True))


def answerable(on: Standing, actor: Actor) -> tuple[Ask, ...]:
    """The asks that the actor has to answer."""
    return () if on.closed else tuple(ask for ask in on.asks if _answers(on, ask, actor))


def answerable_for(on: Standing, actor: Actor) -> tuple[Ask, ...]:
    """The asks to which the issuing office may enter the answer that another gave."""
    if on.closed or not _issues(on, actor):
        return ()
    return tuple(ask for ask in on.asks if not ask.climbed and ask.awaits != on.issuer)


def passed_up(on: Standing, actor: Actor) -> tuple[Ask, ...]:
    """The obstacles that the actor may pass to the level above."""
    if on.closed or on.above is None or not _issues(on, actor):
        return ()
    return tuple(ask for ask in on.asks if ask.kind is AskKind.OBSTACLE and not ask.climbed)


def _issues(on: Standing, actor: Actor) -> bool:
    return actor.agency == on.issuer and actor.role in ISSUING


def _answers(on: Standing, ask: Ask, actor: Actor) -> bool:
    roles = ISSUING if ask.awaits == on.issuer else WORKING
    return not ask.climbed and actor.agency == ask.awaits and actor.role in roles


_Rule = Callable[[Standing, datetime], bool]
_LEADING: Final[Mapping[str, _Rule]] = {
    cmd.Accept.kind: lambda on, _: on.state is State.ASSIGNED,
    cmd.Take.kind: lambda on, _: on.state in WORKABLE,
    cmd.Decline.kind: lambda on, _: on.state in WITH_LEAD and not on.waits(AskKind.DECLINE),
    cmd.HandOver.kind: lambda on, _: on.state in WITH_LEAD and not on.waits(AskKind.HAND_OVER),
    cmd.AskExtension.kind: lambda on, now: (
        on.state in WORKABLE and on.due is not None and now <= on.due and not on.waits(AskKind.EXTENSION)
    ),
    cmd.AskInput.kind: lambda on, _: on.state in WITH_LEAD and bool(_unasked(on)),
    cmd.Acknowledge.kind: lambda on, _: on.unsigned,
}
_WORKING: Final[Mapping[str, _Rule]] = {
    cmd.Progress.kind: lambda on, _: on.state in WORKABLE,
    cmd.Submit.kind: lambda on, _: on.state in WORKABLE,
    cmd.ReportObstacle.kind: lambda on, _: on.state in WITH_LEAD,
}


def _of_the_lead(on: Standing, now: datetime, *, leading: bool, working: bool) -> Iterator[str]:
    for rules, allowed in ((_LEADING, leading), (_WORKING, working)):
        if allowed:
            yield from (kind for kind, rule in rules.items() if rule(on, now))


def _unasked(on: Standing) -> tuple[AgencyId, ...]:
    """The coordinators whose part is not asked for already."""
    asked = {ask.awaits for ask in on.asks if ask.kind is AskKind.INPUT}
    return tuple(agency for agency in on.coordinators if agency not in asked)


def _of_the_issuer(on: Standing, actor: Actor) -> Iterator[str]:
    if on.state is State.SUBMITTED:
        yield cmd.Return.kind
        if on.submitted_by != f"{actor.agency}/{actor.name}":
            yield cmd.Confirm.kind
    if not on.open:
        return
    yield cmd.Reassign.kind
    yield cmd.Resume.kind if on.paused else cmd.Pause.kind
    if not on.waits(AskKind.EXPLANATION):
        yield cmd.AskExplanation.kind


def _may_urge(on: Standing, actor: Actor) -> bool:
    if actor.agency == on.monitor and actor.role is Role.UNIT:
        return True
    return actor.agency in {on.issuer, on.above, on.monitor} and actor.role in URGING
