"""No rule depends on what Temporal remembers: dockets whose runs it forgot are served from their ledgers."""

from datetime import UTC, datetime

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client

from tests.places import Place
from tests.rig import until
from tests.smoke.test_http import House, house
from tests.smoke.test_sleeping import DOCKETS, SOON, act, asleep, kinds, status
from thac.domain.agencies import AgencyId
from thac.domain.docket import docket_id
from thac.store.auditing import audit

pytestmark = pytest.mark.verify


async def test_a_docket_that_temporal_forgot_is_served_by_the_next_command(server: Client, place: Place) -> None:
    """Every run of every docket is deleted, as the server does by itself after the time of retention."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        for agency in DOCKETS:
            await forget(here, directive, agency)
        for agency in DOCKETS:
            await until(lambda agency=agency: forgotten(here, directive, agency), seconds=90)  # type: ignore[misc]
        answered = await act(here, directive, "00001", "00001-U1", "progress", percent=40)
        assert answered.status_code == 200
        assert kinds(here, directive, "00001")[-1] == "progressed"
        assert await forgotten(here, directive, "19")
        assert audit(here.engines.read, datetime.now(UTC)).clean


async def forgotten(here: House, directive: str, agency: AgencyId) -> bool:
    return await status(here, directive, agency) is None


async def forget(here: House, directive: str, agency: AgencyId) -> None:
    """Delete every run of a docket's workflow."""
    docket = docket_id(directive, agency)
    async for run in here.client.list_workflows(f'WorkflowId = "{docket}"'):
        await here.client.workflow_service.delete_workflow_execution(
            DeleteWorkflowExecutionRequest(
                namespace=here.client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=docket, run_id=run.run_id),
            )
        )
