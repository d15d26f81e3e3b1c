"""Looks into a workflow while it is replayed: which docket it came to hold."""

from typing import Any

from temporalio import workflow
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

INSTANCES: list[Any] = []
"""The workflow objects that were replayed, in order."""


class _Inbound(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 - the SDK's name
        INSTANCES.append(workflow.instance())
        return await super().execute_workflow(input)


class Capture(Interceptor):
    """Keeps every workflow object that is replayed."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002
        """The interceptor of one workflow."""
        return _Inbound
