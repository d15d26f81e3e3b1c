"""Sending: one workflow for the installation looks what is to be told, has it saved, and has it sent.

Nothing it holds is needed to go on: what is to be sent stands in the store. It may be killed, ended or started anew at
any moment, and no digest is lost or comes under two keys.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.deliver import DeliverActivities, Drain, Drained, Look, Looked
    from thac.domain.timescale import Timescale
    from thac.notices.sending import pause
    from workflows.clock import WorkflowClock

DISPATCH_QUEUE: Final = "thac-dispatch"
"""The task queue on which digests are composed and sent, apart from the dockets: a slow mail server delays nobody."""
DISPATCH_ID: Final = "dispatch"
"""The one workflow of an installation."""
_EVERY: Final = timedelta(seconds=15)
_DEAD_AFTER: Final = timedelta(seconds=30)
"""A worker that says nothing for so long is taken for dead; one mail or call is cut off before that."""
_SHORTEST: Final = timedelta(seconds=1)
_ROUNDS: Final = 400
_RETRY: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=20))


@dataclass(frozen=True, slots=True)
class Away:
    """A channel whose server could not be used so many times in a row, and until when it is left alone."""

    failures: int
    until: datetime


@dataclass(frozen=True, slots=True)
class DispatchStart:
    """How a dispatch starts: it looks every so often at least, and goes on as a new run after so many rounds.

    ``away`` is what the run before knew of its servers. ``scale`` is how a drill shows time, None as it is; pauses that
    protect machines are meant in the machine's time.
    """

    every: timedelta = _EVERY
    rounds: int = _ROUNDS
    away: dict[str, Away] = field(default_factory=dict)
    scale: Timescale | None = None


@workflow.defn(name="Dispatch")
class DispatchWorkflow:
    """Looks, saves and sends, without end."""

    @workflow.init
    def __init__(self, start: DispatchStart) -> None:
        self._start = start
        self._clock = WorkflowClock(start.scale)
        self._stretch = 1.0 if start.scale is None else start.scale.factor
        self._away = dict(start.away)
        self._woken = False

    @workflow.run
    async def run(self, start: DispatchStart) -> None:
        """Go round until the history has grown long, then go on as a new run."""
        for _ in range(start.rounds):
            self._woken = False
            looked = await _look(Look(self._clock.now(), self._stretch))
            open_ = [channel for channel in looked.due if not self._closed(channel)]
            drained = await asyncio.gather(*(self._drain(channel) for channel in open_))
            if not looked.more and not any(one.more for one in drained):
                await self._wait(looked.next_at)
            if workflow.info().is_continue_as_new_suggested():
                break
        workflow.continue_as_new(replace(self._start, away=self._away))

    @workflow.signal
    def wake(self) -> None:
        """Look now: something was saved that should not wait."""
        self._woken = True

    async def _drain(self, channel: str) -> Drained:
        drained = await workflow.execute_activity_method(
            DeliverActivities.drain,
            Drain(channel, self._clock.now(), self._stretch),
            start_to_close_timeout=timedelta(minutes=5),
            heartbeat_timeout=_DEAD_AFTER,
            retry_policy=_RETRY,
        )
        if drained.away:
            failures = self._away[channel].failures + 1 if channel in self._away else 1
            self._away[channel] = Away(failures, self._clock.now() + pause(failures) * self._stretch)
        elif drained.tried:
            self._away.pop(channel, None)
        return drained

    def _closed(self, channel: str) -> bool:
        return channel in self._away and self._clock.now() < self._away[channel].until

    async def _wait(self, next_at: datetime | None) -> None:
        """Wait for the next moment that is known, at most for the length between two looks."""
        now = self._clock.now()
        ends = [one.until for one in self._away.values() if one.until > now]
        known = [*ends, *([] if next_at is None else [next_at])]
        length = min([self._start.every, *((moment - now) / self._stretch for moment in known)])
        try:
            await workflow.wait_condition(lambda: self._woken, timeout=max(length, _SHORTEST))
        except TimeoutError:
            return


async def _look(look: Look) -> Looked:
    return await workflow.execute_activity_method(
        DeliverActivities.look,
        look,
        start_to_close_timeout=timedelta(minutes=5),
        heartbeat_timeout=_DEAD_AFTER,
        retry_policy=_RETRY,
    )
