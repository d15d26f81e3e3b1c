"""What a reader is told of a finding: its words where he may see the directives, of the others whose they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.findings import Finding
from graph.subjects import SubjectId
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import DirectiveId
from thac.overlapping.running import sources, task_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One side of a finding: a task with its words. Of a directive that the reader may not see only the issuer."""

    issuer: AgencyId
    issuer_name: str
    directive: DirectiveId | None = None
    task: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as one reader is told it."""

    finding: Finding
    message: str
    english: str
    path: tuple[str, ...]
    passages: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: which directives he may see, who issued each that a finding may name, and how agencies are called."""

    seen: frozenset[DirectiveId]
    issuers: Mapping[DirectiveId, AgencyId]
    tree: AgencyTree

    def told(self, finding: Finding) -> Told:
        """The finding, without the words and names of what he may not see."""
        hidden = sorted(sources(finding) - self.seen, key=len, reverse=True)
        return Told(
            finding,
            self._without(finding.message, hidden),
            self._without(finding.english, hidden),
            tuple(self._step(one, hidden) for one in finding.path),
            tuple(self._shown(one.source, one.line, one.text) for one in finding.passages),
        )

    def concerns(self, finding: Finding) -> bool:
        """Whether it touches anything that he may see."""
        return not self.seen.isdisjoint(sources(finding))

    def _shown(self, source: DirectiveId, task: int, text: str) -> Shown:
        issuer = self.issuers[source]
        name = self.tree[issuer].name
        return Shown(issuer, name, source, task, text) if source in self.seen else Shown(issuer, name)

    def _without(self, sentence: str, hidden: Iterable[DirectiveId]) -> str:
        for one in hidden:
            sentence = sentence.replace(one, self.tree[self.issuers[one]].name)
        return sentence

    def _step(self, step: str, hidden: Iterable[DirectiveId]) -> str:
        """A step of the way through the graph: a task or directive that he may not see is its issuer."""
        for one in hidden:
            if step == one or _directive(step) == one:
                return self.issuers[one]
        return step


def _directive(step: SubjectId) -> DirectiveId | None:
    return task_of(step)[0] if step.rpartition(" ")[2].isdigit() else None
