"""The dispatch on the time-skipping server: what could not be sent for an hour is sent once when it can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from tests.delivery.conftest import HEAD, OFFICE, Desk
from tests.delivery.servers import MailServer, Receiver
from tests.delivery.test_calling import SECRET
from tests.places import Place
from tests.rig import open_store, server_binary, until
from tests.samples import led_by, small_tree
from thac.domain.calendar import VIETNAM, civil_day
from thac.notices.sending import Channel
from thac.sandbox import RUNNER
from thac.store import tables as t
from thac.temporal import DATA_CONVERTER
from thac.worker import make_dispatcher
from workflows.dispatch import DISPATCH_QUEUE, DispatchStart, DispatchWorkflow

pytestmark = pytest.mark.slow
HOUR = timedelta(hours=1)


@asynccontextmanager
async def moved_time() -> AsyncIterator[WorkflowEnvironment]:
    """A server whose time is moved."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as environment:
        yield environment


async def between_looks(server: WorkflowEnvironment) -> datetime:
    """Move to ten o'clock, hours away from the looks at which offices are told, whenever the test runs; that moment."""
    local = (await server.get_current_time()).astimezone(VIETNAM)
    ten = local.replace(hour=10, minute=0, second=0, microsecond=0)
    await server.sleep((ten if ten > local else ten + timedelta(days=1)) - local)
    return await server.get_current_time()


async def dispatching(environment: WorkflowEnvironment, rounds: int = 400) -> WorkflowHandle[DispatchWorkflow, None]:
    """The dispatch, started; it looks every other minute, so that hours go by quickly."""
    start = DispatchStart(timedelta(minutes=2), rounds)
    return await environment.client.start_workflow(
        DispatchWorkflow.run, start, id="dispatch", task_queue=DISPATCH_QUEUE
    )


def lived(place: Place, now: datetime) -> Desk:
    """An office that let a task go by, four weeks after its launch; its head and the province are to be told."""
    desk = Desk(open_store(place, small_tree()))
    desk.now = now - timedelta(days=35)
    desk.live(now, led_by(1, "19-SNV", civil_day(now) - timedelta(days=5)))
    return desk


async def test_mail_and_webhook_are_down_for_an_hour_and_then_all_is_delivered_once(place: Place) -> None:
    mail, receiver = MailServer(), Receiver()
    receiver.start()
    receiver.stop()
    async with moved_time() as server:
        desk = lived(place, await between_looks(server))
        for owner in (HEAD, OFFICE):
            name = owner.partition("@")[0]
            desk.reach(owner, mail=f"{name}@example.vn", webhook=receiver.url, secret=SECRET)
        async with make_dispatcher(server.client, desk.composing, desk.sending(mail)):
            handle = await dispatching(server)
            await server.sleep(HOUR)
            assert desk.states(Channel.MAIL) == desk.states(Channel.WEBHOOK) == {"failed": 2}
            assert min(row.attempts for row in desk.deliveries(Channel.MAIL)) >= 4
            mail.start()
            receiver.start()
            await server.sleep(timedelta(minutes=20))
            await handle.terminate()
        mail.stop()
        receiver.stop()
    assert desk.states(Channel.MAIL) == {"sent": 2}
    assert desk.states(Channel.WEBHOOK) == {"delivered": 2}
    assert mail.ids == {row.message_id: 1 for row in desk.deliveries(Channel.MAIL)}
    assert receiver.ids == {row.id: 1 for row in desk.deliveries(Channel.WEBHOOK)}
    told = [row.alert for row in desk.rows(t.notice_alerts)]
    assert len(told) == len(set(told))
    desk.engines.dispose()


async def test_the_dispatch_goes_on_as_a_new_run_and_sends_each_digest_once(place: Place) -> None:
    """And what a run did is decided alike when it is replayed."""
    with MailServer() as mail:
        async with moved_time() as server:
            desk = lived(place, await between_looks(server))
            desk.reach(HEAD, mail="head@example.vn")
            async with make_dispatcher(server.client, desk.composing, desk.sending(mail)):
                handle = await dispatching(server, rounds=10)
                await server.sleep(2 * HOUR)
                described = await server.client.get_workflow_handle(handle.id).describe()
                assert described.run_id != handle.first_execution_run_id
                first = server.client.get_workflow_handle(handle.id, run_id=handle.first_execution_run_id)
                replayer = Replayer(workflows=[DispatchWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER)
                await replayer.replay_workflow(await first.fetch_history())
                await server.client.get_workflow_handle(handle.id).terminate()
    assert desk.states() == {"sent": len(desk.deliveries())}
    assert set(mail.ids.values()) == {1}
    desk.engines.dispose()


async def test_a_wake_is_answered_before_the_next_look_is_due(place: Place) -> None:
    with MailServer() as mail:
        async with moved_time() as server:
            desk = lived(place, await between_looks(server))
            desk.reach(HEAD, mail="head@example.vn")
            async with make_dispatcher(server.client, desk.composing, desk.sending(mail)):
                handle = await server.client.start_workflow(
                    DispatchWorkflow.run, DispatchStart(timedelta(days=400)), id="dispatch", task_queue=DISPATCH_QUEUE
                )
                await until(lambda: desk.states() == {"sent": 1})
                with desk.engines.write.begin() as connection:
                    values = {"state": "saved", "next_at": await server.get_current_time()}
                    connection.execute(t.deliveries.update().where(t.deliveries.c.channel == "mail").values(values))
                await handle.signal(DispatchWorkflow.wake)
                await until(lambda: list(mail.ids.values()) == [2])
                await handle.terminate()
    desk.engines.dispose()
