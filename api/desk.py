"""How a command is taken in: its key looked up, what it needs prepared, sent through the gate, its answer made out."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.addressing import gives_work, to_its_issuer, with_receivers
from api.claims import Claim, claim_of, require_issuing
from api.codes import ApiCode
from api.dependencies import Service
from api.dockets import CommandUnknownError
from api.errands import Errand
from api.errors import ProblemError, problem, refused
from api.gate import NotSavedError
from api.schemas.commands import CarriedOut
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.commands import Parcel
from thac.domain.directives import Task
from thac.domain.docket import docket_id
from thac.domain.refusals import Code, refuse
from thac.store import access

KEY: Final = re.compile(r"[\x21-\x2e\x30-\x7e]{1,200}")
"""What an idempotency key looks like."""

Outcome = CarriedOut | ProblemError
"""What became of one command."""


@dataclass(frozen=True, slots=True)
class Request:
    """An errand with the idempotency key its sender gave it, or None; one is made then."""

    errand: Errand
    key: str | None = None


async def carry_out(service: Service, actor: Actor, request: Request) -> CarriedOut:
    """Carry out one command.

    Raises
    ------
    ProblemError
        It was refused, or is not known to be saved.
    """
    (outcome,) = await carry_out_all(service, actor, [request])
    if isinstance(outcome, ProblemError):
        raise outcome
    return outcome


async def carry_out_all(service: Service, actor: Actor, requests: Sequence[Request]) -> list[Outcome]:
    """Carry out commands of one actor side by side; each has its own outcome, in the order of the requests."""
    begun = asyncio.get_running_loop().time()
    now = service.deps.clock()
    taken = [_take(actor, request, now) for request in requests]
    await _prepare(service, taken)
    await asyncio.gather(*(_send(service, one) for one in _pending(taken)))
    await _look_again(service, taken)
    await _settle(service, taken)
    outcomes = [one.outcome or problem(ApiCode.NOT_SAVED) for one in taken]
    _count(service, taken, outcomes, asyncio.get_running_loop().time() - begun)
    return outcomes


@dataclass(eq=False, slots=True)
class _Taken:
    """A request that was taken in, and what became of it so far; ``asked`` is the fingerprint of what was sent."""

    errand: Errand
    key: str
    given: bool
    actor: Actor
    asked: str
    received_at: datetime
    claim: Claim | None = None
    outcome: Outcome | None = None
    refused: bool = False

    @property
    def request(self) -> str:
        """The name of the request; it is the real actor's, whomever he acts for."""
        return f"{self.actor.agency}/{self.actor.name}/{self.key}"

    @property
    def agency(self) -> AgencyId:
        """Whose docket it goes to."""
        if self.errand.agency is None:
            raise LookupError(f"{self.errand} was not addressed")
        return self.errand.agency

    @property
    def parcel(self) -> Parcel:
        """The command as it travels."""
        return Parcel(self.request, self.asked, self.actor, self.received_at, self.errand.command)

    def carried_out(self, seq: int, *, repeated: bool) -> CarriedOut:
        """The answer that says where in the ledger it stands."""
        return CarriedOut(
            directive=self.errand.directive,
            docket=self.agency,
            seq=seq,
            idempotency_key=self.key,
            repeated=repeated,
            received_at=None if repeated else self.received_at,
        )


def _take(actor: Actor, request: Request, now: datetime) -> _Taken:
    errand = request.errand
    key = secrets.token_hex(16) if request.key is None else request.key
    if errand.on_behalf not in {None, actor.agency}:
        actor = replace(actor, on_behalf=errand.on_behalf)
    taken = _Taken(errand, key, request.key is not None, actor, fingerprint(errand), now)
    if KEY.fullmatch(key) is None:
        taken.outcome = problem(ApiCode.BAD_KEY)
    return taken


def fingerprint(errand: Errand) -> str:
    """The digest of what is asked: where, which command, with which fields; the same alone and in a batch.

    It is taken of what was sent, before the directory is asked, so that the same request stays the same.
    """
    command = errand.command
    where = f"cascade/{errand.directive}" if errand.agency is None else docket_id(errand.directive, errand.agency)
    asked = [where, command.kind, dump(type(command), command)]
    if errand.task is not None:
        asked.append(dump(Task, errand.task))
    if errand.on_behalf is not None:
        asked.append(errand.on_behalf)
    return hashlib.sha256(json.dumps(asked, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _pending(taken: Sequence[_Taken]) -> list[_Taken]:
    return [one for one in taken if one.outcome is None]


async def _prepare(service: Service, taken: Sequence[_Taken]) -> None:
    """Answer what was carried out before; look up whom the rest concerns, put its texts away, claim what it needs.

    Without the store nothing is sent.
    """
    try:
        await _look_up(service, [one for one in _pending(taken) if one.errand.agency is None], _to_its_issuer)
        await _answer_repeated(service, [one for one in _pending(taken) if one.given])
        await _look_up(service, [one for one in _pending(taken) if gives_work(one.errand)], _with_receivers)
        await service.shelf.keep(text for one in _pending(taken) for text in one.errand.texts)
        await _change(service, [one for one in _pending(taken) if claim_of(one.errand) is not None], _claim)
    except SQLAlchemyError as error:
        _not_saved(_pending(taken), error)


Step = Callable[[Service, sa.Connection, _Taken], None]
"""Something done for one request in a transaction; a problem is its outcome."""


async def _look_up(service: Service, wanted: Sequence[_Taken], step: Step) -> None:
    """Take a step for each of the requests in one reading transaction."""

    def all_of_them(connection: sa.Connection) -> None:
        for one in wanted:
            _try(service, connection, one, step)

    if wanted:
        await asyncio.to_thread(service.read, all_of_them)


async def _change(service: Service, wanted: Sequence[_Taken], step: Step) -> None:
    """Take a step for each of the requests, each in a writing transaction of its own."""

    def all_of_them() -> None:
        for one in wanted:
            with service.deps.engines.write.begin() as connection:
                _try(service, connection, one, step)

    if wanted:
        await asyncio.to_thread(all_of_them)


def _try(service: Service, connection: sa.Connection, one: _Taken, step: Step) -> None:
    try:
        step(service, connection, one)
    except ProblemError as error:
        one.outcome, one.refused = error, True


def _to_its_issuer(_: Service, connection: sa.Connection, one: _Taken) -> None:
    one.errand = to_its_issuer(connection, one.errand)


def _with_receivers(service: Service, connection: sa.Connection, one: _Taken) -> None:
    if claim_of(one.errand) is not None:
        require_issuing(one.actor, one.agency, one.errand.command.kind, service.deps.directory.name_of)
    one.errand = with_receivers(connection, service.deps.directory.tree(connection), one.errand, one.agency)


def _claim(service: Service, connection: sa.Connection, one: _Taken) -> None:
    require_issuing(one.actor, one.agency, one.errand.command.kind, service.deps.directory.name_of)
    claim = claim_of(one.errand)
    if claim is not None:
        claim.take(connection)
        one.claim = claim


async def _settle(service: Service, taken: Sequence[_Taken]) -> None:
    """Let go of what was claimed and is not needed; what may still come to be saved keeps it, for the repetition."""
    known = [one for one in taken if one.refused or isinstance(one.outcome, CarriedOut)]
    try:
        await _change(service, [one for one in known if claim_of(one.errand) is not None], _settle_one)
    except SQLAlchemyError as error:
        structlog.get_logger().warning("claim_not_settled", error=str(error))


def _settle_one(_: Service, connection: sa.Connection, one: _Taken) -> None:
    claim = claim_of(one.errand) if isinstance(one.outcome, CarriedOut) else one.claim
    if claim is not None:
        claim.settle(connection)


async def _send(service: Service, one: _Taken) -> None:
    try:
        answer = await service.gate.send(one.errand.directive, one.agency, one.parcel)
    except NotSavedError:
        one.outcome = problem(ApiCode.NOT_SAVED)
        return
    except CommandUnknownError:
        one.outcome = problem(ApiCode.INTERNAL)
        return
    if answer.refusal is not None:
        one.outcome, one.refused = refused(answer.refusal, service.deps.directory.name_of), True
    elif answer.seq is not None:
        one.outcome = one.carried_out(answer.seq, repeated=False)


async def _look_again(service: Service, taken: Sequence[_Taken]) -> None:
    """Another process may have carried out what was refused here: a docket does nothing twice."""
    doubtful = [one for one in taken if one.given and one.refused]
    try:
        await _answer_repeated(service, doubtful)
    except SQLAlchemyError as error:
        _not_saved(doubtful, error)


async def _answer_repeated(service: Service, taken: Sequence[_Taken]) -> None:
    if not taken:
        return
    keys = [one.request for one in taken]
    held = await asyncio.to_thread(service.read, lambda connection: access.answered(connection, keys))
    for one in taken:
        record = held.get(one.request)
        if record is None:
            continue
        same = record.fingerprint == one.asked
        one.outcome = one.carried_out(record.seq, repeated=True) if same else refused(refuse(Code.KEY_REUSED))


def _not_saved(taken: Sequence[_Taken], error: SQLAlchemyError) -> None:
    structlog.get_logger().warning("store_away", error=str(error))
    for one in taken:
        one.outcome = problem(ApiCode.NOT_SAVED)


def _count(service: Service, taken: Sequence[_Taken], outcomes: Sequence[Outcome], seconds: float) -> None:
    metrics = service.deps.metrics
    if metrics is None:
        return
    for one, outcome in zip(taken, outcomes, strict=True):
        metrics.commands.labels(one.errand.command.kind, _word(outcome)).inc()
        metrics.command_seconds.observe(seconds)


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, CarriedOut):
        return "repeated" if outcome.repeated else "accepted"
    return "unsaved" if outcome.code == ApiCode.NOT_SAVED else "refused"
