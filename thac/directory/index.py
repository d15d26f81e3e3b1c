"""Which agencies of a tree carry a name: the index that finding them needs, built once per tree."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from thac.directory import spelling
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level

_PLACES_KEPT = 32
_Names = dict[str, list[AgencyId]]


class NameIndex:
    """All names of the agencies of a tree that are not closed, by key, exactly and with all marks folded away.

    A body outside the chain of command is looked for where it stands: beside an administration as if it were below.
    """

    def __init__(self, tree: AgencyTree) -> None:
        self.tree = tree
        self.root = next(agency.id for agency in tree if agency.parent is None and agency.level is not Level.OUTSIDE)
        self._anywhere: dict[bool, _Names] = {False: {}, True: {}}
        self._below: dict[bool, dict[AgencyId | None, _Names]] = {False: {}, True: {}}
        self._sight: dict[AgencyId, dict[str, tuple[frozenset[str], AgencyId]]] = {}
        for agency in tree.standing():
            self._file(agency)

    def _file(self, agency: Agency) -> None:
        exact, folded = _keys(agency.name, agency.aliases)
        for bare, keys in ((False, exact), (True, folded)):
            below = self._below[bare].setdefault(_above(agency), {})
            for key in keys:
                self._anywhere[bare].setdefault(key, []).append(agency.id)
                below.setdefault(key, []).append(agency.id)

    def anywhere(self, key: str, *, bare: bool) -> tuple[AgencyId, ...]:
        """The agencies of the whole tree with that name."""
        return tuple(self._anywhere[bare].get(key, ()))

    def at(self, place: AgencyId, key: str, *, bare: bool) -> list[AgencyId]:
        """The agency itself and its direct subordinates, as far as they have that name."""
        siblings = self._below[bare].get(_above(self.tree[place]), {})
        own = [place] if place in siblings.get(key, ()) else []
        return own + self._below[bare].get(place, {}).get(key, [])

    def deeper(self, place: AgencyId, key: str, *, bare: bool) -> list[AgencyId]:
        """The agencies with that name at any depth below the place."""
        return [agency for agency in self._anywhere[bare].get(key, ()) if self.tree.covers(place, agency)]

    def scopes(self, place: AgencyId, key: str, *, bare: bool) -> Iterator[list[AgencyId]]:
        """The agencies with that name, scope by scope: at the place, deeper, then upward level by level."""
        yield self.at(place, key, bare=bare)
        yield self.deeper(place, key, bare=bare)
        for above in reversed(self.tree.path(place)[:-1]):
            yield self.at(above, key, bare=bare)

    def alike(self, place: AgencyId, folded: str) -> dict[str, AgencyId]:
        """Folded names of what stands at the place and around the agencies above it, as far as they may be meant.

        A name that shares less than half of its words, or of those asked for, is none that somebody misspelt.
        """
        asked = frozenset(folded.split())
        seen = self._in_sight(place)
        return {
            key: agency
            for key, (words, agency) in seen.items()
            if not words.isdisjoint(asked) and 2 * len(words & asked) >= min(len(words), len(asked))
        }

    def _in_sight(self, place: AgencyId) -> dict[str, tuple[frozenset[str], AgencyId]]:
        """What is in sight from a place, kept for the last places asked."""
        if place not in self._sight:
            if len(self._sight) >= _PLACES_KEPT:
                self._sight.pop(next(iter(self._sight)), None)
            self._sight[place] = {
                key: (frozenset(key.split()), agencies[0])
                for above in self.tree.path(place)
                for key, agencies in self._below[True].get(above, {}).items()
            }
        return self._sight[place]

    def administrations(self, agencies: Iterable[AgencyId]) -> list[AgencyId]:
        """Those of the agencies that are neither units nor outside the chain of command."""
        return [agency for agency in agencies if self.tree[agency].level not in {Level.UNIT, Level.OUTSIDE}]


def _above(agency: Agency) -> AgencyId | None:
    return agency.parent or agency.beside


@lru_cache(maxsize=4)
def index_of(tree: AgencyTree) -> NameIndex:
    """The index of a tree, kept while the tree is among the last four asked for."""
    return NameIndex(tree)


@lru_cache(maxsize=1 << 15)
def _keys(name: str, aliases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    exact = dict.fromkeys(spelling.key(text) for text in (name, *aliases))
    return tuple(exact), tuple(dict.fromkeys(map(spelling.fold, exact)))
