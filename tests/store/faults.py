"""How somebody with access to the database does harm: plain changes, and forgeries with every hash computed anew."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.docket import GENESIS
from thac.domain.ledger import link
from thac.store import tables as t
from thac.store.engine import Engines

Body = dict[str, Any]


def run(store: Engines, statement: str, **values: object) -> None:
    """Run one statement of SQL."""
    with store.write.begin() as connection:
        assert connection.execute(sa.text(statement), values).rowcount > 0, f"nothing changed: {statement}"


def bodies(store: Engines, docket: str) -> list[Body]:
    """The events of a docket as they are written."""
    with store.read.connect() as connection:
        query = sa.select(t.events.c.body).where(t.events.c.docket == docket).order_by(t.events.c.seq)
        return [json.loads(body) for body in connection.execute(query).scalars()]


def forge(store: Engines, docket: str, change: Callable[[list[Body]], list[Body]]) -> None:
    """Write a changed ledger with numbers, hashes, columns, alerts, answers and head as if it had always been so."""
    changed = change(bodies(store, docket))
    numbers = {body["seq"]: seq for seq, body in enumerate(changed, 1)}
    directive, agency = docket.split("/")[1:]
    rows: list[dict[str, Any]] = []
    previous = GENESIS
    for seq, body in enumerate(changed, 1):
        body["seq"] = seq
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = link(previous, text)
        key = body["event"].get("assignment")
        assignment = None if key is None else f"{directive}~{agency}~{key.replace(':', '~')}"
        row = {"docket": docket, "seq": seq, "kind": body["kind"], "assignment": assignment}
        rows.append(row | {"at": datetime.fromisoformat(body["at"]), "body": text, "hash": previous})
    with store.write.begin() as connection:
        connection.execute(sa.delete(t.events).where(t.events.c.docket == docket))
        connection.execute(sa.insert(t.events), rows)
        connection.execute(sa.update(t.dockets).where(t.dockets.c.id == docket).values(head=len(rows), hash=previous))
        for table in (t.alerts, t.answers):
            here = table.c.docket == docket
            connection.execute(sa.delete(table).where(here, table.c.seq.not_in(numbers)))
            moved = sa.case(*((table.c.seq == old, new) for old, new in numbers.items()))
            connection.execute(sa.update(table).where(here).values(seq=moved))


def find(events: list[Body], kind: str, **fields: object) -> int:
    """The index of the first event of that kind whose fields are so."""
    for index, body in enumerate(events):
        if body["kind"] == kind and all(body["event"].get(name) == value for name, value in fields.items()):
            return index
    raise AssertionError(f"no {kind} with {fields} among {[body['kind'] for body in events]}")
