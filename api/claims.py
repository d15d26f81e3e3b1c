"""What a command needs in the store before it is sent, and what becomes of that when its outcome is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from api.codes import ApiCode
from api.errands import Errand
from api.errors import problem, refused
from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.decisions.rights import ISSUING
from thac.domain.directives import DirectiveId, Task
from thac.domain.refusals import Code, Refusal, refuse
from thac.store import amendments


class Claim(Protocol):
    """Something of which there is one only, claimed in the store so that two requests do not both get it."""

    def take(self, connection: sa.Connection) -> None:
        """Claim it, in the connection's transaction; again changes nothing.

        Raises
        ------
        ProblemError
            Another has it.
        """
        ...

    def settle(self, connection: sa.Connection) -> None:
        """Keep it or let it go, as the ledger says."""
        ...


@dataclass(frozen=True, slots=True)
class _Number:
    """The identity that number, symbol and year make."""

    directive: DirectiveId
    registered: ev.Registered

    def take(self, connection: sa.Connection) -> None:
        holder = amendments.claim_number(connection, self.directive, self.registered)
        if isinstance(holder, Refusal):
            raise refused(holder)
        if holder is not None:
            raise problem(ApiCode.NUMBER_TAKEN, more={"directive": holder}, other=holder)

    def settle(self, connection: sa.Connection) -> None:
        amendments.settle_number(connection, self.directive)


@dataclass(frozen=True, slots=True)
class _Place:
    """The number of a further task in its directive; the docket plans from what is written there."""

    directive: DirectiveId
    task: Task

    def take(self, connection: sa.Connection) -> None:
        refusal = amendments.add_task(connection, self.directive, self.task)
        if refusal is not None:
            raise refused(refusal)

    def settle(self, connection: sa.Connection) -> None:
        amendments.settle_task(connection, self.directive, self.task.number)


def claim_of(errand: Errand) -> Claim | None:
    """What the errand needs; None for most."""
    match errand.command:
        case cmd.Register(number, symbol, issued_on):
            return _Number(errand.directive, ev.Registered(number, symbol, issued_on))
        case cmd.AddTask() if errand.task is not None:
            return _Place(errand.directive, errand.task)
        case _:
            return None


def require_issuing(actor: Actor, issuer: AgencyId, kind: str, name_of: Callable[[AgencyId], str | None]) -> None:
    """Turn away whoever may not change the directive, before anything is claimed for him; as its docket would.

    Raises
    ------
    ProblemError
        He is of another agency, or has a role that decides nothing.
    """
    if actor.acting != issuer or actor.agency != issuer:
        raise refused(refuse(Code.NOT_YOURS, owner=issuer, actor=actor.acting), name_of)
    if actor.role not in ISSUING:
        raise refused(refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=kind))
