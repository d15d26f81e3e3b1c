"""How a directive is drawn up: checked against the directory and the rules, and kept once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from api.attaching import faults_of_plan
from api.codes import ApiCode
from api.dependencies import Service, require_launcher
from api.errors import Fault, ended, fault, fault_of, problem, refused, unknown_agency
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, DirectiveId, Group, Task, check
from thac.domain.refusals import Code, refuse
from thac.store import drafts
from thac.store.drafts import Drafted, KeyReusedError

_GROUPS: Final = frozenset(Group)


@dataclass(frozen=True, slots=True)
class Asked:
    """A directive as somebody asks for it to be drawn up, with the idempotency key he gave, or None."""

    drafted: Directive
    by: Actor
    key: str | None = None

    @property
    def name(self) -> str | None:
        """The name of the request among all; None without a key."""
        return None if self.key is None else f"{self.by.agency}/{self.by.name}/{self.key}"


def save_draft(service: Service, asked: Asked) -> Drafted:
    """Check a directive and keep it as a draft, once for each content and for each idempotency key; blocks.

    Raises
    ------
    ProblemError
        The actor may not, or the directive cannot be launched as it is; every reason is listed.
    """
    drafted = asked.drafted
    require_launcher(asked.by, drafted.issuer)
    with (
        service.deps.engines.write.begin() as connection,
        asked_once(service, connection, asked) as came_of_it,
    ):
        refuse_faulty(connection, drafted, service.deps.directory.tree(connection))
        kept = drafts.save_draft(connection, drafted, asked.by, service.deps.clock())
        came_of_it(kept.directive)
        return kept


def refuse_faulty(connection: sa.Connection, drafted: Directive, tree: AgencyTree) -> None:
    """Turn away a directive that cannot be launched: agencies that do not exist first, then the rules.

    Raises
    ------
    ProblemError
        It lists every fault with its sentence.
    """
    faults = list(_absent(drafted, tree)) or [
        *(fault_of(refusal, tree.name_of) for refusal in check(drafted, tree)),
        *faults_of_plan(connection, drafted),
    ]
    if faults:
        raise problem(ApiCode.DIRECTIVE_REFUSED, faults)


@contextmanager
def asked_once(service: Service, connection: sa.Connection, request: Asked) -> Iterator[Callable[[DirectiveId], None]]:
    """Carry out a request to draw something up; what is given back notes what came of it.

    Raises
    ------
    ProblemError
        Its key stands for another content.
    """
    key = request.name

    def came_of_it(directive: DirectiveId) -> None:
        if key is not None:
            drafts.note_request(connection, key, request.drafted, directive, service.deps.clock())

    try:
        if key is not None:
            drafts.require_key(connection, key, request.drafted)
        yield came_of_it
    except KeyReusedError:
        raise refused(refuse(Code.KEY_REUSED)) from None


def _absent(drafted: Directive, tree: AgencyTree) -> Iterator[Fault]:
    """The agencies that the directory does not have, or that are no more."""
    for place, task in enumerate(drafted.tasks):
        for where, agency in _named(task):
            pointer, known = f"/tasks/{place}/{where}", tree.get(agency)
            if known is None:
                yield unknown_agency(agency, pointer)
            elif known.ended_on is not None:
                yield fault(ApiCode.AGENCY_ENDED, pointer, **ended(known, tree))


def _named(task: Task) -> Iterator[tuple[str, AgencyId]]:
    """The agencies that a task names, each with its place in the task."""
    for name in ("leads", "recipients", "coordinators"):
        for number, agency in enumerate(getattr(task, name)):
            if agency not in _GROUPS:
                yield f"{name}/{number}", agency
    if task.monitor is not None:
        yield "monitor", task.monitor
