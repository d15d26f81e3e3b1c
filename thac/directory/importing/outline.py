"""What an import would change, line by line, before it is applied."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from thac.domain.agencies import Agency, Post


class What(StrEnum):
    """What happens to an agency or a post."""

    ADDED = "added"
    RENAMED = "renamed"
    MOVED = "moved"
    CLOSED = "closed"
    CHANGED = "changed"
    POST_ADDED = "post_added"
    POST_CHANGED = "post_changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One agency or post that would be otherwise: the values that differ, each as it is and as it would be."""

    what: What
    subject: str
    name: str
    differs: tuple[tuple[str, Any, Any], ...] = ()


def outline(
    agencies: Iterable[tuple[Agency | None, Agency]], posts: Iterable[tuple[Post | None, Post]]
) -> tuple[Line, ...]:
    """The lines of a difference: agencies first, then posts, in the order of the files.

    An agency that is renamed and moved at once stands under the first of the two, with all that differs.
    """
    return (*map(_agency, agencies), *map(_post, posts))


def counts(lines: Iterable[Line]) -> dict[What, int]:
    """How many lines of each kind there are, also of those without any."""
    found = Counter(line.what for line in lines)
    return {what: found[what] for what in What}


def _agency(pair: tuple[Agency | None, Agency]) -> Line:
    before, after = pair
    if before is None:
        return Line(What.ADDED, after.id, after.name)
    what = What.CHANGED
    if after.ended and not before.ended:
        what = What.CLOSED
    elif after.name != before.name:
        what = What.RENAMED
    elif after.parent != before.parent:
        what = What.MOVED
    return Line(what, after.id, before.name, tuple(_differs(before, after)))


def _post(pair: tuple[Post | None, Post]) -> Line:
    before, after = pair
    if before is None:
        return Line(What.POST_ADDED, after.id, after.title, (("holder", None, after.holder),))
    return Line(What.POST_CHANGED, after.id, before.title, tuple(_differs(before, after)))


def _differs(before: Agency | Post, after: Agency | Post) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield field.name, old, new
