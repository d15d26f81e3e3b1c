"""How a docket calls for somebody to look at it."""

from dataclasses import dataclass
from typing import Protocol

from temporalio import activity


@dataclass(frozen=True, slots=True)
class Alarm:
    """A docket that stopped, and why."""

    docket: str
    reason: str


class Alarms(Protocol):
    """Where alarms are kept."""

    def raise_alarm(self, docket: str, reason: str) -> None:
        """Note that a docket stopped, and why; it stands until the docket fits its ledger again."""
        ...


class AlarmActivities:
    """The activity by which a docket says that it stopped."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms

    @activity.defn
    def raise_alarm(self, alarm: Alarm) -> None:
        """Note the alarm; noted twice it stands once."""
        self._alarms.raise_alarm(alarm.docket, alarm.reason)
