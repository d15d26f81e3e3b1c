"""One look at what runs: in somebody's transaction, with the directory as it stands there."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from graph.findings import Finding
from graph.subjects import Paper
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, DirectiveId
from thac.overlapping.reading import Reader
from thac.overlapping.running import DRAFT, Findings, Running, sources
from thac.store.queries import running
from thac.store.queries.running import Share
from thac.store.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of what runs, and the transaction in which it is brought up to date."""

    connection: sa.Connection
    known: Running
    tree: AgencyTree

    def follow(self, most: int | None = None) -> bool:
        """Take in what changed; see :meth:`Running.follow`."""
        return self.known.follow(self.connection, self.tree, most)

    def findings(self) -> Findings:
        """What is to be said of the directives that run."""
        return self.known.findings(self.connection, self.tree)

    def findings_about(self, directive: DirectiveId) -> Findings:
        """What is to be said of one of them."""
        return self.known.findings_about(self.connection, self.tree, directive)

    def against(self, directive: Directive, name: DirectiveId = DRAFT) -> tuple[Finding, ...]:
        """What is found between a directive that does not run and those that do; see :meth:`Running.against`."""
        return self.known.against(self.connection, self.tree, directive, name)

    def readable(self, scope: Scope) -> tuple[DirectiveId, ...]:
        """The directives that run and that a reader may see, by id."""
        self.follow()
        return tuple(sorted(self.seen(scope, sorted(self.known.issuers()))))

    def papers(self, scope: Scope, wanted: Sequence[DirectiveId]) -> tuple[Paper, ...]:
        """Those of these directives that run and that a reader may see."""
        return self.known.papers(self.connection, self.tree, self.seen(scope, sorted(wanted)))

    def shares(self, scope: Scope, wanted: Sequence[DirectiveId] | None = None) -> tuple[Share, ...]:
        """The assignments that a reader may see; with ``wanted`` those of these directives."""
        return running.shares(self.connection, scope, wanted)

    def reader(self, scope: Scope, found: Sequence[Finding]) -> Reader:
        """Who reads these findings about what runs."""
        return Reader(self.seen(scope, _named(found)), self.issuers(found), self.tree)

    def author(self, scope: Scope, draft: Directive, found: Sequence[Finding]) -> Reader:
        """Who reads these findings about a draft that he may see."""
        return Reader(self.seen(scope, _named(found)) | {DRAFT}, self.issuers(found) | {DRAFT: draft.issuer}, self.tree)

    def issuers(self, found: Sequence[Finding]) -> dict[DirectiveId, AgencyId]:
        """Who issued each directive that these findings are about.

        It is read in the transaction, like the findings: what is known in memory may be another's look by now.
        """
        return running.issuers(self.connection, _named(found))

    def seen(self, scope: Scope, asked: Sequence[DirectiveId]) -> frozenset[DirectiveId]:
        """Which of these directives a reader may see."""
        return running.seen(self.connection, scope, asked)


def _named(found: Sequence[Finding]) -> list[DirectiveId]:
    return sorted({source for one in found for source in sources(one)} - {DRAFT})
