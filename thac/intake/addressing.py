"""Who receives a task that was read: names resolved to agencies under the issuer's command, and what forbids it.

Findings and the directive are both made from this, so that what no finding objects to is what is launched.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from thac.directory import spelling
from thac.directory.groups import GroupKind, members
from thac.directory.names import Ambiguous, Group, Resolved, Unknown
from thac.domain import directives as dom
from thac.domain.agencies import Agency, AgencyId, AgencyTree
from thac.domain.directives import Mode
from thac.intake.draft import DraftTask, NamedBody, ReadMode
from thac.intake.finding_codes import Code

MOST_COORDINATORS: Final = 200
"""A collective name among the coordinators is followed one by one up to so many agencies; no province has as many."""

_MOST_SUGGESTIONS: Final = 20
_ONE: Final = frozenset({ReadMode.SINGLE_LEAD, ReadMode.MULTI_LEAD_VIOLATION})
_GROUPS: Final = {
    GroupKind.PROVINCES: dom.Group.PROVINCES,
    GroupKind.DEPARTMENTS: dom.Group.DEPARTMENTS,
    GroupKind.COMMUNES: dom.Group.COMMUNES,
    GroupKind.UNITS: dom.Group.UNITS,
}
_CLASSES: Final = tuple(f" {spelling.key(word)} " for word in ("các", "mọi", "từng", "mỗi"))
_GENERIC: Final = tuple(
    f" {spelling.key(words)} "
    for words in ("liên quan", "được giao", "được phân công", "chức năng", "chuyên môn", "có thẩm quyền", "soạn thảo")
)


@dataclass(frozen=True, slots=True)
class Snag:
    """A body of a task that cannot be given it: why, in the words of a finding's code, and who may be meant."""

    code: Code
    body: NamedBody | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owns a task in the domain's terms; a ``request`` goes to bodies outside the chain of command."""

    mode: Mode = Mode.SINGLE
    leads: tuple[AgencyId, ...] = ()
    recipients: tuple[str, ...] = ()
    request: bool = False
    snags: tuple[Snag, ...] = ()


@dataclass(frozen=True, slots=True)
class Coordinators:
    """Who coordinates: agencies, names the directory does not have, and names too general to follow."""

    agencies: tuple[AgencyId, ...] = ()
    unknown: tuple[NamedBody, ...] = ()
    unclear: tuple[NamedBody, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """One body taken as an owner: whom it comes to, or why not."""

    agencies: tuple[str, ...] = ()
    collective: bool = False
    inside: bool = True
    snag: Snag | None = None


def owners(task: DraftTask, tree: AgencyTree, issuer: AgencyId) -> Owners:
    """Who receives the task from the issuer.

    Raises
    ------
    KeyError
        The issuer is not in the tree.
    """
    if (snag := _unowned(task)) is not None:
        return Owners(snags=(snag,))
    finder = _Finder(tree, issuer)
    bodies = [(body, finder.named(body, request=task.mode is ReadMode.REQUEST)) for body in task.leads]
    return _one_lead(task, bodies) if task.mode in _ONE else _each(task, bodies)


def by_words(task: DraftTask) -> tuple[Snag, ...]:
    """What can be said of a task's owners without a directory or without knowing who issues it."""
    if (snag := _unowned(task)) is not None:
        return (snag,)
    if task.mode is ReadMode.ROLE_BASED:
        return tuple(Snag(Code.LEAD_UNRESOLVED, body) for body in task.leads)
    names = {spelling.key(body.name): None for body in task.leads}
    if task.mode in _ONE and len(names) > 1:
        return (Snag(Code.TWO_LEADS),)
    if task.mode not in _ONE:
        return ()
    both = (body for body in task.coordinators if spelling.key(body.name) in names)
    return tuple(Snag(Code.LEAD_AMONG_COORDINATORS, body) for body in both)


def _unowned(task: DraftTask) -> Snag | None:
    if task.mode is ReadMode.COORDINATOR_ONLY:
        return Snag(Code.ONLY_COORDINATORS)
    if task.mode is ReadMode.NO_LEAD or not task.leads:
        return Snag(Code.NO_LEAD)
    return None


def _one_lead(task: DraftTask, bodies: list[tuple[NamedBody, _Named]]) -> Owners:
    distinct = {found.agencies or (spelling.key(body.name),) for body, found in bodies}
    if len(distinct) > 1:
        return Owners(snags=(Snag(Code.TWO_LEADS),))
    found = bodies[0][1]
    if found.snag is not None:
        return Owners(snags=(found.snag,))
    if found.collective:
        return Owners(Mode.EACH, recipients=found.agencies)
    return Owners(Mode.SINGLE, leads=found.agencies, snags=tuple(_in_both(task, found.agencies)))


def _in_both(task: DraftTask, leads: tuple[str, ...]) -> Iterator[Snag]:
    """A lead that is named among the coordinators as well; one that merely belongs to a group there is not."""
    for body in task.coordinators:
        if isinstance(body.meaning, Resolved) and body.meaning.agency in leads:
            yield Snag(Code.LEAD_AMONG_COORDINATORS, body)


def _each(task: DraftTask, bodies: list[tuple[NamedBody, _Named]]) -> Owners:
    """Each recipient its own copy, also of a request; a request with a single body is one task."""
    snags = tuple(found.snag for _, found in bodies if found.snag is not None)
    reached = [found for _, found in bodies if found.agencies]
    named = tuple(dict.fromkeys(agency for found in reached for agency in found.agencies))
    if task.mode is ReadMode.ROLE_BASED and len(named) == 1 and not reached[0].collective:
        return Owners(Mode.SINGLE, leads=named, snags=(*snags, *_in_both(task, named)))
    if task.mode is ReadMode.FAN_OUT and named:
        snags = tuple(_softened(snag) for snag in snags)
    request = task.mode is ReadMode.REQUEST
    if request and len({found.inside for found in reached}) > 1:
        return Owners(request=True, snags=(*snags, Snag(Code.REQUEST_MIXED)))
    if request and any(found.inside for found in reached):
        request, snags = False, (*snags, *(Snag(Code.REQUEST_INSIDE, body) for body, one in bodies if one.agencies))
    if task.mode is ReadMode.REQUEST and len(named) == 1 and not reached[0].collective:
        return Owners(Mode.SINGLE, leads=named, request=request, snags=(*snags, *_in_both(task, named)))
    return Owners(Mode.EACH, recipients=named, request=request, snags=snags)


_LEFT_OUT: Final = frozenset({Code.LEAD_UNRESOLVED, Code.LEAD_UNKNOWN, Code.GROUP_UNCLEAR, Code.NO_RECIPIENT})


def _softened(snag: Snag) -> Snag:
    """Among many recipients one that is not found does not hold up the others."""
    return Snag(Code.RECIPIENT_LEFT_OUT, snag.body, snag.suggestions) if snag.code in _LEFT_OUT else snag


def coordinators(task: DraftTask, tree: AgencyTree, issuer: AgencyId, leads: Iterable[AgencyId] = ()) -> Coordinators:
    """Who coordinates. The issuer does not coordinate with itself, nor a lead as a member of a group."""
    finder = _Finder(tree, issuer)
    agencies: dict[AgencyId, None] = {}
    unknown: list[NamedBody] = []
    unclear: list[NamedBody] = []
    for body in task.coordinators:
        named = finder.coordinating(body)
        if named is not None:
            grouped = isinstance(body.meaning, Group)
            agencies |= dict.fromkeys(one for one in named if not (grouped and one in set(leads)))
        elif body.meaning is not None:
            (unclear if _general(body) or isinstance(body.meaning, Group) else unknown).append(body)
    agencies.pop(issuer, None)
    return Coordinators(tuple(agencies), tuple(unknown), tuple(unclear))


def monitor(task: DraftTask, tree: AgencyTree, issuer: AgencyId) -> AgencyId | None:
    """The issuer's unit that the reports go to or through (đầu mối theo dõi, tổng hợp); it is not the lead itself."""
    leads = {body.meaning.agency for body in task.leads if isinstance(body.meaning, Resolved)}
    below = {child.id for child in tree.children(issuer)}
    for body in (*task.report_via, *task.report_to):
        if isinstance(body.meaning, Resolved) and body.meaning.agency in below - leads:
            return body.meaning.agency
    return None


class _Finder:
    """Bodies seen from the issuer."""

    def __init__(self, tree: AgencyTree, issuer: AgencyId) -> None:
        self.tree = tree
        self.issuer = issuer
        self.below = {child.id for child in tree.children(tree[issuer].id)}

    def named(self, body: NamedBody, *, request: bool) -> _Named:
        """Whom a body named as owner comes to."""
        match body.meaning:
            case Resolved(agency):
                return self._agency(body, agency, request=request)
            case Group() as group:
                return self._group(body, group, request=request)
            case Ambiguous(candidates):
                return _refused(Code.LEAD_AMBIGUOUS, body, self._names(candidates))
            case Unknown(nearest) if not _general(body):
                return _refused(Code.LEAD_UNKNOWN, body, nearest)
            case _:
                return _refused(Code.LEAD_UNRESOLVED if _general(body) else Code.LEAD_UNKNOWN, body)

    def _agency(self, body: NamedBody, agency: AgencyId, *, request: bool) -> _Named:
        known = self.tree.get(agency)
        if known is None or known.ended:
            successor = None if known is None or known.successor is None else self.tree.get(known.successor)
            return _refused(Code.LEAD_UNKNOWN, body, () if successor is None else (successor.name,))
        if agency in self.below:
            return _Named((agency,))
        if agency == self.issuer:
            return _refused(Code.LEAD_IS_ISSUER, body)
        if self.tree.covers(self.issuer, agency):
            between = next(one for one in self.tree.path(agency) if one in self.below)
            return _refused(Code.ORDER_SKIPS_LEVEL, body, self._names((between,)))
        if request:
            return _Named((agency,), inside=False)
        return _refused(Code.ORDER_OUTSIDE_CHAIN, body)

    def _group(self, body: NamedBody, group: Group, *, request: bool) -> _Named:
        if group.partial:
            return _refused(Code.GROUP_UNCLEAR, body, self._names(self._members(group)))
        if named := tuple(self._collective(group)):
            return _Named(named, collective=True)
        everybody = self._members(group)
        if not everybody:
            return _refused(Code.NO_RECIPIENT, body)
        if all(self.tree.covers(self.issuer, one) for one in everybody):
            return _refused(Code.ORDER_SKIPS_LEVEL, body)
        if request and not any(self.tree.covers(self.issuer, one) for one in everybody):
            return _Named(everybody, collective=True, inside=False)
        return _refused(Code.ORDER_OUTSIDE_CHAIN, body)

    def _collective(self, group: Group) -> Iterator[str]:
        """The group as the domain names it, villages one by one; nothing where it is another agency's."""
        if group.of != self.issuer:
            return
        for kind in group.kinds:
            collective = _GROUPS.get(kind)
            if collective is None:
                yield from (one for one in members(kind, group.of, self.tree) if one in self.below)
            elif dom.group_members(self.tree, self.issuer, collective):
                yield collective.value

    def _members(self, group: Group) -> tuple[AgencyId, ...]:
        return tuple(sorted({one for kind in group.kinds for one in members(kind, group.of, self.tree)}))

    def coordinating(self, body: NamedBody) -> tuple[AgencyId, ...] | None:
        """The agencies that a coordinator's name means, None where it cannot be followed."""
        match body.meaning:
            case Resolved(agency):
                known = self.tree.get(agency)
                return None if known is None or known.ended else (agency,)
            case Group(partial=False) as group:
                everybody = self._members(group)
                return everybody if 0 < len(everybody) <= MOST_COORDINATORS else None
            case _:
                return None

    def _names(self, agencies: Iterable[AgencyId]) -> tuple[str, ...]:
        """Their names; where several have one name, with the superior's beside it."""
        known = [self.tree[one] for one in agencies if one in self.tree]
        often = Counter(agency.name for agency in known)
        names = (self._told_apart(one) if often[one.name] > 1 else one.name for one in known)
        return tuple(islice(names, _MOST_SUGGESTIONS))

    def _told_apart(self, agency: Agency) -> str:
        above = agency.parent or agency.beside
        return agency.name if above is None else f"{agency.name} – {self.tree[above].name}"


def _refused(code: Code, body: NamedBody, suggestions: tuple[str, ...] = ()) -> _Named:
    return _Named(snag=Snag(code, body, suggestions))


def _general(body: NamedBody) -> bool:
    """Whether a name is a role or a class and not the proper name of one body."""
    name = body.name.strip()
    if name.startswith("(") or name[:1].islower():
        return True
    words = f" {spelling.key(name)} "
    return words.startswith(_CLASSES) or any(one in words for one in _GENERIC)
