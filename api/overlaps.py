"""What was found between the directives that run, for a reader; and what becomes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from api import conflicts
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, Service
from api.errors import ProblemError, problem, refused
from api.overlap_codes import SENTENCES, OverlapApiCode, status_of
from api.schemas.overlaps import DispositionIn, OverlapDetail, OverlapOut, overlap_detail, overlap_out
from graph.dispositions import Outcome
from graph.findings import Code, Finding, Severity
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, DirectiveId
from thac.domain.refusals import Code as Refused
from thac.domain.refusals import refuse
from thac.overlapping.looking import Look
from thac.overlapping.reading import Reader
from thac.overlapping.running import sources
from thac.store import directives, dispositions
from thac.store.directives import DirectiveState
from thac.store.directory_rows import path_of
from thac.store.dispositions import Decision
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class OverlapFilter:
    """What a list of findings is narrowed to; what is empty or None narrows nothing.

    ``scope`` is an agency: what touches it or anything below it. Without ``outcomes`` nothing that was settled is told
    again.
    """

    scope: AgencyId | None = None
    directive: DirectiveId | None = None
    codes: tuple[Code, ...] = ()
    severities: tuple[Severity, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def listed(service: Service, scope: Scope, wanted: OverlapFilter, window: Window) -> Page[OverlapOut]:
    """The findings that touch what the reader may see, the gravest first; blocks.

    Raises
    ------
    ProblemError
        The agency is not within his scope.
    """

    def found(look: Look) -> Page[OverlapOut]:
        findings = look.findings()
        seen = look.seen(scope, findings.named)
        within = scope if wanted.scope is None else narrowed(scope, wanted.scope, look.tree)
        near = seen if wanted.scope is None else look.seen(within, findings.named)
        latest, outcomes = dispositions.latest(look.connection), _outcomes(wanted)
        shown = [
            one
            for one, about in zip(findings.every, findings.about, strict=True)
            if not (seen.isdisjoint(about) or near.isdisjoint(about))
            and _fits(one, about, wanted)
            and _outcome(latest.get(one.key)) in outcomes
        ]
        part = shown[window.offset : window.offset + window.limit]
        reader = look.reader(scope, part)
        items = tuple(overlap_out(reader.told(one), latest.get(one.key)) for one in part)
        return Page(items, len(shown), window)

    return service.looking(found)


def of_directive(service: Service, scope: Scope, directive: DirectiveId) -> list[OverlapOut]:
    """What was found between one directive that runs and others, for a reader; blocks."""
    return service.looking(lambda look: _of_running(look, scope, directive))


def of_launched(service: Service, actor: Actor, directive: DirectiveId) -> list[OverlapOut]:
    """The same for whoever launched it; blocks."""
    return service.looking(lambda look: _of_running(look, conflicts.scope_of_actor(actor, look.tree), directive))


def seen_of(look: Look, scope: Scope, directive: DirectiveId) -> list[OverlapOut]:
    """What was found between a directive, also one that is still a draft, and what runs."""
    if directives.state(look.connection, directive) is DirectiveState.DRAFT:
        return of_draft(look, scope, directives.load(look.connection, directive))
    return _of_running(look, scope, directive)


def of_draft(look: Look, scope: Scope, drafted: Directive) -> list[OverlapOut]:
    """What was found between what does not run yet and what does."""
    found = look.against(drafted)
    reader = look.author(scope, drafted, found)
    return [overlap_out(reader.told(one)) for one in found]


def one_of(service: Service, scope: Scope, key: str) -> OverlapDetail:
    """One finding with what was decided about it; blocks.

    Raises
    ------
    ProblemError
        There is none of that key that touches what the reader may see.
    """
    return service.looking(lambda look: _detail(look, scope, key))


def decide(service: Service, actor: Actor, scope: Scope, key: str, said: DispositionIn) -> OverlapDetail:
    """Keep what somebody decided about a finding; blocks.

    The office or a supervisor of an agency that issued one of the directives concerned may, or of one above it.

    Raises
    ------
    ProblemError
        There is none of that key, he may not, or the reason or the lead is missing.
    """
    service.keep_up()
    with service.deps.engines.write.begin() as connection:
        look = service.look(connection)
        one, _ = _found(look, scope, key)
        _require_deciding(look, actor, one)
        _require_said(said, look.tree)
        decision = Decision(
            key,
            one.code.value,
            one.subjects,
            said.outcome.value,
            actor,
            service.deps.clock(),
            said.reason or "",
            said.lead,
        )
        dispositions.decide(connection, decision)
        return _detail(look, scope, key)


def _of_running(look: Look, scope: Scope, directive: DirectiveId) -> list[OverlapOut]:
    every = look.findings_about(directive).every
    reader = look.reader(scope, every)
    latest = dispositions.latest(look.connection, [one.key for one in every])
    return [overlap_out(reader.told(one), latest.get(one.key)) for one in every if reader.concerns(one)]


def _detail(look: Look, scope: Scope, key: str) -> OverlapDetail:
    one, reader = _found(look, scope, key)
    return overlap_detail(reader.told(one), dispositions.history(look.connection, key))


def _found(look: Look, scope: Scope, key: str) -> tuple[Finding, Reader]:
    one = look.findings().by_key.get(key)
    if one is not None:
        reader = look.reader(scope, [one])
        if reader.concerns(one):
            return one, reader
    raise problem(ApiCode.NOT_FOUND)


def narrowed(scope: Scope, agency: AgencyId, tree: AgencyTree) -> Scope:
    """The part of a scope that is an agency and what stands below it.

    Raises
    ------
    ProblemError
        It is not within the scope.
    """
    path = path_of(agency, tree) if agency in tree else ""
    if not (path.startswith(scope.path) and (scope.below or agency == scope.agency)):
        raise problem(ApiCode.NOT_FOUND)
    return Scope(agency, path, below=scope.below)


def _require_deciding(look: Look, actor: Actor, one: Finding) -> None:
    issuers = look.issuers([one])
    above = {agency for source in sources(one) for agency in look.tree.path(issuers[source])}
    if actor.role not in LAUNCHING_ROLES or actor.agency not in above:
        raise problem(ApiCode.NOT_ALLOWED, agency=", ".join(sorted({issuers[source] for source in sources(one)})))


def _require_said(said: DispositionIn, tree: AgencyTree) -> None:
    if said.outcome is Outcome.ACCEPTED and said.reason is None:
        raise refused(refuse(Refused.REASON_NEEDED))
    if said.outcome is Outcome.ONE_LEAD and said.lead is None:
        raise overlap_problem(OverlapApiCode.LEAD_NEEDED)
    if said.lead is not None and said.lead not in tree:
        raise problem(ApiCode.UNKNOWN_AGENCY, agency=said.lead)


def overlap_problem(code: OverlapApiCode, **facts: object) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return ProblemError(status_of(code), code.value, vietnamese.format(**facts), english.format(**facts))


def _fits(one: Finding, about: frozenset[DirectiveId], wanted: OverlapFilter) -> bool:
    return (
        (not wanted.codes or one.code in wanted.codes)
        and (not wanted.severities or one.severity in wanted.severities)
        and (wanted.directive is None or wanted.directive in about)
    )


def _outcome(decision: Decision | None) -> Outcome:
    return Outcome.OPEN if decision is None else Outcome(decision.outcome)


def _outcomes(wanted: OverlapFilter) -> Iterable[Outcome]:
    return wanted.outcomes or (Outcome.OPEN,)
