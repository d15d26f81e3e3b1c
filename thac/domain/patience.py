"""How long may something take before it is late? As long as is tolerated while somebody was there to do it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What an audit lets pass; all of it in the machine's time."""

    fire: timedelta = timedelta(seconds=2)
    """A step fires within this of its moment."""
    hear: timedelta = timedelta(seconds=60)
    """A command is decided within this of its receipt, and what one docket decided is known in the other."""
    calendars: timedelta = timedelta(minutes=10)
    """A corrected calendar has reached every open docket within this; those that sleep are woken for it."""
    tell: timedelta = timedelta(minutes=10)
    """An alert is offered to a digest, and the digests of a look are composed, within this."""
    send: timedelta = timedelta(hours=1)
    """A delivery goes out within this of the moment from which it may; a server that is away holds up those behind."""
    recover: timedelta = timedelta(seconds=15)
    """A worker that comes back has so long: tasks given to the one before are only given out again after 10 s."""
    answers: timedelta = timedelta(days=29)
    """Requests carried out in this time still have their answer; answers are kept 30 days."""
    alive: timedelta = timedelta(seconds=10)
    """A worker that was seen less than this ago counts as being there."""

    def shown(self, stretched: Callable[[timedelta], timedelta]) -> "Tolerances":
        """The same tolerances where time is shown otherwise than it passes; ``stretched`` says how."""
        return Tolerances(*(stretched(getattr(self, one.name)) for one in fields(self)))


class Patience:
    """Until when something that became due at a moment had to be done, given when workers were alive.

    A worker is proven to be alive from its start to the last time it was seen. Nothing is excused in a store that no
    worker ever said anything in.

    Parameters
    ----------
    spans
        From when to when each worker was seen.
    now
        The moment of the audit; who was seen shortly before counts as still there.
    """

    def __init__(self, spans: Iterable[tuple[datetime, datetime]], now: datetime, tolerances: Tolerances) -> None:
        self._recover = tolerances.recover
        self._spans = _joined(spans, now - tolerances.alive)

    def until(self, moment: datetime, allowed: timedelta) -> datetime | None:
        """The last moment in time; None when nobody has been there for long enough up to now."""
        if not self._spans:
            return moment + allowed
        for start, end in self._spans:
            if end is not None and end <= moment:
                continue
            limit = max(moment + allowed, start + self._recover, start + allowed)
            if end is None or limit <= end:
                return limit
        return None


def _joined(spans: Iterable[tuple[datetime, datetime]], still: datetime) -> list[tuple[datetime, datetime | None]]:
    """The spans in order, joined where they overlap; the end is None for what goes on."""
    joined: list[tuple[datetime, datetime | None]] = []
    for start, seen in sorted(spans):
        end = None if seen >= still else seen
        if joined and ((last := joined[-1][1]) is None or start <= last):
            joined[-1] = (joined[-1][0], None if last is None or end is None else max(last, end))
        else:
            joined.append((start, end))
    return joined
