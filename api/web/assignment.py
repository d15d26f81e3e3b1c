"""What the page of an assignment shows to one visitor: read at once, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from api.web.telling import Teller
from api.web.visiting import Visit
from api.web.wording import Wording
from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import WITH_LEAD, State
from thac.domain.codec import load as decode
from thac.domain.deadlines import DeadlineVersion
from thac.domain.events import Recorded, StepFired, Submitted
from thac.domain.offering import Standing, answerable, answerable_for, entered, offered, passed_up
from thac.intake.passages import PassageLine, passage
from thac.store import access, documents
from thac.store.attachments import Attached, attached
from thac.store.queries import assignments as queries
from thac.store.queries.assignments import AssignmentLine
from thac.store.queries.work import people_of, standing

PER_PAGE: Final = 30
_NAMING: Final = frozenset({cmd.Take.kind})
_GIVING: Final = frozenset({cmd.Reassign.kind, cmd.HandOver.kind})


@dataclass(frozen=True, slots=True)
class AskShown:
    """An ask with its words, and what the visitor may do with it."""

    ask: Ask
    asker: str
    awaits: str
    to: str | None
    text: str | None
    answer: str | None
    mine: bool
    entered_for: bool
    up: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history; ``number`` is its event's."""

    number: int
    at: datetime
    sentence: str
    who: str
    behalf: str | None
    text: str | None
    reminder: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An assignment as its page shows it. ``mine`` and ``behalf`` are the kinds of command that are offered."""

    line: AssignmentLine
    mine: frozenset[str]
    behalf: frozenset[str]
    holder: str | None
    names: Mapping[AgencyId, str]
    asks: tuple[AskShown, ...]
    deadlines: tuple[tuple[DeadlineVersion, str | None], ...]
    history: tuple[Told, ...]
    window: Mapping[str, int]
    people: tuple[str, ...]
    receivers: tuple[tuple[AgencyId, str], ...]
    unasked: tuple[AgencyId, ...]
    files: tuple[Attached, ...]
    passage: tuple[PassageLine, ...]
    report: Told | None
    """The result that was claimed last, while it waits or when it was confirmed."""
    keeps_docket: bool
    """Whether the visitor's agency leads it and gives it out to its own units."""


def shown(connection: sa.Connection, visit: Visit, assignment: str, offset: int) -> Shown | None:
    """Everything that the page says; None when there is no such assignment within the visitor's scope."""
    line = queries.assignment(connection, visit.scope, assignment, visit.now)
    if line is None:
        return None
    tree = visit.service.deps.directory.tree(connection)
    on, actor = standing(connection, line), visit.actor
    mine, behalf = offered(on, actor, visit.now), entered(on, actor, visit.now)
    recorded = queries.history(connection, line)
    texts = access.texts(connection, {*queries.texts_named(recorded), *queries.texts_of((line,))})
    names = _names(tree, line)
    history = tuple(reversed(recorded))
    told = history[offset : offset + PER_PAGE]
    offers = mine | behalf
    return Shown(
        line,
        mine,
        behalf,
        _holder(line, names),
        names,
        tuple(_asks(on, actor, line, tree, texts)),
        tuple(_deadlines(line, texts)),
        tuple(_told(visit, tree, line, told, texts)),
        {"total": len(history), "count": len(told), "offset": offset, "limit": PER_PAGE},
        people_of(connection, line.lead) if offers & _NAMING else (),
        _receivers(tree, line) if offers & _GIVING or any(ask.awaits == actor.agency for ask in on.asks) else (),
        tuple(one for one in line.coordinators if one not in _asked(on)),
        attached(connection, line.id),
        _passage(connection, line),
        _report(visit, tree, line, history, texts),
        line.keeps and actor.agency == line.lead,
    )


def _passage(connection: sa.Connection, line: AssignmentLine) -> tuple[PassageLine, ...]:
    """Where in the document the task stands, when the directive was read from one."""
    document = documents.launched_as(connection, line.directive)
    return () if document is None else passage(*document, line.task)


def told_at(connection: sa.Connection, visit: Visit, assignment: str, number: int) -> Told | None:
    """One event of an assignment with its whole text; None where none of that number has one, within his scope."""
    line = queries.assignment(connection, visit.scope, assignment, visit.now)
    if line is None:
        return None
    recorded = tuple(one for one in queries.history(connection, line) if one.seq == number)
    texts = access.texts(connection, queries.texts_named(recorded))
    tree = visit.service.deps.directory.tree(connection)
    return next((one for one in _told(visit, tree, line, recorded, texts) if one.text is not None), None)


def _report(
    visit: Visit, tree: AgencyTree, line: AssignmentLine, history: tuple[Recorded, ...], texts: Mapping[str, str]
) -> Told | None:
    if line.state not in {State.SUBMITTED, State.COMPLETED}:
        return None
    last = tuple(one for one in history if isinstance(one.event, Submitted))[:1]
    return next((one for one in _told(visit, tree, line, last, texts) if one.text is not None), None)


def name_in(tree: AgencyTree, agency: AgencyId) -> str:
    """The agency's name; its code where the directory does not have it."""
    known = tree.get(agency)
    return agency if known is None else known.name


def _names(tree: AgencyTree, line: AssignmentLine) -> dict[AgencyId, str]:
    every = {line.issuer, line.lead, line.copy, line.monitor, *line.coordinators, *line.former}
    return {agency: name_in(tree, agency) for agency in every if agency is not None}


def _holder(line: AssignmentLine, names: Mapping[AgencyId, str]) -> str | None:
    """With whom the clock runs."""
    if line.state is State.SUBMITTED:
        return names[line.issuer]
    return names[line.lead] if line.state in WITH_LEAD else None


def _receivers(tree: AgencyTree, line: AssignmentLine) -> tuple[tuple[AgencyId, str], ...]:
    """Whom the issuer can give it to instead; a request to a body outside the chain of command, to another such."""
    beside = tree.outside if line.request else tree.children
    others = (one for one in beside(line.issuer) if one.ended_on is None and one.id != line.lead)
    return tuple((one.id, one.name) for one in others)


def _asked(on: Standing) -> set[AgencyId]:
    return {ask.awaits for ask in on.asks if ask.kind is AskKind.INPUT}


def _asks(
    on: Standing, actor: Actor, line: AssignmentLine, tree: AgencyTree, texts: Mapping[str, str]
) -> list[AskShown]:
    mine, for_others, up = (
        {ask.number for ask in found}
        for found in (answerable(on, actor), answerable_for(on, actor), passed_up(on, actor))
    )
    every = [decode(Ask, one) for one in line.asks]
    return [
        AskShown(
            ask,
            name_in(tree, ask.asker),
            name_in(tree, ask.awaits),
            None if ask.to is None else name_in(tree, ask.to.agency),
            texts.get(ask.text or ""),
            texts.get(ask.answer or ""),
            ask.number in mine,
            ask.number in for_others,
            ask.number in up,
        )
        for ask in sorted(every, key=lambda ask: (not ask.open, -ask.number))
    ]


def _deadlines(line: AssignmentLine, texts: Mapping[str, str]) -> list[tuple[DeadlineVersion, str | None]]:
    versions = [decode(DeadlineVersion, one) for one in line.deadlines]
    return [(version, texts.get(version.text or "")) for version in versions]


def _told(
    visit: Visit, tree: AgencyTree, line: AssignmentLine, recorded: tuple[Recorded, ...], texts: Mapping[str, str]
) -> list[Told]:
    def name(agency: AgencyId) -> str:
        return name_in(tree, agency)

    kinds = {ask.number: ask.kind for ask in (decode(Ask, one) for one in line.asks)}
    teller = Teller(Wording(visit.say, visit.now), name, kinds)
    return [_line(one, teller, texts) for one in recorded]


def _line(one: Recorded, teller: Teller, texts: Mapping[str, str]) -> Told:
    actor: Any = one.actor
    named = queries.text_named(one.event)
    return Told(
        one.seq,
        one.effective_at,
        teller.sentence(one.event),
        "" if actor is None else f"{actor.name}, {teller.name(actor.agency)}",
        None if actor is None or actor.on_behalf is None else teller.name(actor.on_behalf),
        None if named is None else texts.get(named),
        isinstance(one.event, StepFired),
    )
