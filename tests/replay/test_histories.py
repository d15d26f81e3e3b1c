"""Recorded histories replay on today's code, and come to the head hash that was recorded."""

import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker._workflow import _WorkflowWorker

from tests.replay.captured import INSTANCES, Capture
from tests.replay.record import HISTORIES
from thac.sandbox import RUNNER
from thac.temporal import DATA_CONVERTER
from workflows.cascade import CascadeWorkflow

FILES = sorted(HISTORIES.glob("*.json"))


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first histories have deadlines in 2099; counting the working hours until then takes a busy machine seconds.

    The SDK would take that for a workflow that hangs.
    """
    make = _WorkflowWorker.__init__

    def made(self: Any, *args: Any, **options: Any) -> None:
        make(self, *args, **options)
        self._deadlock_timeout_seconds = 60

    monkeypatch.setattr(_WorkflowWorker, "__init__", made)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_recorded_history_replays_to_its_recorded_head(file: Path) -> None:
    content = json.loads(file.read_text())
    replayer = Replayer(
        workflows=[CascadeWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER, interceptors=[Capture()]
    )
    INSTANCES.clear()
    await replayer.replay_workflow(WorkflowHistory.from_json(content["id"], content["history"]))
    (instance,) = INSTANCES
    if content["expected"]:
        assert (instance._docket.head, instance._docket.hash) == (
            content["expected"]["head"],
            content["expected"]["hash"],
        )


def test_there_are_histories_of_one_run_and_of_several() -> None:
    assert {"one", "40"} <= {file.stem.split("-")[1] for file in FILES}
    assert any(file.stem.endswith("-2") for file in FILES)
