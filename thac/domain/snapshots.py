"""How a docket is carried from one run of its workflow to the next: its whole state as one compressed text."""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from thac.domain.assignments import Assignment
from thac.domain.codec import dump, load
from thac.domain.deadlines import Deadline
from thac.domain.docket import Docket, Series
from thac.domain.hearings import ChildReport, Instruction
from thac.domain.plans import PlannedTask, Slice


@dataclass(frozen=True, slots=True)
class _Snapshot:
    id: str
    head: int
    hash: str
    plan: Slice | None
    rows: tuple[Assignment, ...]
    tasks: tuple[PlannedTask, ...] = ()
    allocated: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    series: tuple[tuple[int, Series], ...] = ()
    days: tuple[tuple[str, date], ...] = ()
    limits: tuple[tuple[str, datetime], ...] = ()
    limits_said: tuple[tuple[str, Deadline], ...] = ()
    below: tuple[str, ...] = ()
    covered: tuple[tuple[int, str], ...] = ()
    instructions: tuple[tuple[str, tuple[Instruction, ...]], ...] = ()
    heard: int = 0
    recalled: bool = False
    registered: tuple[str, str] | None = None
    close_ordered: tuple[tuple[str, bool], ...] = ()
    children_closed: tuple[str, ...] = ()
    closing: bool | None = None
    closed_at: datetime | None = None
    children: tuple[ChildReport, ...] = ()


def pack(docket: Docket) -> str:
    """The docket as text: JSON, compressed; 40 KB for 1,700 assignments, ten times that with an ask on each."""
    snapshot = _Snapshot(
        id=docket.id,
        head=docket.head,
        hash=docket.hash,
        plan=docket.plan,
        rows=tuple(docket.rows.values()),
        tasks=tuple(docket.tasks.values()),
        allocated=tuple(sorted(docket.allocated)),
        ended=tuple(sorted(docket.ended)),
        series=tuple(sorted(docket.series.items())),
        days=tuple(sorted(docket.days.items())),
        limits=tuple(sorted(docket.limits.items())),
        limits_said=tuple((key, docket.limits_said[key]) for key in sorted(docket.limits_said)),
        below=tuple(sorted(docket.below)),
        covered=tuple(sorted(docket.covered.items())),
        instructions=tuple(sorted(docket.instructions.items())),
        heard=docket.heard,
        recalled=docket.recalled,
        registered=docket.registered,
        close_ordered=tuple(sorted(docket.close_ordered.items())),
        children_closed=tuple(sorted(docket.children_closed)),
        closing=docket.closing,
        closed_at=docket.closed_at,
        children=tuple(docket.children[agency] for agency in sorted(docket.children)),
    )
    text = json.dumps(dump(_Snapshot, snapshot), ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 6)).decode("ascii")


def unpack(packed: str) -> Docket:
    """The docket that was packed, with its agenda made anew."""
    snapshot = load(_Snapshot, json.loads(zlib.decompress(base64.b85decode(packed))))
    docket = Docket(
        snapshot.id,
        snapshot.head,
        snapshot.hash,
        snapshot.plan,
        tasks={task.number: task for task in snapshot.tasks},
        allocated=set(snapshot.allocated),
        ended=set(snapshot.ended),
        days=dict(snapshot.days),
        limits=dict(snapshot.limits),
        limits_said=dict(snapshot.limits_said),
        below=set(snapshot.below),
        covered=dict(snapshot.covered),
        instructions=dict(snapshot.instructions),
        heard=snapshot.heard,
        recalled=snapshot.recalled,
        registered=snapshot.registered,
        close_ordered=dict(snapshot.close_ordered),
        children_closed=set(snapshot.children_closed),
        closing=snapshot.closing,
        children={report.agency: report for report in snapshot.children},
    )
    for row in snapshot.rows:
        docket.put(row)
    for task, series in snapshot.series:
        docket.put_series(task, series)
    if snapshot.closed_at is not None:
        docket.close(snapshot.closed_at)
    return docket
