"""Is the audit itself running? An audit that stopped finds nothing, and silence would look like order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from thac.domain.calendar import VIETNAM

GRACE: Final = 4
"""An audit is overdue when a quarter of its interval has passed beyond it: it takes time itself, and may wait."""


class AuditKind(StrEnum):
    """How far an audit goes."""

    QUICK = "quick"
    """Only dockets that went on, or in which something came due, since they were gone through last."""
    REGULAR = "regular"
    """The same, and everything that is kept beside the ledgers."""
    WHOLE = "whole"
    """Every docket from its first event, and every text."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """The audit has not come to its end for too long: since when, and by which interval it should have."""

    since: datetime
    every: timedelta
    ever: bool
    """Whether there has been one at all; else ``since`` is the moment when the installation began."""

    @property
    def message(self) -> str:
        """The sentence in Vietnamese."""
        since, hours = f"{self.since.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}", _hours(self.every)
        if self.ever:
            return f"Kiểm tra định kỳ đã ngừng: lần gần nhất hoàn thành lúc {since}, quy định {hours} giờ một lần."
        return f"Chưa lần nào kiểm tra định kỳ hoàn thành, dù có dữ liệu từ {since}; quy định {hours} giờ một lần."

    @property
    def english(self) -> str:
        """The same in English."""
        since, hours = f"{self.since.astimezone(VIETNAM):%Y-%m-%d %H:%M} in Vietnam", _hours(self.every)
        if self.ever:
            return f"The audit has stopped: the last one ended {since}; it is due every {hours} hours."
        return f"No audit has ended yet, though there are data since {since}; it is due every {hours} hours."


def overdue(last: datetime | None, installed: datetime, now: datetime, every: timedelta) -> Overdue | None:
    """Whether the audit should have ended again by now.

    Parameters
    ----------
    last
        When the last audit that looked at everything beside the ledgers ended; None before the first.
    installed
        Since when there is something to audit.
    every
        How often it is to run; a quarter of that is let pass.
    """
    since = installed if last is None else last
    if now <= since + every + every / GRACE:
        return None
    return Overdue(since, every, last is not None)


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):g}"
