"""Which agency did somebody mean who typed its name? One that he may mean is never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from api.errors import Fault
from api.page_codes import PageCode, page_fault
from thac.directory.names import Ambiguous, Group, Resolved, resolve
from thac.directory.spelling import fold, key
from thac.domain.agencies import Agency, AgencyId, AgencyTree

_CODED: Final = re.compile(r"\(([A-Za-z0-9_-]{1,64})\)$")
_MOST: Final = 20


def shown_as(agency: Agency) -> str:
    """An agency as a field shows it: its name and, because names repeat, its code."""
    return f"{agency.name} ({agency.id})"


@dataclass(slots=True)
class Names:
    """Reads names as they were typed, seen from one agency, and gathers what could not be understood.

    ``choices`` are the agencies that may be meant, by the field in which one of them was typed.
    """

    tree: AgencyTree
    within: AgencyId
    faults: list[Fault] = field(default_factory=list)
    choices: dict[str, tuple[Agency, ...]] = field(default_factory=dict)

    def one(self, typed: str, where: str) -> AgencyId | None:
        """The agency that was meant; None, with a fault, where that is not sure."""
        coded = _CODED.search(typed.strip())
        plain = coded[1] if coded else typed.strip()
        if plain in self.tree:
            return plain
        match resolve(typed, self.tree, self.within):
            case Resolved(agency):
                return agency
            case Ambiguous(candidates):
                return self._unclear(typed, where, tuple(self.tree[one] for one in candidates[:_MOST]))
            case _:
                return self._unclear(typed, where, tuple(search(typed, self.tree, self.within, _MOST)))

    def several(self, typed: str, where: str) -> list[AgencyId]:
        """The agencies of a list, one on each line or after a semicolon."""
        lines = [line.strip() for line in re.split(r"[\n;]", typed) if line.strip()]
        return [agency for line in lines if (agency := self.one(line, where)) is not None]

    def groups(self, typed: str) -> list[str] | None:
        """The groups that a collective name means ("các xã, phường"); None where it is none."""
        meaning = resolve(typed, self.tree, self.within)
        return [kind.value for kind in meaning.kinds] if isinstance(meaning, Group) and not meaning.partial else None

    def _unclear(self, typed: str, where: str, candidates: tuple[Agency, ...]) -> AgencyId | None:
        if len(candidates) == 1:
            return candidates[0].id
        if not candidates:
            self.faults.append(page_fault(PageCode.NO_SUCH_AGENCY, name=typed))
            return None
        self.choices[where] = candidates
        names = "; ".join(map(shown_as, candidates[:6]))
        self.faults.append(page_fault(PageCode.AGENCY_UNCLEAR, name=typed, names=names))
        return None


def search(typed: str, tree: AgencyTree, near: AgencyId, at_most: int) -> Iterator[Agency]:
    """The agencies whose names hold what was typed, with diacritics or without; those below ``near`` come first."""
    wanted = fold(key(typed))
    if not wanted:
        return
    seen: set[AgencyId] = set()
    for agency in chain(tree.children(near), tree.subtree(near), tree.standing()):
        if len(seen) == at_most:
            return
        if agency.id not in seen and any(wanted in fold(key(name)) for name in (agency.name, *agency.aliases)):
            seen.add(agency.id)
            yield agency
