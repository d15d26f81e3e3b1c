"""What people and other dockets may do next to a docket as it stands, and what they should not: drawn at random."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.domain.desk import by
from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import Ask, AskKind, Below, Receiver
from thac.domain.assignments import WITH_LEAD, Assignment, State
from thac.domain.codec import dump
from thac.domain.deadlines import Deadline
from thac.domain.docket import PLAN, Docket
from thac.domain.folding import rows_of
from thac.domain.hearings import ChildReport, Instruction, Raised
from thac.domain.plans import PlannedTask

KEEPERS = ("00001", "00002")
UNITS = ("00001-U1", "00001-U2", "00001-U3")
RECEIVERS = {
    "19": (
        Receiver("00001", keeps=True),
        Receiver("00002", keeps=True),
        Receiver("00003", keeps=True),
        Receiver("19-SNV"),
    ),
    "00001": tuple(Receiver(unit) for unit in (*UNITS, "00001-U4")),
}
WORKABLE = {State.ACCEPTED, State.TAKEN, State.RETURNED}
ISSUERS = {
    "allocate",
    "confirm",
    "return",
    "reassign",
    "add_recipients",
    "add_task",
    "attach_plan",
    "ask_explanation",
    "climb",
    "pause",
    "resume",
    "urge",
    "withdraw_task",
    "move_deadline",
    "correct_text",
    "date_event",
    "recall",
    "register",
    "reassign_series",
}
SELDOM = {"recall": 1, "attach_plan": 4, "withdraw_task": 2}
"""What ends or changes so much that lives would be short if it came as often as the rest: once in so many times."""
LONG = 45
"""So many events make a life after which a recall may end it."""
SCARCE = (
    "reassign_series",
    "climb",
    "date_event",
    "resume",
    "return",
    "take",
    "progress",
    "ask_extension",
    "ask_input",
)
"""What is seldom possible, so that it is done more often when it is."""


def in_order(data: st.DataObject, docket: Docket, now: datetime) -> cmd.Parcel | None:
    """A command by the one whose turn it is; None where nothing can be done."""
    possible = sensible(docket, now)
    kinds = [
        kind for kind in sorted(possible) if kind not in SELDOM or not data.draw(st.integers(0, SELDOM[kind]), kind)
    ]
    kinds += [kind for kind in SCARCE if kind in possible for _ in range(3)]
    if not kinds:
        return None
    kind = data.draw(st.sampled_from(kinds), "kind")
    return act(data, docket, kind, data.draw(st.sampled_from(possible[kind]), "target"), now)


def act(data: st.DataObject, docket: Docket, kind: str, target: str, now: datetime) -> cmd.Parcel:
    """That kind of command by the one whose turn it is, now and then entered by the office on behalf."""
    command = command_of(data, kind, target, docket, now)
    issuer = docket.slice.agency
    if kind == "answer":
        owner = _asked(docket, target)[1].awaits
    else:
        owner = issuer if kind in ISSUERS else docket.rows[target].lead
    if owner == issuer:
        return by(issuer, Role.OFFICE, command, now)
    if data.draw(st.integers(0, 9), "on behalf") == 0:
        parcel = by(issuer, Role.OFFICE, command, now)
        return replace(parcel, actor=replace(parcel.actor, name="Lê Văn C", on_behalf=owner))
    return by(owner, Role.OFFICE if owner in {"00001", "00002", "00003"} else Role.UNIT, command, now)


def nonsense(data: st.DataObject, docket: Docket, now: datetime) -> cmd.Parcel:
    """Any kind on anything by anybody."""
    issuer = docket.slice.agency
    agency = data.draw(st.sampled_from([issuer, *docket.slice.subordinates, "TW"]), "agency")
    kind = data.draw(st.sampled_from(sorted(cmd.KINDS)), "kind")
    targets = sensible(docket, now).get(kind) or (["9"] if kind in _ON_TASKS else ["9:nobody", *docket.rows])
    command = command_of(data, kind, data.draw(st.sampled_from(targets), "target"), docket, now)
    return by(agency, data.draw(st.sampled_from(Role), "role"), command, now)


def following(docket: Docket) -> dict[str, str]:
    """For each assignment the act that leads on to its end, and for each task the allocation."""
    if docket.closed_at is not None:
        return {}
    next_ = {State.ASSIGNED: "accept", State.SUBMITTED: "confirm", **dict.fromkeys(WORKABLE, "submit")}
    rows = {row.key: next_[row.state] for row in docket.open_rows}
    return {**{str(number): "allocate" for number in docket.unallocated if docket.tasks[number].to}, **rows}


_ON_TASKS = {
    "reassign_series",
    "allocate",
    "add_recipients",
    "add_task",
    "attach_plan",
    "withdraw_task",
    "move_deadline",
    "correct_text",
}


def sensible(docket: Docket, now: datetime) -> dict[str, list[str]]:
    """Which kinds of command would be in order now, and on what: an assignment, a task, or an assignment and an ask."""
    if docket.closed_at is not None:
        return {}
    rows = docket.open_rows
    found: dict[str, list[str]] = {kind: [row.key for row in rows if may(row, now)] for kind, may in _ROWS.items()}
    asks = [(row, ask) for row in rows for ask in row.open_asks if not ask.climbed]
    found["answer"] = [f"{row.key}#{ask.number}" for row, ask in asks]
    if docket.slice.parent is not None:
        found["climb"] = [f"{row.key}#{ask.number}" for row, ask in asks if ask.kind is AskKind.OBSTACLE]
    found["acknowledge"] = [row.key for row in docket.rows.values() if row.unsigned]
    found |= _on_tasks(docket)
    return {kind: targets for kind, targets in found.items() if targets}


def _free(row: Assignment, kind: AskKind) -> bool:
    return row.state in WITH_LEAD and all(ask.kind is not kind for ask in row.open_asks)


_ROWS: dict[str, Callable[[Assignment, datetime], bool]] = {
    "accept": lambda row, _: row.state is State.ASSIGNED,
    "take": lambda row, _: row.state in WORKABLE,
    "progress": lambda row, _: row.state in WORKABLE,
    "submit": lambda row, _: row.state in WORKABLE,
    "confirm": lambda row, _: row.state is State.SUBMITTED,
    "return": lambda row, _: row.state is State.SUBMITTED,
    "reassign": lambda *_: True,
    "urge": lambda *_: True,
    "decline": lambda row, _: _free(row, AskKind.DECLINE),
    "hand_over": lambda row, _: _free(row, AskKind.HAND_OVER),
    "ask_extension": lambda row, now: (
        row.due is not None and now <= row.due and row.state in WORKABLE and _free(row, AskKind.EXTENSION)
    ),
    "report_obstacle": lambda row, _: row.state in WITH_LEAD,
    "ask_explanation": lambda row, _: all(ask.kind is not AskKind.EXPLANATION for ask in row.open_asks),
    "ask_input": lambda row, _: bool(row.coordinators) and _free(row, AskKind.INPUT),
    "pause": lambda row, _: not row.paused,
    "resume": lambda row, _: row.paused,
}


def _on_tasks(docket: Docket) -> dict[str, list[str]]:
    plan, tasks = docket.slice, docket.tasks.values()
    running = [task for task in tasks if task.number not in docket.ended]
    given = [str(task.number) for task in running if any(rows_of(docket, task.number))]
    receivers = {receiver.agency for receiver in RECEIVERS[plan.agency]}
    found = {
        "allocate": [str(number) for number in docket.unallocated],
        "withdraw_task": given,
        "move_deadline": given,
        "add_recipients": [
            str(task.number)
            for task in running
            if not task.single and task.number in docket.allocated and receivers - _copies(docket, task.number)
        ],
        "attach_plan": [str(task.number) for task in running if task.number not in docket.covered],
        "reassign_series": [str(number) for number in docket.series if _idle(docket, number)],
    }
    if plan.parent is None and not docket.recalled:
        found["add_task"] = [str(max(docket.tasks) + 1)]
        found["correct_text"] = [str(task.number) for task in running]
        found["date_event"] = [task.relative.event for task in tasks if task.relative is not None]
        found["register"] = ["*"]
        found["recall"] = ["*"] if docket.head > LONG else []
    return found


def _idle(docket: Docket, task: int) -> list[AgencyId]:
    """Who leads the series and has no occurrence open."""
    series, busy = docket.series.get(task), {row.lead for row in rows_of(docket, task)}
    return [lead for lead in (series.leads if series else ()) if lead not in busy]


def _copies(docket: Docket, task: int) -> set[AgencyId]:
    series = docket.series.get(task)
    return {row.copy for row in docket.rows.values() if row.task == task} | set(series.leads if series else ())


def _asked(docket: Docket, target: str) -> tuple[Assignment, Ask]:
    key, _, number = target.partition("#")
    row = docket.rows[key]
    return row, row.asks[int(number) - 1]


def _coin(data: st.DataObject, what: str) -> bool:
    return data.draw(st.booleans(), what)


def _day(data: st.DataObject, now: datetime, first: int = -2, last: int = 40) -> Deadline:
    return Deadline((now + timedelta(days=data.draw(st.integers(first, last), "days"))).date())


def command_of(  # noqa: C901, PLR0912 - one case for each kind
    data: st.DataObject, kind: str, target: str, docket: Docket, now: datetime
) -> cmd.Command:
    """A command of that kind on that target, with the rest drawn."""
    key, _, ask = target.partition("#")
    receivers = RECEIVERS[docket.slice.agency]
    others = [one for one in receivers if key not in docket.rows or one.agency != docket.rows[key].lead]
    to = data.draw(st.sampled_from(others), "to") if kind in {"reassign", "hand_over", "answer"} else receivers[0]
    match kind:
        case "allocate":
            task = docket.task(int(target))
            single = task is None or task.single
            some = st.lists(st.sampled_from(receivers), min_size=1, max_size=1 if single else 3)
            leads = tuple(dict.fromkeys(data.draw(some, "leads")))
            coordinators = data.draw(st.sampled_from([(), (receivers[0].agency,)]), "coordinators")
            return cmd.Allocate(int(target), tuple(one.agency for one in leads), coordinators, leads)
        case "accept":
            return cmd.Accept(key)
        case "take":
            return cmd.Take(key, "Trần Thị B")
        case "progress":
            return cmd.Progress(key, data.draw(st.integers(-5, 105), "percent"))
        case "submit":
            return cmd.Submit(key)
        case "confirm":
            return cmd.Confirm(key, over_open=_coin(data, "over open"))
        case "return":
            redo = _day(data, now) if _coin(data, "redo") else None
            return cmd.Return(key, None, redo)
        case "reassign":
            recurs = key in docket.rows and docket.rows[key].period is not None
            return cmd.Reassign(key, to, "t3xt", series=recurs and data.draw(st.integers(0, 3), "series") > 0)
        case "decline":
            return cmd.Decline(key, "t3xt")
        case "hand_over":
            return cmd.HandOver(key, to, "t3xt")
        case "ask_extension":
            due = docket.rows[key].due if key in docket.rows else None
            return cmd.AskExtension(key, _day(data, due or now, -1, 20), "t3xt")
        case "report_obstacle":
            return cmd.ReportObstacle(key, "t3xt", beyond=_coin(data, "beyond"))
        case "ask_explanation":
            return cmd.AskExplanation(key, "t3xt")
        case "ask_input":
            of = docket.rows[key].coordinators if key in docket.rows else ()
            by_day = _day(data, now) if _coin(data, "by a day") else None
            return cmd.AskInput(key, of[0] if of else "00001-U9", "t3xt", by_day)
        case "answer":
            grant = _coin(data, "grant")
            text = data.draw(st.sampled_from(["t3xt", "t3xt", None]), "text")
            return cmd.Answer(key, int(ask or 1), grant, text, to=data.draw(st.sampled_from([to, to, None]), "to"))
        case "climb":
            return cmd.Climb(key, int(ask or 1))
        case "pause":
            return cmd.Pause(key, "t3xt")
        case "resume":
            return cmd.Resume(key)
        case "urge":
            return cmd.Urge(key)
        case "acknowledge":
            return cmd.Acknowledge(key)
        case "recall":
            return cmd.Recall("t3xt", data.draw(st.sampled_from([None, "d2"]), "replaced by"))
        case "register":
            return cmd.Register("17", "KH-UBND", date(2027, 1, 4))
        case "date_event":
            return cmd.DateEvent(target, _day(data, now).day)
        case _:
            return _on_task(data, kind, int(target.partition(":")[0]), docket, now)


def _on_task(data: st.DataObject, kind: str, number: int, docket: Docket, now: datetime) -> cmd.Command:
    receivers = RECEIVERS[docket.slice.agency]
    rows = list(rows_of(docket, number))
    periods = sorted({row.period for row in rows if row.period is not None})
    task = docket.task(number)
    period = data.draw(st.sampled_from(periods), "period") if periods and _coin(data, "one period") else None
    if kind == "move_deadline" and task is not None and task.recurrence is not None and periods:
        period = periods[-1]
    named = [row.copy for row in rows if row.period == period]
    copies = (data.draw(st.sampled_from(named), "copy"),) if named and _coin(data, "one copy") else ()
    match kind:
        case "withdraw_task":
            return cmd.WithdrawTask(number, "t3xt", copies, period)
        case "move_deadline":
            beyond = _coin(data, "beyond")
            return cmd.MoveDeadline(number, _day(data, now), "t3xt", copies, period, beyond)
        case "correct_text":
            return cmd.CorrectText(number, "n3w")
        case "add_recipients":
            free = [one for one in receivers if one.agency not in _copies(docket, number)]
            return cmd.AddRecipients(number, (data.draw(st.sampled_from(free or receivers), "to"),))
        case "reassign_series":
            idle = _idle(docket, number) or [receivers[0].agency]
            to = data.draw(st.sampled_from([one for one in receivers if one.agency != idle[0]]), "to")
            return cmd.ReassignSeries(number, idle[0], to, "t3xt")
        case "add_task":
            to = data.draw(st.sampled_from(receivers), "to")
            deadline = _day(data, now, 1) if _coin(data, "dated") else None
            return cmd.AddTask(PlannedTask(number, (to.agency,), single=True, deadline=deadline), (to,))
        case _:
            return cmd.AttachPlan(f"p{number}", (number,))


# ------------------------------------------------------------------------------------------------------- other dockets


def told_below(data: st.DataObject, docket: Docket, sequences: Counter[str]) -> ChildReport | None:
    """How a docket below may stand; None where there is none that could speak."""
    names = sorted(docket.below - (docket.children_closed - set(docket.instructions)))
    if not names:
        return None
    name = data.draw(st.sampled_from(names), "docket below")
    ordered = name in docket.close_ordered
    counts: list[tuple[tuple[int, int], ...]] = [(), (), ((1, 2),), ((1, 1), (4, 1)), ((4, 3),)]
    still = data.draw(st.sampled_from(counts), "open below")
    of_periods: list[tuple[tuple[int, str, int], ...]] = [(), (), ((5, "2027-01", 1),)]
    periods = data.draw(st.sampled_from(of_periods), "open periods below")
    sequences[name] += data.draw(st.sampled_from([-1, 1, 1, 1]), "sequence")
    closed = ordered and _coin(data, "closed")
    told = [one.number for one in docket.instructions.get(name, ())]
    leads = [row for row in docket.open_rows if row.lead == name]
    raised: tuple[Raised, ...] = ()
    if leads and _coin(data, "raised"):
        row = data.draw(st.sampled_from(leads), "obstacle")
        below = Below(name, f"{row.task}:{name}-U1", data.draw(st.integers(1, 2), "ask below"))
        raised = (Raised(row.task, row.period, below, "t3xt"),)
    return ChildReport(
        name,
        sequences[name],
        () if closed else still,
        closed=closed,
        refused=ordered and not closed and bool(still),
        open_by_period=() if closed or name.startswith(PLAN) else periods,
        heard=data.draw(st.sampled_from([0, *told, *told]), "heard"),
        raised=raised,
    )


def instruction(data: st.DataObject, docket: Docket, number: int, now: datetime) -> Instruction:
    """What the level above may have decided; seldom something that ends much."""
    climbed = [(row, ask) for row in docket.rows.values() for ask in row.asks if ask.climbed]
    task = data.draw(st.sampled_from(sorted(docket.tasks)), "task")
    day, name = _day(data, now), "bầu cử"
    few = data.draw(st.integers(0, 19), "of seldom things")
    limit = docket.limit(task)
    later = limit is not None and docket.moment(day) > limit  # an extension above
    again = few < 5 and not any(rows_of(docket, task)) and task not in docket.series
    given = PlannedTask(task if again else max(docket.tasks) + 1, (UNITS[few % 3],), single=True, deadline=day)
    kinds: list[ev.Event] = [
        ev.DeadlineMoved(task, day, "t3xt") if docket.tasks[task].recurrence is None else ev.TextCorrected(task, "n3w"),
        *([ev.DeadlineMoved(task, day, "t3xt", limit_only=True)] if later else []),
        ev.TextCorrected(task, "n3w"),
        ev.EventDated(name, day.day),
        *([ev.Answered(row.key, ask.number, text="t3xt") for row, ask in climbed[-1:]] * 3),
        *([ev.TaskWithdrawn(task, "t3xt")] if few < 6 else []),
        *([ev.TasksGiven((given,))] if few < 9 else []),
        *([ev.Recalled("t3xt")] if few == 0 else []),
    ]
    event = data.draw(st.sampled_from(kinds), "decided above")
    return Instruction(number, event.kind, dump(type(event), event), by("19", Role.OFFICE, cmd.Accept("x"), now).actor)
