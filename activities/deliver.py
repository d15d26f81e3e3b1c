"""How the dispatch has digests composed, and how it has them sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from temporalio import activity

Beat = Callable[[], bool]
"""Says that the work goes on, and hears whether it may; called between two steps of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at what is to be told and sent, at that moment.

    ``stretch`` is by how much longer than the machine's time the time looks that is shown; 1 but in a drill.
    """

    now: datetime
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to: digests saved, the channels on which something may go out, and when to look again.

    ``more``: some are left to be composed now. ``next_at`` is None when nothing is known that would call.
    """

    saved: int
    due: tuple[str, ...]
    next_at: datetime | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Drain:
    """Send what may go out on a channel at that moment; ``stretch`` as for a look."""

    channel: str
    now: datetime
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Drained:
    """What sending came to: how many were tried, whether more are due, and whether the server could not be used."""

    tried: int
    more: bool
    away: bool


class Composing(Protocol):
    """Who composes digests and saves them."""

    def look(self, now: datetime, beat: Beat) -> Looked:
        """Compose what is to be told at that moment; save each digest with its deliveries."""
        ...


class Sending(Protocol):
    """Who sends what was saved."""

    def drain(self, drain: Drain, beat: Beat) -> Drained:
        """Send what may go out, and record what became of each."""
        ...


class DeliverActivities:
    """The activities of the dispatch."""

    def __init__(self, composing: Composing, sending: Sending) -> None:
        self._composing = composing
        self._sending = sending

    @activity.defn
    def look(self, look: Look) -> Looked:
        """Compose and save what is to be told; what was saved before is not composed again."""
        with activity.shield_thread_cancel_exception():
            return self._composing.look(_by_now(look.now, look.stretch), _beat)

    @activity.defn
    def drain(self, drain: Drain) -> Drained:
        """Send what may go out; a retry takes up what the try before had not in hand."""
        # A cancellation that struck between a server's word and its record would have the mail sent again.
        with activity.shield_thread_cancel_exception():
            return self._sending.drain(replace(drain, now=_by_now(drain.now, drain.stretch)), _beat)


def _by_now(asked_at: datetime, stretch: float) -> datetime:
    """The moment at which this try began: it may come hours after what asked for it, when no worker was there.

    Both moments are the server's, so that a worker with a wrong clock is none the wiser.
    """
    info = activity.info()
    return asked_at + (info.started_time - info.scheduled_time) * stretch


def _beat() -> bool:
    activity.heartbeat()
    return not (activity.is_cancelled() or activity.is_worker_shutdown())
