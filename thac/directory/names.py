"""Which agency a name in a document means, seen from the agency that issued it.

The nearest scope decides: the issuer and its direct subordinates, what is deeper below it, then level by level upward,
and last the whole directory. A name never resolves by guess: where more than one agency is meant the answer is
``Ambiguous``, where none is, ``Unknown``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from thac.directory import spelling
from thac.directory.collective import read_collective
from thac.directory.groups import GroupKind
from thac.directory.index import NameIndex, index_of
from thac.directory.wording import GENERIC, PLACE_WORDS, SPECIAL_ZONE, without_link, without_title
from thac.domain.agencies import AgencyId, AgencyTree, Level


@dataclass(frozen=True, slots=True)
class Resolved:
    """The name means exactly this agency."""

    agency: AgencyId


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The name may mean each of these agencies, sorted; a person has to say which."""

    candidates: tuple[AgencyId, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The name addresses all agencies of these kinds below ``of``; ``groups.members`` lists them.

    ``partial`` says that the text restricts the group in words nobody can resolve ("liên quan", "trừ …"), so that a
    person has to choose among the members.
    """

    kinds: tuple[GroupKind, ...]
    of: AgencyId
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """No agency has the name; ``nearest`` are up to three names that look like it."""

    nearest: tuple[str, ...]


_NEAREST = 3
_ALIKE = 0.75

Resolution: TypeAlias = Resolved | Ambiguous | Group | Unknown


def resolve(name: str, tree: AgencyTree, within: AgencyId | None = None) -> Resolution:
    """Find the agency or the group that a document means.

    The title of a head means the body it heads ("Giám đốc Sở Nội vụ"); "UBND xã" without a name means the issuer's own
    commune; a place may follow ("Phòng Kinh tế xã Văn Lăng, tỉnh Thái Nguyên"). Typed without marks a name resolves if
    only one agency can be meant.

    Parameters
    ----------
    name
        As the document writes it.
    tree
        The directory; its index is built at the first call.
    within
        The issuer of the document, or None for the top of the tree.

    Raises
    ------
    KeyError
        ``within`` is not in the tree.
    """
    return _Search(index_of(tree), within, spelling.phrase(name)).answer()


class _Search:
    """One question to the index."""

    def __init__(self, index: NameIndex, within: AgencyId | None, asked: spelling.Phrase) -> None:
        self.index = index
        self.tree = index.tree
        self.place = index.root if within is None else index.tree[within].id
        self.asked = asked
        self.bare = asked.bare

    def answer(self) -> Resolution:
        if found := self.near(self.asked.words, self.place):
            return _decided(found)
        for words in without_title(self.asked.words, bare=self.bare):
            if found := self.near(words, self.place) or self.qualified(words, self.place):
                return _decided(found)
        # Groups come after places: without the marks xã Phượng Tiến begins like "xã, phường".
        return self.group() or self.far() or self.unknown()

    def near(self, words: tuple[str, ...], place: AgencyId) -> set[AgencyId]:
        """The agencies meant in the nearest scope that has the name."""
        if own := self.own_administration(words, place):
            return {own}
        found: set[AgencyId] = set()
        for scope in self.index.scopes(place, " ".join(words), bare=self.bare):
            found.update(scope)
            # Without marks a sibling with nearly the same name may be meant as well: look at every scope.
            if found and not (self.bare and self.index.administrations(found)):
                break
        return found

    def below(self, words: tuple[str, ...], place: AgencyId) -> set[AgencyId]:
        """The agencies with the name at or below the place, and not above it."""
        key = " ".join(words)
        return set(self.index.at(place, key, bare=self.bare) or self.index.deeper(place, key, bare=self.bare))

    def own_administration(self, words: tuple[str, ...], place: AgencyId) -> AgencyId | None:
        """The issuer's own province or commune, named by its kind alone: "UBND tỉnh", "xã"."""
        generic = " ".join(words)
        if generic not in GENERIC[self.bare]:
            return None
        start = generic if generic.startswith("ubnd") else f"ubnd {generic}"
        for above in reversed(self.tree.path(place)):
            agency = self.tree[above]
            name = spelling.key(agency.name)
            if agency.level is not Level.UNIT and f"{spelling.fold(name) if self.bare else name} ".startswith(
                f"{start} "
            ):
                return above
        return None

    def qualified(self, words: tuple[str, ...], place: AgencyId) -> set[AgencyId]:
        """Read the end of the name as the place where the rest is found: "Phòng Kinh tế | xã Văn Lăng"."""
        pauses = self.asked.pauses if words == self.asked.words else frozenset[int]()
        for cut in range(len(words) - 1, 0, -1):
            if cut in pauses or words[cut] in PLACE_WORDS[self.bare]:
                found: set[AgencyId] = set()
                for where in self.places(words[cut:], place):
                    found |= self.at_place(words[:cut], where)
                if found:
                    return found
        return set()

    def places(self, words: tuple[str, ...], place: AgencyId) -> list[AgencyId]:
        """The administrations that the words mean, near or anywhere."""
        near = self.index.administrations(self.near(words, place))
        return near or self.index.administrations(self.index.anywhere(" ".join(words), bare=self.bare))

    def at_place(self, words: tuple[str, ...], where: AgencyId) -> set[AgencyId]:
        for shorter in without_link(words, bare=self.bare):
            if found := self.below(shorter, where):
                return found
        nested = self.qualified(words, where)
        return {agency for agency in nested if self.tree.covers(where, agency)}

    def group(self) -> Group | None:
        issuer = self.nearest_administration()
        told = read_collective(" ".join(self.asked.words), self.tree[issuer].level, bare=self.bare)
        if told is None:
            return None
        of = self.owner(told.kinds[0], issuer)
        if not told.rest:
            return Group(told.kinds, of)
        named = self.named_place(len(told.rest.split()))
        if named is None:
            return None if told.foreign else Group(told.kinds, of, partial=True)
        return self.group_of_named(told.kinds, of, named)

    def nearest_administration(self) -> AgencyId:
        return next(a for a in reversed(self.tree.path(self.place)) if self.tree[a].level is not Level.UNIT)

    def owner(self, kind: GroupKind, issuer: AgencyId) -> AgencyId:
        """Whose group it is: departments and communes are the province's, also when a commune writes."""
        if kind in {GroupKind.UNITS, GroupKind.VILLAGES}:
            return issuer
        level = Level.CENTRAL if kind is GroupKind.PROVINCES else Level.PROVINCE
        return next((a for a in reversed(self.tree.path(issuer)) if self.tree[a].level is level), issuer)

    def named_place(self, length: int) -> AgencyId | None:
        """The one place that the last words name, with or without the kind before it."""
        for words in (self.asked.words[-length - size :] for size in (2, 1, 0)):
            places = self.places(words, self.place)
            if len(places) == 1:
                return places[0]
        return None

    def group_of_named(self, kinds: tuple[GroupKind, ...], of: AgencyId, named: AgencyId) -> Group | None:
        """The group below the place that follows its name; that place may also be one more member."""
        level = self.tree[named].level
        if level is Level.CENTRAL:
            return Group(kinds, named) if kinds == (GroupKind.PROVINCES,) else None
        if level is Level.PROVINCE:
            return Group(kinds, of, partial=True) if GroupKind.PROVINCES in kinds else Group(kinds, named)
        if set(kinds) <= {GroupKind.UNITS, GroupKind.VILLAGES}:
            return Group(kinds, named)
        # "UBND các xã, phường, đặc khu Cồn Cỏ": a special zone goes by its name even where all communes are addressed.
        zone = spelling.key(self.tree[named].name).startswith(SPECIAL_ZONE) and self.tree.covers(of, named)
        return Group(kinds, of, partial=not zone)

    def far(self) -> Resolution | None:
        """What the name means anywhere; one that is confusable with a near one is for a person to decide."""
        key = " ".join(self.asked.words)
        found = set(self.index.administrations(self.index.anywhere(key, bare=self.bare)))
        alike = {a for scope in self.index.scopes(self.place, spelling.fold(key), bare=True) for a in scope}
        if found or len(alike) > 1:
            return _decided(found | alike)
        return None

    def unknown(self) -> Unknown:
        folded = spelling.fold(" ".join(self.asked.words))
        seen = self.index.alike(self.place, folded)
        same = self.index.administrations(self.index.anywhere(folded, bare=True))
        close = (seen[key] for key in get_close_matches(folded, seen, n=_NEAREST, cutoff=_ALIKE))
        names = dict.fromkeys(self.tree[agency].name for agency in (*same, *close))
        return Unknown(tuple(names)[:_NEAREST])


def _decided(found: Iterable[AgencyId]) -> Resolved | Ambiguous:
    agencies = tuple(sorted(found))
    return Resolved(agencies[0]) if len(agencies) == 1 else Ambiguous(agencies)
