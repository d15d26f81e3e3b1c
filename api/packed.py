"""A long sequence of which only parts are looked at: it is kept packed, and a part is unpacked when it is asked for.

Tens of thousands of records that came from another process cost seconds to unpack, and are gone through by whoever
collects garbage as long as they are kept.
"""

import pickle
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar, overload

T = TypeVar("T")
_EACH: Final = 100


class Packed(Sequence[T]):
    """Records that do not change, in portions of a hundred."""

    def __init__(self, records: Iterable[T]) -> None:
        every = tuple(records)
        self._many = len(every)
        self._portions = [pickle.dumps(every[first : first + _EACH]) for first in range(0, len(every), _EACH)]
        self._last: tuple[int, tuple[T, ...]] | None = None

    def __len__(self) -> int:
        """How many records there are."""
        return self._many

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """A record, or those of a part; no more is unpacked than the portions that they lie in."""
        wanted = range(self._many)[at]
        if isinstance(wanted, int):
            return self._portion(wanted // _EACH)[wanted % _EACH]
        if not wanted:
            return ()
        first = min(wanted) // _EACH
        near = [one for number in range(first, max(wanted) // _EACH + 1) for one in self._portion(number)]
        return tuple(near[number - first * _EACH] for number in wanted)

    def _portion(self, number: int) -> tuple[T, ...]:
        """A portion; the last one is at hand, since the next record that is asked for mostly lies beside."""
        last = self._last
        if last is None or last[0] != number:
            last = self._last = (number, pickle.loads(self._portions[number]))  # noqa: S301 - packed by this class
        return last[1]
