"""Does a directive conflict with what runs? Whoever launches it all the same says why, conflict by conflict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.errors import Fault, ProblemError
from api.overlap_codes import SENTENCES, OverlapApiCode, status_of
from api.schemas.overlaps import overlap_out
from graph.directives import ground_of
from graph.dispositions import Outcome
from graph.findings import Code, Finding, Severity
from graph.subjects import SubjectId
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyTree
from thac.domain.directives import Directive, DirectiveId
from thac.overlapping.looking import Look
from thac.overlapping.reading import Reader
from thac.overlapping.running import DRAFT, task_of
from thac.store import dispositions, locks
from thac.store.directory_rows import path_of
from thac.store.dispositions import AcceptedConflict, Decision
from thac.store.queries.scope import READ_BELOW, Scope


@dataclass(frozen=True, slots=True)
class Launched:
    """A directive on its way to be launched: by whom, when, and over which conflicts for which reasons, by key."""

    directive: Directive
    by: Actor
    at: datetime
    reasons: Mapping[str, str]


def weigh(look: Look, launched: Launched) -> None:
    """Turn away a directive that conflicts with what runs, unless a reason stands for each conflict; they are kept.

    Whoever launches on the same ground, above it or below it goes before or after, to the end of the transaction: of
    two that conflict with each other the second sees the first.

    Raises
    ------
    ProblemError
        It lists the conflicts that have no reason.
    """
    drafted = launched.directive
    locks.hold_under(look.connection, [f"ground/{one}" for one in ground_of(look.tree, drafted.issuer).path])
    conflicts = [one for one in look.against(drafted) if one.severity is Severity.CONFLICT]
    reasons = {**_beyond(drafted, conflicts), **launched.reasons}
    unanswered = [one for one in conflicts if one.key not in reasons]
    if unanswered:
        raise _problem(unanswered, look.author(scope_of_actor(launched.by, look.tree), drafted, unanswered))
    kept = [_accepted(one, launched, reasons[one.key]) for one in conflicts]
    dispositions.accept(look.connection, drafted.id, kept, launched.at)
    for decision in _decisions(look, launched, kept):
        dispositions.decide(look.connection, decision)


def scope_of_actor(actor: Actor, tree: AgencyTree) -> Scope:
    """What the actor may read."""
    return Scope(actor.agency, path_of(actor.agency, tree), below=actor.role in READ_BELOW)


def _beyond(directive: Directive, conflicts: Sequence[Finding]) -> dict[str, str]:
    """An own plan says in its task why that may end after the work above; the reason stands there already."""
    said = {task.number: task.beyond for task in directive.tasks if task.beyond is not None}
    return {
        one.key: said[number]
        for one in conflicts
        if one.code is Code.DEADLINE_AFTER_PARENT
        for source, number in map(task_of, one.subjects)
        if source == DRAFT and number in said
    }


def _accepted(one: Finding, launched: Launched, reason: str) -> AcceptedConflict:
    subjects = _renamed(one.subjects, launched.directive.id)
    return AcceptedConflict(
        one.key, one.code.value, subjects, one.message, one.english, reason, launched.by, launched.at
    )


def _decisions(look: Look, launched: Launched, kept: Sequence[AcceptedConflict]) -> Iterator[Decision]:
    """The same conflicts as they are found once the directive runs, settled from the start."""
    if not kept:
        return
    reasons = {(one.code, frozenset(one.subjects)): one.reason for one in kept}
    for one in look.against(launched.directive, launched.directive.id):
        reason = reasons.get((one.code.value, frozenset(one.subjects)))
        if one.severity is Severity.CONFLICT and reason is not None:
            yield Decision(
                one.key, one.code.value, one.subjects, Outcome.ACCEPTED.value, launched.by, launched.at, reason
            )


def _renamed(subjects: Sequence[SubjectId], directive: DirectiveId) -> tuple[SubjectId, ...]:
    """The items with the directive's own id in place of the draft's."""
    return tuple(f"{directive} {task_of(one)[1]}" if task_of(one)[0] == DRAFT else one for one in subjects)


def _problem(conflicts: Sequence[Finding], reader: Reader) -> ProblemError:
    told = [reader.told(one) for one in conflicts]
    code = OverlapApiCode.CONFLICTS
    vietnamese, english = (said.format(count=len(told)) for said in SENTENCES[code])
    faults = tuple(Fault(one.finding.code.value, one.message, one.english, _pointer(one.finding)) for one in told)
    conflicting = [overlap_out(one).model_dump(mode="json") for one in told]
    return replace(
        ProblemError(status_of(code), code.value, vietnamese, english, faults), more={"conflicts": conflicting}
    )


def _pointer(finding: Finding) -> str | None:
    """Which task of the draft: its number, as corrections name it."""
    return next((f"/tasks/{number}" for source, number in map(task_of, finding.subjects) if source == DRAFT), None)
