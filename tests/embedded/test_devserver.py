import asyncio

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus

from thac.embedded import DevServer, NotReadyError
from thac.settings import Settings
from thac.temporal import DATA_CONVERTER, TemporalAddressMissingError, connect, connect_as_set

pytestmark = pytest.mark.slow

THIRTY_DAYS = 30 * 24 * 3600


async def retention(client: Client) -> int:
    answer = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
    return answer.config.workflow_execution_retention_ttl.seconds


async def test_a_started_server_answers_at_once_and_remembers_for_thirty_days(server: DevServer) -> None:
    with server:
        client = await connect(server.address)

        assert await client.service_client.check_health()
        assert client.data_converter is DATA_CONVERTER
        assert await retention(client) == THIRTY_DAYS


async def test_killed_with_9_it_comes_back_on_its_port_with_its_workflows(server: DevServer) -> None:
    """The client that was connected before goes on; nobody polls, so the workflow just waits."""
    with server:
        client = await connect(server.address)
        handle = await client.start_workflow("Nobody", id="cascade/d-1/19", task_queue="nobody")
        before = server.pid

        server.kill()
        assert server.pid is None
        server.start()

        assert server.pid != before
        found = await handle.describe()
        assert found.status is WorkflowExecutionStatus.RUNNING
        assert found.run_id == handle.first_execution_run_id
        assert await retention(client) == THIRTY_DAYS


async def test_a_lazy_client_is_made_before_its_server_runs(server: DevServer) -> None:
    client = await connect(server.address, lazy=True)
    with server:
        assert await client.count_workflows() is not None


async def test_a_server_that_is_absent_is_refused_at_once(server: DevServer) -> None:
    async with asyncio.timeout(10):
        with pytest.raises(RuntimeError, match="onnect"):
            await connect(server.address)


async def test_without_an_address_nothing_is_guessed(settings: Settings) -> None:
    with pytest.raises(TemporalAddressMissingError, match="THAC_TEMPORAL_ADDRESS"):
        await connect_as_set(settings)


def test_a_server_that_cannot_start_says_why(server: DevServer) -> None:
    server.plan.file.mkdir()

    with pytest.raises(NotReadyError, match="temporal is not up: it ended") as failed:
        server.start()

    assert failed.value.part == "temporal"
    assert "unable to open database" in str(failed.value)
    assert server.pid is None
