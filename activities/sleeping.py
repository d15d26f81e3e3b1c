"""How a docket goes to sleep, and what it has to know when it wakes."""

from typing import Protocol

from temporalio import activity

from thac.domain.sleep import Sleep, Waking, Woken


class Sleepers(Protocol):
    """Where it is written down who sleeps."""

    def lie_down(self, sleep: Sleep) -> bool:
        """Note that a docket sleeps, if its ledger still ends at that head; whether it does."""
        ...

    def wake(self, waking: Waking) -> Woken:
        """What a docket that wakes kept when it went to sleep, for the first run that asks."""
        ...


class SleepActivities:
    """The activities at both ends of a docket's sleep."""

    def __init__(self, sleepers: Sleepers) -> None:
        self._sleepers = sleepers

    @activity.defn
    def lie_down(self, sleep: Sleep) -> bool:
        """Note in one transaction that the docket sleeps; False if its ledger went on meanwhile."""
        return self._sleepers.lie_down(sleep)

    @activity.defn
    def wake(self, waking: Waking) -> Woken:
        """Hand a docket that wakes what it kept."""
        return self._sleepers.wake(waking)
