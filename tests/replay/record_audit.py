"""Records the history of an audit that took many rounds: ``python -m tests.replay.record_audit NAME``.

Histories are added, never edited: an audit that is under way when a new version is installed goes on with it.
"""

import asyncio
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import activities.audit
from tests.places import Files
from tests.rig import dev_server
from tests.store.conftest import lived
from thac.auditing.beside import AuditorHere
from thac.domain.audit_watch import AuditKind
from thac.store.audits import Budget, StoredAuditor
from thac.store.engine import open_engines
from thac.worker import make_audit_worker
from workflows.auditing import AUDIT_QUEUE, AuditStart, AuditWorkflow

AUDITS = Path(__file__).parent / "audits"


async def record(name: str) -> None:
    """One audit of a small store, each page a round of its own."""
    activities.audit._SECONDS = 0  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        engines = open_engines(Files(Path(folder)).copy("lived", lived))
        auditor = StoredAuditor(engines, lambda: datetime.now(UTC), budget=Budget(dockets=1, events=1))
        async with dev_server() as client, make_audit_worker(client, AuditorHere(auditor)):
            start = AuditStart(AuditKind.WHOLE)
            handle = await client.start_workflow(AuditWorkflow.run, start, id=name, task_queue=AUDIT_QUEUE)
            await handle.result()
            history = await handle.fetch_history()
        engines.dispose()
    (AUDITS / f"{name}.json").write_text(json.dumps({"id": name, "history": history.to_json_dict()}))


if __name__ == "__main__":
    AUDITS.mkdir(exist_ok=True)
    asyncio.run(record(sys.argv[1]))
