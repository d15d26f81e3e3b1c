"""How like are two directives? The share of their runs of words that both have; a near second launch is questioned."""

import re
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from unicodedata import normalize

from thac.domain.directives import Directive

NEAR = 0.8
"""From this share on two directives of one issuer are nearly the same."""
_RUN = 4
_WORD = re.compile(r"\w+")


def runs(directive: Directive) -> frozenset[tuple[str, ...]]:
    """Every run of four words in the subject and the tasks, folded to lower case; numbers count as words."""
    return frozenset(run for text in _texts(directive) for run in _runs(text))


def likeness(one: AbstractSet[Hashable], other: AbstractSet[Hashable]) -> float:
    """The share of runs, or of their digests, that both have among those that either has, from 0 to 1."""
    both = len(one & other)
    either = len(one) + len(other) - both
    return both / either if either else 1.0


def _texts(directive: Directive) -> Iterable[str]:
    yield directive.subject
    for task in directive.tasks:
        yield task.text


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(normalize("NFC", text).lower())
    if len(words) < _RUN:
        yield tuple(words)
    yield from zip(*(words[start:] for start in range(_RUN)), strict=False)
