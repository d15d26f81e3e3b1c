"""In which sandbox do workflows run? The SDK's, with what it asks of it for nothing answered outside."""

from typing import Any, Final

from temporalio import workflow
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


class _Instance(WorkflowInstance):
    """One workflow in its sandbox.

    For each payload of each activation the SDK enters the sandbox to learn for whom it would have to be encoded in a
    special way. The converter of :mod:`thac.temporal` encodes everything alike, so the answer is known outside; a third
    of a worker's processor time went into asking.
    """

    def __init__(self, inside: WorkflowInstance) -> None:
        self._inside = inside

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        return self._inside.activate(act)

    def get_serialization_context(self, command_info: Any) -> None:  # noqa: ARG002 - the same for all of them
        return None

    def get_external_store_context(self, command_info: Any) -> StorageDriverStoreContext:  # noqa: ARG002
        return _NO_STORE

    def get_info(self) -> workflow.Info:
        return self._inside.get_info()

    def get_thread_id(self) -> int | None:
        return self._inside.get_thread_id()


_NO_STORE: Final = StorageDriverStoreContext()


class _Runner(SandboxedWorkflowRunner):
    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _Instance(super().create_instance(det))


RUNNER: Final = _Runner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules(
        "workflows", "activities", "thac.domain", "thac.notices", "pydantic"
    )
)
"""The sandbox workflows run in. Our own modules are taken as they are loaded, not anew for each of thousands of
dockets; that they reach no clock and no chance is held by the import contracts and a test instead (docs/adr/0006)."""
