"""What a check of an audit is: one question to the store, answered in portions, each of which comes to findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from thac.domain.audit import Terms
from thac.domain.audit_watch import AuditKind
from thac.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class Portion:
    """What a part of a check found, and after which name it goes on; None: it is through."""

    findings: tuple[Finding, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the store. ``least`` is the least thorough audit that asks it.

    ``portion`` is asked with an empty name first and then with the one it gave, until it gives none.
    """

    name: str
    portion: Callable[[sa.Connection, Terms, str], Portion]
    least: AuditKind = AuditKind.REGULAR

    def everything(self, connection: sa.Connection, terms: Terms) -> Iterator[Finding]:
        """All it finds."""
        after: str | None = ""
        while after is not None:
            part = self.portion(connection, terms, after)
            yield from part.findings
            after = part.after


def at_once(find: Callable[[sa.Connection, Terms], Iterator[Finding]]) -> Callable[..., Portion]:
    """A check that needs no portions."""
    return lambda connection, terms, _after: Portion(tuple(find(connection, terms)))
