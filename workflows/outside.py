"""What a docket asks of the world outside: local activities, each tried until it succeeds.

They are local because their effect may precede any durable record of what caused it; the rule of the expected head
makes that safe (docs/adr/0002).
"""

from datetime import timedelta
from typing import TypedDict

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.alarm import Alarm, AlarmActivities
    from activities.ledger import Flushed, LedgerActivities
    from activities.plan import GivenRequest, PlanActivities, PlanRequest
    from activities.sleeping import SleepActivities
    from thac.domain.appending import Append
    from thac.domain.planning import Plan
    from thac.domain.plans import Slice
    from thac.domain.sleep import Sleep, Waking, Woken


class _Options(TypedDict):
    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy
    local_retry_threshold: timedelta


_UNTIL_IT_SUCCEEDS: _Options = {
    "start_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=5)),
    "local_retry_threshold": timedelta(seconds=20),
}


async def flush(request: Append) -> Flushed:
    """Append to the ledger on the expected head, or learn what it holds."""
    return await workflow.execute_local_activity_method(LedgerActivities.flush, request, **_UNTIL_IT_SUCCEEDS)


async def plan(directive: str, agency: str) -> Plan:
    """What the docket has to give out, and what those below start with."""
    return await workflow.execute_local_activity_method(
        PlanActivities.plan, PlanRequest(directive, agency), **_UNTIL_IT_SUCCEEDS
    )


async def given(directive: str, agency: str, tasks: tuple[int, ...]) -> Slice:
    """What an agency has to give out of tasks that it was not started with."""
    return await workflow.execute_local_activity_method(
        PlanActivities.given, GivenRequest(directive, agency, tasks), **_UNTIL_IT_SUCCEEDS
    )


async def lie_down(sleep: Sleep) -> bool:
    """Note that the docket sleeps; False if its ledger went on meanwhile."""
    return await workflow.execute_local_activity_method(SleepActivities.lie_down, sleep, **_UNTIL_IT_SUCCEEDS)


async def wake(waking: Waking) -> Woken:
    """Take what the docket kept when it went to sleep."""
    return await workflow.execute_local_activity_method(SleepActivities.wake, waking, **_UNTIL_IT_SUCCEEDS)


async def raise_alarm(alarm: Alarm) -> None:
    """Note that the docket stopped."""
    await workflow.execute_local_activity_method(AlarmActivities.raise_alarm, alarm, **_UNTIL_IT_SUCCEEDS)
