"""What two items have to do with each other: equal text, like words, and what bounds their matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph import facets
from graph.copies import Stretch
from graph.facets import Facets
from graph.matters import Likeness
from graph.relations import Relation
from graph.subjects import Subject

SAME_FROM = 0.6
SAME_COVERED = 0.8
SAME_THINGS = 6.5
SAME_ACT_FROM = 0.5
SAME_ACT_THINGS = 5.0
NEARLY_COPIED = 0.6
"""Share of the shorter item that is equal text, from which on it counts as a copy of the other."""


class Sameness(StrEnum):
    """How far two items are one task."""

    SAME = "same"
    """The same thing is done for the same people in the same place and period."""
    LIKE = "like"
    """They share a matter and do like things."""
    PART = "part"
    """They share a matter and do different things in it."""
    OTHER = "other"
    """They are about one kind of thing, but for others, elsewhere or in another period."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items, in the order of their ids, with all that was found to join them."""

    one: Subject
    other: Subject
    relation: Relation
    likeness: Likeness | None = None
    stretches: tuple[tuple[Stretch, Stretch], ...] = ()
    copied_share: float = 0.0

    @property
    def facets(self) -> tuple[Facets, Facets]:
        """What bounds each."""
        return facets.facets(self.one.text), facets.facets(self.other.text)

    @property
    def linked(self) -> bool:
        """Whether they speak of one matter, or one copies the other."""
        return bool(self.stretches) or self.alike

    @property
    def alike(self) -> bool:
        """Whether their words say that they speak of one matter."""
        return self.likeness is not None

    @property
    def nearly_equal(self) -> bool:
        """Whether most of the shorter one stands in the other word for word."""
        return self.copied_share >= NEARLY_COPIED

    @property
    def sameness(self) -> Sameness | None:
        """How far they are one task; None where they are not linked."""
        if not self.linked:
            return None
        one, other = self.facets
        if facets.bounded_apart(one, other):
            return Sameness.OTHER
        if self.one.leads != self.other.leads and one.own_field and other.own_field:
            return Sameness.PART  # each in its own house
        if self.nearly_equal:
            return Sameness.SAME
        if self.likeness is None or not facets.one_act(one, other):
            return Sameness.PART
        score, act = self.likeness.score, facets.equal_acts(one, other)
        strong = score >= SAME_FROM or self.likeness.covered >= SAME_COVERED
        if strong and self.likeness.things >= SAME_THINGS:
            return Sameness.SAME
        if act and score >= SAME_ACT_FROM and self.likeness.things >= SAME_ACT_THINGS:
            return Sameness.SAME
        if act and score >= SAME_FROM and self.likeness.covered >= SAME_COVERED:
            return Sameness.SAME
        return Sameness.LIKE


def copied_share(
    one: Subject, other: Subject, stretches: Sequence[tuple[Stretch, Stretch]], words: dict[str, int]
) -> float:
    """The share of the shorter item that is equal text."""
    shorter = min(words[one.id], words[other.id])
    equal = sum(mine.words for mine, _ in stretches)
    return min(1.0, equal / shorter) if shorter else 0.0
