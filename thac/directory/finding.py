"""Which agencies somebody looks for by a few words of their names, best first."""

from functools import lru_cache
from typing import Final

from thac.directory import spelling
from thac.domain.agencies import AgencyId, AgencyTree, Level

_LEVELS: Final = tuple(Level)


def find_agencies(tree: AgencyTree, words: tuple[str, ...]) -> tuple[AgencyId, ...]:
    """The agencies that are not closed whose name, or one of whose former names, holds all of the words.

    ``words`` are folded; the last one may be unfinished. First come those whose name is just these words, then those
    whose name begins with them, then the others; of each, those that stand higher.
    """
    if not words:
        return ()
    whole, last, typed = {*words[:-1]}, words[-1], " ".join(words)
    found: list[tuple[int, int, str, AgencyId]] = []
    for agency, level, names in _names(tree):
        ranks = [
            0 if name == typed else 1 if name.startswith(typed) else 2
            for name, parts in names
            if whole <= parts and any(part.startswith(last) for part in parts)
        ]
        if ranks:
            found.append((min(ranks), level, names[0][0], agency))
    return tuple(agency for *_, agency in sorted(found))


@lru_cache(maxsize=2)
def _names(tree: AgencyTree) -> tuple[tuple[AgencyId, int, tuple[tuple[str, frozenset[str]], ...]], ...]:
    """Each agency with the place of its level and its names, folded, each with its words."""
    return tuple(
        (
            agency.id,
            _LEVELS.index(agency.level),
            tuple((name, frozenset(name.split())) for name in map(_folded, (agency.name, *agency.aliases))),
        )
        for agency in tree.standing()
    )


def _folded(name: str) -> str:
    return spelling.fold(spelling.key(name))
