"""One look at what runs: in somebody's transaction, with the directory as it stands there."""

from collections.abc import Iterable, Sequence
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

    def readable(self, scopes: Sequence[Scope], wanted: Iterable[DirectiveId] = ()) -> tuple[DirectiveId, ...]:
        """The directives that run and may be seen in each of these scopes, by id; with ``wanted`` those of them."""
        self.follow()
        asked = set(self.known.issuers())
        asked &= set(wanted) or asked
        for scope in scopes:
            asked &= self.seen(scope, sorted(asked))
        return tuple(sorted(asked))

    def papers(self, wanted: Iterable[DirectiveId]) -> tuple[Paper, ...]:
        """These directives, as far as they run."""
        return self.known.papers(self.connection, self.tree, wanted)

    def shares(self, scopes: Sequence[Scope], wanted: Sequence[DirectiveId] | None = None) -> tuple[Share, ...]:
        """The assignments that may be seen in each of these scopes; with ``wanted`` those of these directives."""
        return running.shares(self.connection, scopes, wanted)

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
