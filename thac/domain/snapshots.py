"""How a docket is carried from one run of its workflow to the next: its whole state as one compressed text."""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import datetime

from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.codec import dump, load
from thac.domain.commands import ChildReport
from thac.domain.docket import Docket
from thac.domain.plans import Slice


@dataclass(frozen=True, slots=True)
class _Snapshot:
    id: str
    head: int
    hash: str
    plan: Slice | None
    rows: tuple[Assignment, ...]
    allocated: tuple[int, ...] = ()
    close_ordered: tuple[tuple[AgencyId, bool], ...] = ()
    children_closed: tuple[AgencyId, ...] = ()
    closing: bool | None = None
    closed_at: datetime | None = None
    children: tuple[ChildReport, ...] = ()


def pack(docket: Docket) -> str:
    """The docket as text: JSON, compressed; about 50 KB for 1,700 assignments."""
    snapshot = _Snapshot(
        id=docket.id,
        head=docket.head,
        hash=docket.hash,
        plan=docket.plan,
        rows=tuple(docket.rows.values()),
        allocated=tuple(sorted(docket.allocated)),
        close_ordered=tuple(sorted(docket.close_ordered.items())),
        children_closed=tuple(sorted(docket.children_closed)),
        closing=docket.closing,
        closed_at=docket.closed_at,
        children=tuple(docket.children[agency] for agency in sorted(docket.children)),
    )
    text = json.dumps(dump(_Snapshot, snapshot), ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 1)).decode("ascii")


def unpack(packed: str) -> Docket:
    """The docket that was packed, with its agenda made anew."""
    snapshot = load(_Snapshot, json.loads(zlib.decompress(base64.b85decode(packed))))
    docket = Docket(
        snapshot.id,
        snapshot.head,
        snapshot.hash,
        snapshot.plan,
        allocated=set(snapshot.allocated),
        close_ordered=dict(snapshot.close_ordered),
        children_closed=set(snapshot.children_closed),
        closing=snapshot.closing,
        children={report.agency: report for report in snapshot.children},
    )
    for row in snapshot.rows:
        docket.put(row)
    if snapshot.closed_at is not None:
        docket.close(snapshot.closed_at)
    return docket
