"""What comes next in a docket: the earliest moment at which any of its assignments calls."""

import heapq
from datetime import datetime


class Agenda:
    """The next moment of every assignment, and the earliest of them all."""

    __slots__ = ("_heap", "_moments")

    def __init__(self) -> None:
        self._moments: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []

    def set(self, key: str, moment: datetime | None) -> None:
        """Note an assignment's next moment; None when it has none."""
        if moment is None:
            self._moments.pop(key, None)
        elif self._moments.get(key) != moment:
            self._moments[key] = moment
            heapq.heappush(self._heap, (moment, key))

    def moment(self, key: str) -> datetime | None:
        """When that one calls next; None when it does not."""
        return self._moments.get(key)

    def first(self) -> tuple[datetime, str] | None:
        """The earliest moment and whose it is, by key where several fall together."""
        while self._heap:
            moment, key = self._heap[0]
            if self._moments.get(key) == moment:
                return moment, key
            heapq.heappop(self._heap)
        return None

    def copy(self) -> "Agenda":
        """An agenda of its own with the same moments."""
        other = Agenda()
        other._moments = dict(self._moments)
        other._heap = list(self._heap)
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Agenda) and self._moments == other._moments

    __hash__ = None  # type: ignore[assignment]
