"""Recorded audits replay on today's code."""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.replay.record_audit import AUDITS
from thac.sandbox import RUNNER
from thac.temporal import DATA_CONVERTER
from workflows.auditing import AuditWorkflow

FILES = sorted(AUDITS.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_recorded_audit_replays(file: Path) -> None:
    content = json.loads(file.read_text())
    replayer = Replayer(workflows=[AuditWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER)
    await replayer.replay_workflow(WorkflowHistory.from_json(content["id"], content["history"]))


def test_one_of_many_rounds_is_among_them() -> None:
    (events,) = (json.loads(file.read_text())["history"]["events"] for file in FILES)
    kinds = [event["eventType"] for event in events]
    assert kinds.count("EVENT_TYPE_ACTIVITY_TASK_COMPLETED") > 10
    assert kinds[-1] == "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"
