"""What time is it in a workflow? Temporal's time, as the history holds it, shown by the scale the docket began with."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from thac.domain.timescale import UNSCALED, Timescale


_SHORTEST: Final = timedelta(milliseconds=1)


class WorkflowClock:
    """The clock of one docket. The scale is a part of its start, so that a replay reckons as the first time.

    Without a scale, which is how everything but a drill runs, it is Temporal's time.
    """

    def __init__(self, scale: Timescale | None) -> None:
        self._scale = scale or UNSCALED

    def now(self) -> datetime:
        """The moment that is shown."""
        return self._scale.at(workflow.now())

    def stretched(self, length: timedelta) -> timedelta:
        """A length of the machine's time as it is shown: how far a pause that protects the machine lies ahead."""
        return self._scale.stretched(length)

    def left(self, moment: datetime) -> timedelta:
        """How long the machine waits until that moment is shown; nothing if it has passed."""
        return self._scale.wait(max(moment - self.now(), timedelta(0)))

    async def sleep_until(self, moment: datetime, *, always: bool) -> None:
        """Wait by a timer of Temporal's until that moment is shown.

        If it has passed there is no timer, or with ``always`` one of the shortest.
        """
        left = moment - self.now()
        if left > timedelta(0) or always:
            await asyncio.sleep(max(self._scale.wait(left), _SHORTEST).total_seconds())
