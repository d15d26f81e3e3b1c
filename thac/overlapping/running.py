"""What runs, kept ready in memory to be compared with, and in step with the store.

One stands in each process. Before it answers it asks the store which directives run and takes in what changed since, in
the transaction of whoever asks, so that its answer is about what that transaction sees. What it answers depends on the
directives and the directory alone: the weights of words are the built-in ones and are not learned from what happens to
run, so that two processes never judge differently.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from threading import RLock
from typing import Final

import sqlalchemy as sa

from graph.directives import paper_of
from graph.findings import Finding, gravest_first
from graph.overlaps import findings_among
from graph.shelf import Shelf
from graph.subjects import Paper, SubjectId
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, DirectiveId
from thac.store.queries import running
from thac.store.queries.running import Stamp

DRAFT: Final = "draft"
"""The id under which what does not run yet is compared, so that its findings keep their keys until it is launched."""


class Findings:
    """Everything that is to be said of the directives that run, the gravest first, and what follows from that."""

    def __init__(self, every: Iterable[Finding]) -> None:
        self.every: Final = tuple(sorted(every, key=gravest_first))

    @cached_property
    def by_key(self) -> dict[str, Finding]:
        """The findings by their keys."""
        return {one.key: one for one in self.every}

    @cached_property
    def about(self) -> tuple[frozenset[DirectiveId], ...]:
        """The directives that each finding is about, in the order of the findings."""
        return tuple(map(sources, self.every))

    @cached_property
    def named(self) -> tuple[DirectiveId, ...]:
        """The directives that any of them is about, by id."""
        return tuple(sorted({directive for these in self.about for directive in these}))


class Running:
    """The directives that run, with what was found between them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._shelf = Shelf()
        self._stamps: dict[DirectiveId, Stamp] = {}
        self._directives: dict[DirectiveId, Directive] = {}
        self._findings: dict[str, Finding] = {}
        self._told: Findings | None = None
        self._keys: dict[DirectiveId, set[str]] = {}
        self._version: int | None = None

    def follow(self, connection: sa.Connection, tree: AgencyTree, most: int | None = None) -> bool:
        """Take in what was launched, amended, recalled or closed since; the first time that is everything.

        With ``most`` so many directives at once, because each is compared with all others: whether nothing is left.
        """
        with self._lock:
            present = running.stamps(connection)
            self._again(self._drop(self._stamps.keys() - present.keys()))
            changed = sorted(one for one, stamp in present.items() if self._stamps.get(one) != stamp)
            found = running.directives(connection, changed[:most])
            self._directives |= found
            self._stamps |= {one: present[one] for one in found}
            moved = self._version != tree.version
            self._version = tree.version
            self._read(sorted(self._directives) if moved else self._concerned(found), tree)
            return len(found) == len(changed)

    def findings(self, connection: sa.Connection, tree: AgencyTree) -> Findings:
        """What is to be said of the directives that run; the same object as long as it is the same."""
        with self._lock:
            self.follow(connection, tree)
            if self._told is None:
                self._told = Findings(self._findings.values())
            return self._told

    def findings_about(self, connection: sa.Connection, tree: AgencyTree, directive: DirectiveId) -> Findings:
        """What is to be said of one of them."""
        with self._lock:
            self.follow(connection, tree)
            return Findings(self._findings[key] for key in self._keys.get(directive, ()))

    def issuers(self) -> dict[DirectiveId, AgencyId]:
        """Who issued each directive that ran when the store was asked last."""
        with self._lock:
            return {one: directive.issuer for one, directive in self._directives.items()}

    def papers(self, connection: sa.Connection, tree: AgencyTree, wanted: Iterable[DirectiveId]) -> tuple[Paper, ...]:
        """The papers of those of these directives that run, by id."""
        with self._lock:
            self.follow(connection, tree)
            return tuple(self._shelf.papers[one] for one in sorted(set(wanted)) if one in self._shelf.papers)

    def against(
        self, connection: sa.Connection, tree: AgencyTree, directive: Directive, name: DirectiveId = DRAFT
    ) -> tuple[Finding, ...]:
        """What is found between a directive that does not run and those that do, the gravest first; nothing is kept.

        Its tasks are named after ``name``: as the draft it is, or as the directive that it becomes.
        """
        with self._lock:
            self.follow(connection, tree)
            parent = None if directive.parent is None else self._directives.get(directive.parent)
            self._shelf.add(paper_of(replace(directive, id=name), tree, parent))
            try:
                found = findings_among(self._shelf, [name])
            finally:
                self._shelf.remove(name)
            return tuple(one for one in found if sources(one) - {name})

    def _concerned(self, changed: Iterable[DirectiveId]) -> Iterator[DirectiveId]:
        """What changed, and the own plans for it: they name its number."""
        these = set(changed)
        if not these:
            return
        for one in sorted(self._directives):
            if one in these or self._directives[one].parent in these:
                yield one

    def _read(self, wanted: Iterable[DirectiveId], tree: AgencyTree) -> None:
        """Make the papers of these directives anew and compare those that say something else than before."""
        changed: set[DirectiveId] = set()
        for one in wanted:
            directive = self._directives[one]
            if directive.issuer not in tree:
                continue
            parent = None if directive.parent is None else self._directives.get(directive.parent)
            paper = paper_of(directive, tree, parent)
            if self._shelf.papers.get(one) != paper:
                changed |= {one} | self._shelf.add(paper)
        self._again(changed)

    def _again(self, changed: Iterable[DirectiveId]) -> None:
        """Compare these anew with everything."""
        for one in sorted(changed):
            self._forget(one)
            self._keep(findings_among(self._shelf, [one]))

    def _keep(self, found: Iterable[Finding]) -> None:
        self._told = None
        for one in found:
            self._findings[one.key] = one
            for source in sources(one):
                self._keys.setdefault(source, set()).add(one.key)

    def _drop(self, gone: Iterable[DirectiveId]) -> set[DirectiveId]:
        """Let go of what runs no more; the others with other copied text without it."""
        changed: set[DirectiveId] = set()
        for one in sorted(gone):
            del self._directives[one], self._stamps[one]
            self._forget(one)
            if one in self._shelf.papers:
                changed |= self._shelf.remove(one)
        return changed & self._shelf.papers.keys()

    def _forget(self, directive: DirectiveId) -> None:
        """Forget what was found between a directive and others."""
        self._told = None
        for key in self._keys.pop(directive, set()):
            for source in sources(self._findings.pop(key)) - {directive}:
                self._keys[source].discard(key)


def task_of(subject: SubjectId) -> tuple[DirectiveId, int]:
    """The directive and the number of the task that an item of the graph is."""
    directive, _, number = subject.rpartition(" ")
    return directive, int(number)


def sources(finding: Finding) -> frozenset[DirectiveId]:
    """The directives that a finding is about."""
    return frozenset(task_of(one)[0] for one in finding.subjects)
