"""Who is named in the events: of an agency that the directory had then, and a launcher who might launch.

Whether he might do what he did is decided anew with the rules (:mod:`thac.domain.redeciding`); they know the agencies
of the docket and not the directory.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from thac.domain import events as ev
from thac.domain.agencies import AgencyId, Role
from thac.domain.findings import Code, Finding, finding
from thac.domain.refusals import Code as Refused
from thac.domain.refusals import refuse

Stood: TypeAlias = Callable[[AgencyId, ev.Recorded], bool]
"""Whether the directory had the agency when the event was received or decided."""

_LAUNCHING: Final = frozenset({Role.OFFICE, Role.SUPERVISOR})


def check_actors(docket: str, recorded: Iterable[ev.Recorded], stood: Stood) -> Iterator[Finding]:
    """Every actor's agency stood in the directory; a directive was launched by an office of its issuer."""
    for one in recorded:
        if one.actor is None:
            continue
        for agency in dict.fromkeys((one.actor.agency, one.actor.acting)):
            if not stood(agency, one):
                facts = {"event": one.event.kind, "name": one.actor.name, "agency": agency}
                yield finding(Code.ACTOR_UNKNOWN, docket, facts, seq=one.seq)
        if isinstance(one.event, ev.Opened):
            yield from _launcher(docket, one, one.event)


def _launcher(docket: str, recorded: ev.Recorded, event: ev.Opened) -> Iterator[Finding]:
    actor, plan = recorded.actor, event.plan
    if actor is None or plan.parent is not None:
        return
    if actor.agency != plan.agency or actor.role not in _LAUNCHING:
        what = refuse(Refused.ROLE_NOT_ALLOWED, role=actor.role, command="launch").message
        yield finding(Code.NOT_ALLOWED, docket, seq=recorded.seq, event=event.kind, what=what)
