"""Which agencies of a tree carry a name: the index that finding them needs, built once per tree."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from thac.directory import spelling
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level

_Names = dict[str, list[AgencyId]]


class NameIndex:
    """All names of the agencies of a tree, by key, exactly and with all marks folded away."""

    def __init__(self, tree: AgencyTree) -> None:
        self.tree = tree
        self.root = next(agency.id for agency in tree if agency.parent is None)
        self._anywhere: dict[bool, _Names] = {False: {}, True: {}}
        self._below: dict[bool, dict[AgencyId | None, _Names]] = {False: {}, True: {}}
        for agency in tree:
            self._file(agency)

    def _file(self, agency: Agency) -> None:
        exact, folded = _keys(agency.name, agency.aliases)
        for bare, keys in ((False, exact), (True, folded)):
            below = self._below[bare].setdefault(agency.parent, {})
            for key in keys:
                self._anywhere[bare].setdefault(key, []).append(agency.id)
                below.setdefault(key, []).append(agency.id)

    def anywhere(self, key: str, *, bare: bool) -> tuple[AgencyId, ...]:
        """The agencies of the whole tree with that name."""
        return tuple(self._anywhere[bare].get(key, ()))

    def at(self, place: AgencyId, key: str, *, bare: bool) -> list[AgencyId]:
        """The agency itself and its direct subordinates, as far as they have that name."""
        siblings = self._below[bare].get(self.tree[place].parent, {})
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

    def in_sight(self, place: AgencyId) -> dict[str, AgencyId]:
        """Folded names of what stands at the place and around the agencies above it."""
        seen: dict[str, AgencyId] = {}
        for above in self.tree.path(place):
            for key, agencies in self._below[True].get(above, {}).items():
                seen[key] = agencies[0]
        return seen

    def administrations(self, agencies: Iterable[AgencyId]) -> list[AgencyId]:
        """Those of the agencies that are no units."""
        return [agency for agency in agencies if self.tree[agency].level is not Level.UNIT]


@lru_cache(maxsize=4)
def index_of(tree: AgencyTree) -> NameIndex:
    """The index of a tree, kept while the tree is among the last four asked for."""
    return NameIndex(tree)


@lru_cache(maxsize=1 << 15)
def _keys(name: str, aliases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    exact = dict.fromkeys(spelling.key(text) for text in (name, *aliases))
    return tuple(exact), tuple(dict.fromkeys(map(spelling.fold, exact)))
