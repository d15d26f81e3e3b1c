"""Whether every tracked task has one owner whom the issuer may order and who receives the document."""

from collections.abc import Iterator
from functools import cached_property

from thac.directory import spelling
from thac.directory.groups import members
from thac.directory.names import Ambiguous, Group, Resolved, Unknown, resolve
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.addressing import Owners, Snag, by_words, coordinators, owners
from thac.intake.draft import Draft, DraftTask, Finding, NamedBody
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding


def ownership(draft: Draft, tree: AgencyTree | None, issuer: AgencyId | None) -> Iterator[Finding]:
    """What is wrong with the owners of tracked tasks (Conclusion 226-KL/TW: one task, one lead)."""
    tracked = [task for task in draft.tasks if task.tracked]
    if tree is None or issuer is None:
        for task in tracked:
            yield from (_told(task, snag) for snag in by_words(task))
        return
    owned = [(task, owners(task, tree, issuer)) for task in tracked]
    for task, found in owned:
        yield from (_told(task, snag) for snag in found.snags)
    yield from _coordination(owned, tree, issuer)
    yield from _unaddressed(draft, owned, tree, issuer)


def _told(task: DraftTask, snag: Snag) -> Finding:
    body = snag.body
    if body is None:
        body = task.leads[0] if task.leads else None
    names = [one.name for one in task.leads]
    return finding(
        snag.code,
        task,
        line=None if body is None else body.line,
        evidence=task.text if body is None else body.printed,
        suggestions=names if snag.code is Code.TWO_LEADS else snag.suggestions,
        name="" if body is None else body.name,
        leads=", ".join(names or [one.name for one in task.coordinators]),
        count=len(names) if snag.code is Code.TWO_LEADS else _candidates(body),
    )


def _candidates(body: NamedBody | None) -> int:
    meaning = None if body is None else body.meaning
    return len(meaning.candidates) if isinstance(meaning, Ambiguous) else 0


def _coordination(owned: list[tuple[DraftTask, Owners]], tree: AgencyTree, issuer: AgencyId) -> Iterator[Finding]:
    """Coordinators that cannot be followed: each misnamed one once, and in one line those that are named as a class."""
    unclear: list[NamedBody] = []
    told: set[str] = set()
    for task, found in owned:
        named = coordinators(task, tree, issuer, found.leads)
        unclear += named.unclear
        for body in named.unknown:
            if spelling.key(body.name) in told:
                continue
            told.add(spelling.key(body.name))
            nearest = body.meaning.nearest if isinstance(body.meaning, Unknown) else ()
            yield finding(
                Code.COORDINATOR_UNKNOWN,
                task,
                line=body.line,
                evidence=body.printed,
                suggestions=nearest,
                name=body.name,
            )
    if unclear:
        names = tuple(dict.fromkeys(body.name for body in unclear))
        yield finding(
            Code.COORDINATORS_UNCLEAR,
            line=unclear[0].line,
            evidence=unclear[0].printed,
            count=len(names),
            names="; ".join(names),
        )


def _unaddressed(
    draft: Draft, owned: list[tuple[DraftTask, Owners]], tree: AgencyTree, issuer: AgencyId
) -> Iterator[Finding]:
    """Agencies that are given a task by name and are not among those the document is sent to; each once."""
    printed = (*draft.document.recipients.to, *draft.document.recipients.copies)
    if not printed:
        return
    sent = _Sent(printed, tree, issuer)
    told: set[AgencyId] = set()
    for task, found in owned:
        for body in task.leads:
            agency = body.meaning.agency if isinstance(body.meaning, Resolved) else None
            if agency is None or agency in told or agency not in (*found.leads, *found.recipients):
                continue
            if not sent.reaches(agency):
                told.add(agency)
                yield finding(Code.RECIPIENT_MISSING, task, line=body.line, evidence=body.printed, name=body.name)


class _Sent:
    """Whom the lists of addressees and copies reach; in doubt they reach him."""

    def __init__(self, printed: tuple[str, ...], tree: AgencyTree, issuer: AgencyId) -> None:
        self.printed, self.tree, self.issuer = printed, tree, issuer
        self.words = [f" {spelling.key(entry)} " for entry in printed]

    @cached_property
    def agencies(self) -> set[AgencyId] | None:
        """Whom the classes among the entries mean, looked up where a name is not found as it is; None: that is open."""
        found: set[AgencyId] = set()
        for entry, words in zip(self.printed, self.words, strict=True):
            if not any(word in words for word in _CLASS):
                continue
            match resolve(entry, self.tree, self.issuer):
                case Group(partial=False) as group:
                    found.update(one for kind in group.kinds for one in members(kind, group.of, self.tree))
                case _:
                    return None
        return found

    def reaches(self, agency: AgencyId) -> bool:
        known = self.tree[agency]
        names = [f" {spelling.key(name)} " for name in (known.name, *known.aliases)]
        if any(name in words for name in names for words in self.words):
            return True
        return self.agencies is None or agency in self.agencies


_CLASS = tuple(
    f" {spelling.key(word)} " for word in ("các", "sở, ban, ngành", "thành viên", "như điều", "theo danh sách")
)
"""In words like these an entry reaches more agencies than it names."""
