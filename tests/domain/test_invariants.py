"""What holds in a docket whatever happens: random commands, reports and waits on a province's and a commune's docket.

Each docket is kept twice: by a worker that settles what waits now and then, all at once; and by one that is always
there and settles whatever was received at one moment in a turn of its own. The numbers are those of the invariants.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.domain.desk import Desk, by, plan_of, vn, with_dockets
from tests.domain.shares import Shares
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import State
from thac.domain.commands import (
    KINDS,
    Accept,
    Allocate,
    ChildReport,
    CloseOrder,
    Command,
    Confirm,
    Hearing,
    Parcel,
    Progress,
    Return,
    Submit,
    Take,
)
from thac.domain.deadlines import Deadline
from thac.domain.docket import Docket
from thac.domain.ledger import Entry, decode, fold
from thac.domain.plans import PlannedTask, Slice
from thac.domain.refusals import Refusal
from thac.domain.snapshots import pack, unpack
from thac.domain.turns import Done, begin, settle

MINUTE = timedelta(minutes=1)
START = vn(1, 18, 8)
KEEPERS = ("00001", "00002")
UNITS = ("00001-U1", "00001-U2", "00001-U3")
WORKABLE = {State.ACCEPTED, State.TAKEN, State.RETURNED}


def province() -> Slice:
    """Given out at once: a task for two communes, one for a department with an hour, one undated, one long overdue."""
    plan = plan_of(
        PlannedTask(1, KEEPERS, single=False, deadline=Deadline(date(2027, 2, 12))),
        PlannedTask(2, ("19-SNV",), single=True, deadline=Deadline(date(2027, 1, 20), hour=vn(1, 20, 15).time())),
        PlannedTask(3, ("19-SKHCN",), single=True),
        PlannedTask(4, ("00001",), single=True, deadline=Deadline(date(2027, 1, 5))),
        agency="19",
        parent=None,
    )
    return with_dockets(plan, *KEEPERS)


def commune() -> Slice:
    """Allocated by the office itself: five tasks, for one unit or for each, dated and undated."""
    tasks = (
        PlannedTask(1, (UNITS[0],), single=True, deadline=Deadline(date(2027, 2, 12))),
        PlannedTask(2, ("departments",), single=False, deadline=Deadline(date(2027, 1, 29))),
        PlannedTask(3, (UNITS[1],), single=True),
        PlannedTask(4, ("departments",), single=False),
        PlannedTask(5, (UNITS[2],), single=True, deadline=Deadline(date(2027, 1, 15))),
    )
    return replace(plan_of(*tasks), groups=(("departments", UNITS),), auto_allocate=False)


class Book:
    """One docket kept by a worker that is often away and by one that never is, and all that is checked on it."""

    def __init__(self, plan: Slice, shares: Shares) -> None:
        self.plan = plan
        self.shares = shares
        self.away, self.there = Desk(plan, START), Desk(plan, START)
        self.waiting: list[Parcel] = []
        self.fresh: list[Parcel] = []
        self.answers: dict[str, Done | Refusal] = {}
        self.replayed = Docket(self.away.docket.id)
        self.read = 0
        self.first_due: dict[str, datetime | None] = {}
        self.fired: set[tuple[object, ...]] = set()
        self.told_over_open = False
        self._check(START)

    def seen(self) -> Docket:
        """The docket as everything that came in would leave it."""
        turn = begin(self.there.docket, self.fresh[0].received_at if self.fresh else START)
        if self.fresh:
            settle(turn, self.fresh, ())
        return turn.docket

    def receive(self, *parcels: Parcel) -> None:
        """Commands come in. Those of one moment are one turn, so the worker that is there waits for the next moment."""
        if self.fresh and self.fresh[0].received_at < parcels[0].received_at:
            self._settle_fresh()
        self.fresh += parcels
        self.waiting += parcels

    def settle(self, now: datetime, *hearings: Hearing) -> None:
        """The worker that was away is back: all that waits in one turn; what was heard from others in another."""
        self._settle_fresh()
        self.there.turn(now)
        turn = self.away.turn(now, self.waiting)
        for key, answer in turn.answers.items():
            assert answer == self.answers[key]
        for parcel in {parcel.key: parcel for parcel in self.waiting}.values():
            self.shares.note(parcel.command.kind, accepted=isinstance(turn.answers[parcel.key], Done))
        self.waiting.clear()
        self._check(now)
        if hearings:
            self.told_over_open = CloseOrder(over_open=True) in hearings
            for desk in (self.there, self.away):
                desk.turn(now, (), hearings)
            self._check(now)

    def _settle_fresh(self) -> None:
        if self.fresh:
            turn = self.there.turn(self.fresh[0].received_at, self.fresh)
            self.answers.update(turn.answers)
            self.fresh.clear()

    def _check(self, now: datetime) -> None:
        """Everything that must hold between two turns."""
        away, there = self.away.docket, self.there.docket
        assert len(self.away.entries) == len(self.there.entries)
        for mine, other in zip(self.away.entries[self.read :], self.there.entries[self.read :], strict=True):
            self._check_event(mine)
            assert replace(decode(mine.body), at=now) == replace(decode(other.body), at=now)
        self.read = len(self.away.entries)
        assert self.replayed == replace(away, children={}), "4: the ledger folds into the docket that wrote it"
        assert unpack(pack(away)) == away, "4: a docket that is carried over is the same"
        as_there = replace(there, hash=away.hash, closed_at=away.closed_at)
        assert as_there == away, "4: how commands were batched changes nothing"
        assert (there.closed_at is None) == (away.closed_at is None)
        first = away.agenda.first()
        assert first is None or first[0] > now, "5: what is due by now has fired"

    def _check_event(self, entry: Entry) -> None:
        recorded = decode(entry.body)
        event, before = recorded.event, self.replayed
        match event:
            case ev.Closed(over):
                still = tuple(row.key for row in before.open_rows)
                assert over == still, "7: what is open when a docket closes is named"
                assert not still or self.told_over_open, "7: it closes over open work only by the word from above"
            case ev.StepFired():
                key = (event.assignment, event.clock, event.round, event.version, event.step, event.repeat)
                assert key not in self.fired, "5: an alert exists at most once"
                self.fired.add(key)
                assert before.rows[event.assignment].assigned_at <= event.moment <= recorded.at
        if recorded.key is not None:
            self._check_actor(recorded)
        fold(self.replayed, [entry])
        self._check_rows()

    def _check_actor(self, recorded: ev.Recorded) -> None:
        """8: nobody changes what is not his, and every change names its actor."""
        assert recorded.actor is not None
        lead = {
            ev.Accepted: recorded.actor.agency,
            ev.Taken: recorded.actor.agency,
            ev.Progressed: recorded.actor.agency,
            ev.Submitted: recorded.actor.agency,
        }.get(type(recorded.event))
        if lead is None:
            assert recorded.actor.agency == self.plan.agency
        else:
            assert self.replayed.rows[recorded.event.assignment].lead == lead  # type: ignore[union-attr]

    def _check_rows(self) -> None:
        docket = self.replayed
        leads: defaultdict[int, list[str]] = defaultdict(list)
        for key, row in docket.rows.items():
            assert row.lead in docket.slice.subordinates, "1: an assignment has a lead below the issuer"
            assert row.lead not in row.coordinators, "1: and it is lead only"
            leads[row.task].append(row.copy)
            due = row.deadlines[0].due if row.deadlines else None
            known = self.first_due.setdefault(key, due)
            if known is None:
                self.first_due[key] = due
            else:
                assert due == known, "3: the first deadline never changes"
        for task in docket.slice.tasks:
            copies = leads[task.number]
            assert len(copies) == len(set(copies)), "2: never two leads for the same copy"
            assert not task.single or len(copies) == (task.number in docket.allocated), "2: one task, one lead"
        assert {row.task for row in docket.rows.values()} <= docket.allocated


class Dockets(RuleBasedStateMachine):
    """A province's docket and a commune's, some months of both."""

    shares: Shares

    def __init__(self) -> None:
        super().__init__()
        self.now = START + MINUTE
        self.books = [Book(province(), self.shares), Book(commune(), self.shares)]
        self.sequences = dict.fromkeys(KEEPERS, 0)

    def _book(self, data: st.DataObject) -> Book:
        open_books = [book for book in self.books if book.away.docket.closed_at is None]
        return data.draw(st.sampled_from(open_books or self.books), "docket")

    @rule(minutes=st.one_of(st.integers(1, 300), st.integers(1_000, 12_000)))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(data=st.data(), beside=st.integers(-1, 1))
    def the_next_step_is_near(self, data: st.DataObject, beside: int) -> None:
        call = self._book(data).there.docket.agenda.first()
        if call is not None:
            self.now = max(self.now, call[0].replace(second=0, microsecond=0) + beside * MINUTE)

    @rule(data=st.data(), several=st.integers(1, 6), twice=st.integers(0, 20))
    def commands_come_in(self, data: st.DataObject, several: int, twice: int) -> None:
        """Some at one moment, some a minute apart, now and then one sent twice."""
        book = self._book(data)
        for number in range(several):
            parcel = self._parcel(data, book)
            book.receive(*[parcel] * (2 if twice == number else 1))
            self.now += data.draw(st.integers(0, 1), "minutes after") * MINUTE

    @rule(data=st.data())
    def everybody_does_what_comes_next(self, data: st.DataObject) -> None:
        book = self._book(data)
        for target, kind in _next(book.seen()).items():
            if data.draw(st.integers(0, 3), f"{kind} {target}"):
                book.receive(self._in_order(data, book.seen(), kind, target))
                self.now += MINUTE

    @rule(data=st.data())
    def the_worker_is_back(self, data: st.DataObject) -> None:
        self._settle(self._book(data))

    @rule(data=st.data())
    def a_docket_below_reports(self, data: st.DataObject) -> None:
        book, keeper = self.books[0], data.draw(st.sampled_from(KEEPERS), "docket below")
        docket = book.away.docket
        if keeper in docket.children_closed:
            return
        ordered = keeper in docket.close_ordered
        still = data.draw(st.sampled_from([(), (), ((1, 2),), ((1, 1), (4, 1)), ((4, 3),)]), "open below")
        self.sequences[keeper] += data.draw(st.sampled_from([-1, 1, 1, 1]), "sequence")
        closed = ordered and data.draw(st.booleans(), "closed")
        report = ChildReport(
            keeper,
            self.sequences[keeper],
            () if closed else still,
            closed=closed,
            refused=ordered and not closed and bool(still),
        )
        self._settle(book, report)

    @rule(data=st.data(), over_open=st.integers(0, 9))
    def the_word_to_close_comes(self, data: st.DataObject, over_open: int) -> None:
        if self.books[1].away.docket.rows:
            self._settle(self.books[1], CloseOrder(over_open == 0))

    def _settle(self, book: Book, *hearings: Hearing) -> None:
        book.settle(self.now, *hearings)
        self.now += MINUTE

    def teardown(self) -> None:
        for book in self.books:
            book.settle(self.now + timedelta(days=40))

    def _parcel(self, data: st.DataObject, book: Book) -> Parcel:
        docket = book.seen()
        sensible = _sensible(docket)
        if not sensible or data.draw(st.integers(0, 7), "sense") == 0:
            agency = data.draw(st.sampled_from([docket.slice.agency, *docket.slice.subordinates, "TW"]), "agency")
            command = _any_command(data, docket)
            return by(agency, data.draw(st.sampled_from(Role), "role"), command, self.now)
        kind = data.draw(st.sampled_from(sorted(sensible)), "kind")
        return self._in_order(data, docket, kind, data.draw(st.sampled_from(sensible[kind]), "assignment"))

    def _in_order(self, data: st.DataObject, docket: Docket, kind: str, target: str) -> Parcel:
        """A command by the one whose turn it is."""
        command = _command(data, kind, target, docket, self.now)
        if kind in {"allocate", "confirm", "return"}:
            return by(docket.slice.agency, Role.OFFICE, command, self.now)
        lead = docket.rows[target].lead
        return by(lead, Role.OFFICE if lead in KEEPERS else Role.UNIT, command, self.now)


def _sensible(docket: Docket) -> dict[str, list[str]]:
    """Which kinds of command would be in order now, and on what."""
    if docket.closed_at is not None:
        return {}
    rows = docket.rows.values()
    workable = [row.key for row in rows if row.state in WORKABLE]
    submitted = [row.key for row in rows if row.state is State.SUBMITTED]
    found = {
        "allocate": [str(task.number) for task in docket.slice.tasks if task.number not in docket.allocated],
        "accept": [row.key for row in rows if row.state is State.ASSIGNED],
        "take": workable,
        "progress": workable,
        "submit": workable,
        "confirm": submitted,
        "return": submitted,
    }
    return {kind: targets for kind, targets in found.items() if targets}


def _next(docket: Docket) -> dict[str, str]:
    """For each assignment the act that leads on to its end, and for each task the allocation."""
    if docket.closed_at is not None:
        return {}
    following = {State.ASSIGNED: "accept", State.SUBMITTED: "confirm", **dict.fromkeys(WORKABLE, "submit")}
    rows = {row.key: following[row.state] for row in docket.open_rows}
    return {**dict.fromkeys(_sensible(docket).get("allocate", ()), "allocate"), **rows}


def _command(data: st.DataObject, kind: str, target: str, docket: Docket, now: datetime) -> Command:
    match kind:
        case "allocate":
            task = docket.task(int(target))
            assert task is not None
            leads = data.draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=1 if task.single else 3), "leads")
            return Allocate(task.number, tuple(leads), data.draw(st.sampled_from([(), (UNITS[0],)]), "coordinators"))
        case "progress":
            return Progress(target, data.draw(st.integers(-5, 105), "percent"))
        case "submit":
            return Submit(target)
        case "confirm":
            return Confirm(target, data.draw(st.booleans(), "over open"))
        case "return":
            in_days = st.integers(-2, 30).map(lambda number: Deadline((now + timedelta(days=number)).date()))
            return Return(target, None, data.draw(st.one_of(st.none(), in_days), "redo"))
        case _:
            return Take(target, "Trần Thị B") if kind == "take" else Accept(target)


def _any_command(data: st.DataObject, docket: Docket) -> Command:
    """Any kind on anything, in order or not."""
    kind = data.draw(st.sampled_from(sorted(KINDS)), "kind")
    targets = ["1", "9"] if kind == "allocate" else ["9:nobody", *docket.rows]
    target = data.draw(st.sampled_from(targets), "target")
    if target == "9":
        return Allocate(9, UNITS[:1])
    return _command(data, kind, target, docket, START)


RANDOM = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # to shrink a life of months takes longer than a run may
)


def live(shares: Shares, how: settings) -> None:
    """Run the lives, with their commands counted."""

    class Counted(Dockets):
        pass

    Counted.shares = shares
    run_state_machine_as_test(Counted, settings=how)


def test_the_invariants_hold_whatever_happens(shares: Shares) -> None:
    live(shares, settings(RANDOM, max_examples=60, stateful_step_count=40, derandomize=True))


@pytest.mark.slow
def test_the_invariants_hold_over_many_lives(shares: Shares) -> None:
    live(shares, settings(RANDOM, max_examples=100, stateful_step_count=80))
