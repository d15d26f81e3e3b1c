"""What may go out now, what has to wait, when is it tried again, when is it given up? Pure: nothing is sent here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from thac.domain.calendar import VIETNAM, at

LEASE: Final = timedelta(minutes=1)
"""So long a delivery that was taken in hand is left alone; then whoever took it is believed dead."""
GIVEN_UP_AFTER: Final = timedelta(hours=72)
"""So long a delivery is tried; a server that is away over a weekend loses nothing."""
PER_HOUR: Final = 30
"""Digests to one reader by mail and webhook in an hour, unless he chose otherwise."""
_FIRST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(minutes=15)
_SPREAD: Final = 0.2
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LONGEST_PAUSE: Final = timedelta(minutes=2)


class Channel(StrEnum):
    """By which way a digest reaches its reader."""

    INBOX = "inbox"
    MAIL = "mail"
    WEBHOOK = "webhook"


class State(StrEnum):
    """Where a delivery stands. That the reader has seen the digest is a fact of his, and kept with the digest."""

    SAVED = "saved"
    """Đã lưu: written down with its alerts; it will be sent, however often this program is killed."""
    SENT = "sent"
    """Đã gửi: the next server took it over (SMTP 250). Whether it arrived is not known."""
    DELIVERED = "delivered"
    """Đã đến: in the inbox, taken by the receiver's webhook (2xx), or confirmed by a delivery status notification."""
    FAILED = "failed"
    """Gửi chưa được: the last try failed, and it is tried again."""
    DEAD = "dead"
    """Không gửi được: given up, with the reason; it can be replayed."""


WAITING: Final = (State.SAVED, State.FAILED)
"""The states in which a delivery still has to go out."""


class Verdict(StrEnum):
    """What a try came to."""

    SENT = "sent"
    DELIVERED = "delivered"
    LATER = "later"
    """It failed, and may not fail the next time."""
    NEVER = "never"
    """It would fail every time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a try came to, with the reason where it failed.

    ``away``: the server itself cannot be used now, so that nothing else need be tried on it. ``retry_after`` is what
    the receiver asked for.
    """

    verdict: Verdict
    reason: str | None = None
    away: bool = False
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivery in hand: ``attempts`` counts this try, ``since`` is when it was saved, or replayed last."""

    id: str
    attempts: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a delivery stands after a try; ``next_at`` is None when nothing more is to be done."""

    state: State
    next_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the day in which nothing but the urgent goes out, by clocks in Vietnam; they may span midnight.

    Raises
    ------
    ValueError
        They begin when they end.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ValueError(
                f"quiet hours from {self.begins} to {self.ends} would last the whole day or no time at all"
            )

    def until(self, now: datetime) -> datetime | None:
        """When the quiet that reigns now ends; None when it does not reign."""
        local = now.astimezone(VIETNAM)
        spans = self.begins > self.ends
        after, before = local.time() >= self.begins, local.time() < self.ends
        if not (after or before if spans else after and before):
            return None
        return at(local.date() + _DAY if spans and after else local.date(), self.ends)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reader asks for."""

    quiet: Quiet | None = None
    per_hour: int = PER_HOUR


def free_at(terms: Terms, lately: Sequence[datetime], now: datetime, *, urgent: bool) -> datetime:
    """When a delivery to a reader may go out: now, or after quiet hours and after the hour's number is used up.

    ``lately`` are the moments in which something was sent to him during the last hour. What is urgent counts
    among them and is never held up.
    """
    if urgent:
        return now
    if terms.quiet is not None and (ends := terms.quiet.until(now)) is not None:
        return ends
    recent = sorted(moment for moment in lately if moment > now - _HOUR)
    if len(recent) < terms.per_hour:
        return now
    return recent[len(recent) - terms.per_hour] + _HOUR


def after(attempt: Attempt, outcome: Outcome, now: datetime, stretch: float = 1.0) -> Standing:
    """Where the delivery stands after that try.

    Waits are lengths of the machine's time; ``stretch`` is how much longer they look in the time that is shown.
    """
    match outcome.verdict:
        case Verdict.SENT:
            return Standing(State.SENT, None, None)
        case Verdict.DELIVERED:
            return Standing(State.DELIVERED, None, None)
        case Verdict.NEVER:
            return Standing(State.DEAD, None, outcome.reason)
        case Verdict.LATER:
            again = now + max(_wait(attempt), outcome.retry_after or timedelta()) * stretch
            if again - attempt.since > GIVEN_UP_AFTER * stretch:
                return Standing(State.DEAD, None, outcome.reason)
            return Standing(State.FAILED, again, outcome.reason)


def _wait(attempt: Attempt) -> timedelta:
    """Twice as long after each try, up to a quarter of an hour, and never for two deliveries exactly as long.

    The spread follows from the delivery's id and the number of the try, so that a retry of the decision decides alike.
    """
    steps = min(attempt.attempts - 1, 10)
    digest = hashlib.sha256(f"{attempt.id}|{attempt.attempts}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    usual: timedelta = min(_FIRST * 2**steps, _LONGEST)
    return usual * (1 - _SPREAD + 2 * _SPREAD * share)


def pause(failures: int) -> timedelta:
    """How long a server that could not be used so many times in a row is left alone, whatever else waits for it."""
    return min(timedelta(seconds=5) * 2 ** min(failures - 1, 10), _LONGEST_PAUSE) if failures else timedelta()
