"""Which rows of weighted terms have a cosine of at least so much with a given one? All of them, exactly.

For each term the rows that have it are listed; what a row shares with all others is added up over those lists at once.
Nothing is estimated and nothing left out, so that no pair is missed.
"""

import math
from array import array
from collections.abc import Mapping

import numpy as np

_SLACK = 1e-9
"""Sums of the same weights in another order may differ by less than that."""
_SPARSE = 0.8
"""From this share of forgotten rows on the lists are written anew."""


class Rows:
    """The index. Rows are numbered as they come; a forgotten row is never found again."""

    def __init__(self, cosine: float, shared: float) -> None:
        self.cosine = cosine
        self.shared = shared
        self._listed: dict[str, array[int]] = {}
        self._terms: list[tuple[str, ...] | None] = []
        self._roots = array("d")
        self._forgotten = 0

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, terms: Mapping[str, float], least_total: float) -> int:
        """Take in a row and say its number; ``least_total`` bounds the sum of its weights from below."""
        number = len(self._terms)
        self._terms.append(tuple(terms))
        self._roots.append(math.sqrt(least_total))
        for term in terms:
            self._listed.setdefault(term, array("i")).append(number)
        return number

    def forget(self, number: int) -> None:
        """Never find that row again."""
        if self._terms[number] is not None:
            self._terms[number] = None
            self._roots[number] = math.inf
            self._forgotten += 1

    @property
    def sparse(self) -> bool:
        """Whether so much was forgotten that the index should be written anew."""
        return self._forgotten > _SPARSE * len(self._terms)

    def reaching(self, terms: Mapping[str, float], least_total: float) -> list[int]:
        """The numbers of all rows that may reach the cosine and the shared weight, in order."""
        lists, weights = [], []
        for term, weight in terms.items():
            if (listed := self._listed.get(term)) is not None:
                lists.append(np.frombuffer(listed, dtype=np.intc))
                weights.append(weight)
        if not lists:
            return []
        sizes = [len(one) for one in lists]
        shared = np.bincount(np.concatenate(lists), np.repeat(weights, sizes), minlength=len(self._terms))
        bound = self.cosine * math.sqrt(least_total) * np.frombuffer(self._roots)
        np.maximum(bound, self.shared, out=bound)
        found: list[int] = np.flatnonzero(shared >= bound - _SLACK).tolist()
        return found
