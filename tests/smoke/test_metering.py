"""A worker's flushes can be read at a port of the loopback address, where one is set."""

from pathlib import Path

import httpx
import pytest
from temporalio.client import Client

from tests.rig import MemoryPlanner, Rig, open_store, until
from tests.samples import directive, small_tree, to_communes
from thac.embedded import free_port
from thac.metering import MeteredLedger, served
from thac.observability import Metrics
from thac.store import tables
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.worker import Outside, make_worker

pytestmark = pytest.mark.slow


async def test_flushes_are_served_while_the_worker_runs_and_not_after(server: Client, tmp_path: Path) -> None:
    tree = small_tree()
    engines = open_store(tmp_path, tree)
    planner = MemoryPlanner(tree)
    metrics = Metrics.create()
    ledger = GroupCommit(engines.write, DirectoryCache(), metrics.flush_batch_size.observe)
    port = free_port("127.0.0.1")
    outside = Outside.of(engines, MeteredLedger(ledger, metrics), planner)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        with served(metrics, port):
            async with make_worker(server, outside):
                running = Rig(server, engines, planner)
                await running.launch(directive(to_communes(1), id_="metered"))
                await until(lambda: running.count(tables.assignments) == 6)

                async def counted() -> bool:
                    page = (await http.get("/metrics")).text
                    return "thac_flush_seconds_count 3.0" in page and "thac_flushes_behind_total 0.0" in page

                await until(counted)
        with pytest.raises(httpx.ConnectError):
            await http.get("/metrics")
    ledger.close()
    engines.dispose()
