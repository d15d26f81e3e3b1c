"""How a command is taken in: its key looked up, its texts put away, sent through the gate, its answer made out."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.codes import ApiCode
from api.dependencies import Service
from api.dockets import CommandUnknownError
from api.errors import ProblemError, problem, refused
from api.gate import NotSavedError
from api.schemas.commands import CarriedOut, Errand
from thac.domain.codec import dump
from thac.domain.commands import Actor, Parcel
from thac.domain.docket import docket_id
from thac.domain.refusals import Code, refuse
from thac.store import access

_KEY: Final = re.compile(r"[\x21-\x2e\x30-\x7e]{1,200}")

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
    await asyncio.gather(*(_send(service, one) for one in taken if one.outcome is None))
    await _look_again(service, taken)
    outcomes = [one.outcome or problem(ApiCode.NOT_SAVED) for one in taken]
    _count(service, taken, outcomes, asyncio.get_running_loop().time() - begun)
    return outcomes


@dataclass(eq=False, slots=True)
class _Taken:
    """A request that was taken in, and what became of it so far."""

    errand: Errand
    key: str
    given: bool
    parcel: Parcel
    outcome: Outcome | None = None
    refused: bool = False

    def carried_out(self, seq: int, *, repeated: bool) -> CarriedOut:
        """The answer that says where in the ledger it stands."""
        return CarriedOut(
            directive=self.errand.directive,
            docket=self.errand.agency,
            seq=seq,
            idempotency_key=self.key,
            repeated=repeated,
            received_at=None if repeated else self.parcel.received_at,
        )


def _take(actor: Actor, request: Request, now: datetime) -> _Taken:
    errand = request.errand
    key = secrets.token_hex(16) if request.key is None else request.key
    parcel = Parcel(f"{actor.agency}/{actor.name}/{key}", fingerprint(errand), actor, now, errand.command)
    taken = _Taken(errand, key, request.key is not None, parcel)
    if _KEY.fullmatch(key) is None:
        taken.outcome = problem(ApiCode.BAD_KEY)
    return taken


def fingerprint(errand: Errand) -> str:
    """The digest of what is asked: where, which command, with which fields; the same alone and in a batch."""
    command = errand.command
    asked = [docket_id(errand.directive, errand.agency), command.kind, dump(type(command), command)]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


async def _prepare(service: Service, taken: Sequence[_Taken]) -> None:
    """Answer what was carried out before, and put the texts of the rest away; without the store nothing is sent."""
    try:
        await _answer_repeated(service, [one for one in taken if one.given and one.outcome is None])
        await service.shelf.keep(text for one in taken if one.outcome is None for text in one.errand.texts)
    except SQLAlchemyError as error:
        _not_saved([one for one in taken if one.outcome is None], error)


async def _send(service: Service, one: _Taken) -> None:
    try:
        answer = await service.gate.send(one.errand.directive, one.errand.agency, one.parcel)
    except NotSavedError:
        one.outcome = problem(ApiCode.NOT_SAVED)
        return
    except CommandUnknownError:
        one.outcome = problem(ApiCode.INTERNAL)
        return
    if answer.refusal is not None:
        one.outcome, one.refused = refused(answer.refusal), True
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
    keys = [one.parcel.key for one in taken]
    held = await asyncio.to_thread(service.read, lambda connection: access.answered(connection, keys))
    for one in taken:
        record = held.get(one.parcel.key)
        if record is None:
            continue
        same = record.fingerprint == one.parcel.fingerprint
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
        metrics.commands.labels(one.parcel.command.kind, _word(outcome)).inc()
        metrics.command_seconds.observe(seconds)


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, CarriedOut):
        return "repeated" if outcome.repeated else "accepted"
    return "unsaved" if outcome.code == ApiCode.NOT_SAVED else "refused"
