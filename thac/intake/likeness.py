"""Which tasks speak of the same matter: by the words they share, those that every task uses left out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from thac.directory import spelling

_RUN: Final = 3
_COMMON: Final = frozenset(
    spelling.key(
        "và của các cho theo về việc với trong trên tại để được có là từ đến những một này cơ quan đơn vị thực hiện "
        "triển khai tổ chức chỉ đạo công tác nhiệm vụ quy định xã tỉnh ubnd"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as what comparing it needs: its words, and the runs of three words in it."""

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]


def wording(text: str) -> Wording:
    """The text taken apart; spelling, dashes and tone marks make no difference."""
    words = spelling.read(text).words
    runs = frozenset(words[place : place + _RUN] for place in range(len(words) - _RUN + 1))
    return Wording(frozenset(words) - _COMMON, runs)


def shared_runs(one: Wording, other: Wording) -> float:
    """Which share of all runs of three words both have, 0 to 1."""
    return _share(len(one.runs & other.runs), len(one.runs | other.runs))


def shared_words(one: Wording, other: Wording) -> float:
    """Which share of the shorter one's words the other has too, 0 to 1."""
    return _share(len(one.words & other.words), min(len(one.words), len(other.words)))


def copied(one: Wording, other: Wording) -> float:
    """Which share of the shorter one's runs the other has too, 0 to 1: near 1 where one is copied from the other."""
    return _share(len(one.runs & other.runs), min(len(one.runs), len(other.runs)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def candidates(wordings: Iterable[Wording], least: int) -> Iterator[tuple[int, int]]:
    """The pairs that share at least so many runs, by place; no pair of them is missed."""
    having: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(wordings):
        met = Counter(other for run in one.runs for other in having.get(run, ()))
        yield from ((other, place) for other, count in sorted(met.items()) if count >= least)
        for run in one.runs:
            having.setdefault(run, []).append(place)
