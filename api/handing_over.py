"""How everything that an agency or a person has open goes to another, page by page, each assignment once.

Each page is so many commands, with keys that follow from what is handed over. A request that was cut off is simply sent
again: what was moved is no longer with the one who leaves, and what is under way still is known by its key.
"""

import asyncio
import hashlib
from collections.abc import Callable

import sqlalchemy as sa

from api.addressing import require_standing
from api.codes import STATUS, ApiCode
from api.dependencies import Service, require_launcher
from api.desk import Outcome, Request, carry_out_all, fingerprint
from api.errands import Address, address_of, errand
from api.errors import ProblemError, refused
from api.schemas.commands import FORMS, CommandIn
from api.schemas.handovers import HandedOver, HandoverIn, HandoverOut, PersonHandoverIn, SeriesLeft
from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.decisions.rights import LEADING
from thac.domain.refusals import Code, refuse
from thac.store.queries.handing_over import Held, Holding, RunningSeries, count_held, held, running_series


async def between_agencies(service: Service, actor: Actor, asked: HandoverIn) -> HandoverOut:
    """Give the open work that one agency has from the caller's to another; recurring tasks with all that follows.

    Raises
    ------
    ProblemError
        The caller gives out no work, or the receiver cannot be given any.
    """
    require_launcher(actor, actor.agency)
    if asked.from_agency == asked.to_agency:
        raise refused(refuse(Code.SAME_LEAD, lead=asked.to_agency), service.deps.directory.name_of)
    holding = Holding(asked.from_agency, issuer=actor.agency)

    def of(one: Held) -> CommandIn:
        said = {"to": asked.to_agency, "text": asked.reason, "series": one.recurs}
        return FORMS[cmd.Reassign.kind].body.model_validate(said)

    def page(connection: sa.Connection) -> tuple[Held, ...]:
        require_standing(service.deps.directory.tree(connection), asked.to_agency)
        return held(connection, holding, asked.after or "", asked.limit)

    answer = await _carried(service, actor, cmd.Reassign.kind, of, await asyncio.to_thread(service.read, page), holding)
    if answer.next is not None:
        return answer
    left = await asyncio.to_thread(
        service.read, lambda connection: running_series(connection, actor.agency, asked.from_agency)
    )
    outcomes = await carry_out_all(service, actor, [_later(actor, one, asked) for one in left])
    kept = [one for one, outcome in zip(left, outcomes, strict=True) if isinstance(outcome, ProblemError)]
    series = [SeriesLeft(directive=one.directive, task=one.task, period=one.next) for one in kept]
    return answer.model_copy(update={"series": series, "series_done": len(left) - len(kept)})


async def between_persons(service: Service, actor: Actor, asked: PersonHandoverIn) -> HandoverOut:
    """Name another person for everything open that one person of the caller's agency does.

    Raises
    ------
    ProblemError
        The caller names nobody for that agency.
    """
    if asked.agency != actor.agency:
        raise refused(refuse(Code.NOT_YOURS, owner=asked.agency, actor=actor.agency), service.deps.directory.name_of)
    if actor.role not in LEADING:
        raise refused(refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=cmd.Take.kind))
    holding = Holding(asked.agency, person=asked.from_person)
    if asked.from_person == asked.to_person:
        return HandoverOut(done=0, refused=0, not_saved=0, left=0, next=None, answers=[])

    def of(_: Held) -> CommandIn:
        return FORMS[cmd.Take.kind].body.model_validate({"person": asked.to_person})

    page = await asyncio.to_thread(
        service.read, lambda connection: held(connection, holding, asked.after or "", asked.limit)
    )
    return await _carried(service, actor, cmd.Take.kind, of, page, holding)


async def _carried(  # noqa: PLR0913, PLR0917 - who, what, of which, and what is left
    service: Service, actor: Actor, kind: str, of: Callable[[Held], CommandIn], page: tuple[Held, ...], holding: Holding
) -> HandoverOut:
    outcomes = await carry_out_all(service, actor, [_request(kind, one, of(one)) for one in page])
    answers = [_handed_over(one, outcome) for one, outcome in zip(page, outcomes, strict=True)]
    last = page[-1].id if page else ""
    left = 0
    if page:
        left = await asyncio.to_thread(service.read, lambda connection: count_held(connection, holding, last))
    done = sum(answer.answer is not None for answer in answers)
    unsaved = sum(answer.status == STATUS[ApiCode.NOT_SAVED] for answer in answers)
    return HandoverOut(
        done=done,
        refused=len(answers) - done - unsaved,
        not_saved=unsaved,
        left=left,
        next=last if left else None,
        answers=answers,
    )


def _later(actor: Actor, one: RunningSeries, asked: HandoverIn) -> Request:
    """The command for the later occurrences of a recurring task of which none is open."""
    said = {"task": one.task, "lead": asked.from_agency, "to": asked.to_agency, "text": asked.reason}
    form = FORMS[cmd.ReassignSeries.kind]
    meant = errand(form, Address(one.directive, actor.agency), form.body.model_validate(said))
    named = f"{fingerprint(meant)} {one.next}"
    return Request(meant, f"handover-{hashlib.sha256(named.encode()).hexdigest()[:40]}")


def _request(kind: str, one: Held, body: CommandIn) -> Request:
    """The command for one assignment; its key is the same whenever the same work is handed over to the same."""
    asked = errand(FORMS[kind], address_of(one.id), body)
    named = f"{fingerprint(asked)} {one.since.isoformat()}"
    return Request(asked, f"handover-{hashlib.sha256(named.encode()).hexdigest()[:40]}")


def _handed_over(one: Held, outcome: Outcome) -> HandedOver:
    if isinstance(outcome, ProblemError):
        return HandedOver(assignment=one.id, status=outcome.status, problem=outcome.body)
    return HandedOver(assignment=one.id, status=200, answer=outcome)
