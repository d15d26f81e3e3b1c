"""What does the clock show when time is made to pass faster, and how long is a wait then? Arithmetic alone.

A drill lives through a year in half an hour. What people reckon with (deadlines, working days, ladders) is in the time
that is shown; what protects machines (pauses between reports, beats, what an audit lets pass) is in the machine's own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Final

_LONGEST: Final = timedelta(days=500 * 365)
"""A length of the machine's time is never shown as longer: taken from a date it must leave a date."""
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Timescale:
    """``factor`` seconds are shown for each second of the machine; at ``real`` the clock shows ``shown``.

    Raises
    ------
    ValueError
        A moment has no zone, or the factor is below 1: time that stands still never brings a deadline.

    Examples
    --------
    >>> noon, day = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    >>> Timescale(noon, day, 3600).at(noon + timedelta(seconds=2)).isoformat()
    '2027-01-01T02:00:00+00:00'
    """

    real: datetime
    shown: datetime
    factor: float

    def __post_init__(self) -> None:
        if self.real.tzinfo is None or self.shown.tzinfo is None:
            raise ValueError("both moments of a scaled clock need a zone, such as 2026-01-05T01:00:00Z")
        if not isfinite(self.factor) or self.factor < 1:
            raise ValueError(f"time can pass 1 time as fast or faster, not {self.factor} times")

    def at(self, real: datetime) -> datetime:
        """What the clock shows at that moment of the machine's time."""
        return (self.shown + (real - self.real) * self.factor).astimezone(UTC)

    def stretched(self, length: timedelta) -> timedelta:
        """A length of the machine's time as the clock shows it."""
        return min(length * self.factor, _LONGEST)

    def wait(self, shown: timedelta) -> timedelta:
        """How long the machine waits until the clock has gone on by that much; never too short."""
        if self == UNSCALED:
            return shown
        return shown / self.factor + _INSTANT


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
UNSCALED: Final = Timescale(_EPOCH, _EPOCH, 1)
"""The machine's own time."""
