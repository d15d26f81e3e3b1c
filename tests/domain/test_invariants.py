"""What holds in a docket whatever happens: random commands, reports and waits on a province's and a commune's docket.

Each docket is kept twice: by a worker that settles what waits now and then, all at once; and by one that is always
there and settles whatever was received at one moment in a turn of its own. The numbers are those of the invariants.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.domain.acts import KEEPERS, UNITS, act, following, in_order, instruction, nonsense, told_below
from tests.domain.auditing import findings
from tests.domain.corrections import notice, turned
from tests.domain.desk import Desk, plan_of, vn, with_dockets
from tests.domain.shares import Shares
from thac.domain import events as ev
from thac.domain.asks import AskKind
from thac.domain.assignments import State
from thac.domain.calendar import civil_day
from thac.domain.commands import Parcel
from thac.domain.deadlines import Deadline, Reason
from thac.domain.docket import Docket
from thac.domain.hearings import CloseOrder, Hearing
from thac.domain.ledger import Entry, decode, fold
from thac.domain.plans import PlannedTask, Slice
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.refusals import Refusal
from thac.domain.snapshots import pack, unpack
from thac.domain.turns import Done, begin, settle

MINUTE = timedelta(minutes=1)
START = vn(1, 18, 8)
MONTHLY = Recurrence(Rhythm.MONTHLY, 20, date(2027, 1, 1), until=date(2027, 12, 31))


def province() -> Slice:
    """Given out at once: dated, undated, overdue, recurring, waiting; to communes, departments, the Front."""
    plan = plan_of(
        PlannedTask(1, KEEPERS, single=False, deadline=Deadline(date(2027, 2, 12)), monitor="19-SNV"),
        PlannedTask(2, ("19-SNV",), single=True, deadline=Deadline(date(2027, 1, 20), hour=vn(1, 20, 15).time())),
        PlannedTask(3, ("19-SKHCN",), single=True, coordinators=("19-SNV",)),
        PlannedTask(4, ("00001",), single=True, deadline=Deadline(date(2027, 1, 5))),
        PlannedTask(5, ("00001", "19-SNV"), single=False, recurrence=MONTHLY),
        PlannedTask(6, ("00002",), single=True, relative=Relative("bầu cử", -10)),
        PlannedTask(7, ("MTTQ",), single=True, deadline=Deadline(date(2027, 3, 1)), request=True),
        agency="19",
        parent=None,
    )
    return with_dockets(plan, *KEEPERS)


def commune() -> Slice:
    """Allocated by the office itself: for one unit or for each, dated and undated, recurring, waiting for an event."""
    tasks = (
        PlannedTask(1, (UNITS[0],), single=True, deadline=Deadline(date(2027, 2, 12)), coordinators=(UNITS[1],)),
        PlannedTask(2, ("departments",), single=False, deadline=Deadline(date(2027, 1, 29)), monitor="19-SNV"),
        PlannedTask(3, (UNITS[1],), single=True, silence_days=10),
        PlannedTask(4, ("departments",), single=False),
        PlannedTask(5, (UNITS[2],), single=True, deadline=Deadline(date(2027, 1, 15))),
        PlannedTask(6, ("departments",), single=False, recurrence=replace(MONTHLY, ahead=2)),
        PlannedTask(7, (UNITS[0],), single=True, relative=Relative("bầu cử", -10)),
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
        self.beyond: set[tuple[int, str | None]] = set()
        self.sound = True
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
        self.sound = False
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
            self.told_over_open |= CloseOrder(over_open=True) in hearings
            for desk in (self.there, self.away):
                desk.turn(now, (), hearings)
            self._check(now)
        self.sound = True

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
            case ev.TasksGiven() if before.closed_at is not None:
                self.told_over_open = False
            case ev.StepFired():
                key = (event.assignment, event.clock, event.round, event.version, event.step, event.repeat)
                assert key not in self.fired, "5: an alert exists at most once"
                self.fired.add(key)
                assert before.rows[event.assignment].assigned_at <= event.moment <= recorded.at
            case ev.CalendarChanged():
                moving = {row.key for row in before.open_rows if row.version == 1}
                self.first_due = {key: due for key, due in self.first_due.items() if key not in moving}
            case ev.DeadlineMoved(beyond=True):
                self.beyond.add((event.task, event.period))
        if recorded.key is not None:
            self._check_actor(recorded)
        fold(self.replayed, [entry])
        self._check_rows()

    def _check_actor(self, recorded: ev.Recorded) -> None:
        """8: nobody changes what is not his, and every change names its actor."""
        actor, event, docket = recorded.actor, recorded.event, self.replayed
        assert actor is not None
        key = getattr(event, "assignment", None)
        row = None if key is None else docket.rows[key]
        owner = self.plan.agency
        match event:
            case ev.Accepted() | ev.Taken() | ev.Progressed() | ev.Submitted() | ev.Acknowledged() if row:
                owner = row.lead
            case ev.Asked(about=about) if row and about is not AskKind.EXPLANATION:
                owner = row.lead
            case ev.Answered(ask=number) | ev.Consented(ask=number) if row:
                owner = row.asks[number - 1].awaits
            case ev.Reassigned(to=to, signed=True):
                owner = to.agency
            case ev.TaskWithdrawn() | ev.Reassigned():
                pass
            case ev.Urged() if row:
                task = docket.task(row.task)
                assert actor.agency in {self.plan.agency, self.plan.parent, task and task.monitor}
                return
        assert actor.acting == owner
        assert actor.agency in {owner, self.plan.agency}

    def _check_rows(self) -> None:
        docket = self.replayed
        single: Counter[tuple[int, str | None]] = Counter()
        for key, row in docket.rows.items():
            assert row.lead != docket.slice.agency, "1: an assignment has a lead below the issuer"
            assert row.lead not in row.coordinators, "1: and it is lead only"
            assert row.copy not in {row.lead, *row.former} or row.copy == (*row.former, row.lead)[0]
            task = docket.tasks[row.task]
            single[row.task, row.period] += task.single and row.state is not State.WITHDRAWN
            due = row.deadlines[0].due if row.deadlines else None
            known = self.first_due.setdefault(key, due)
            if known is None:
                self.first_due[key] = due
            else:
                assert due == known, "3: the first deadline never changes"
            limit = docket.limit(row.task, row.period)
            if row.open and limit is not None and row.due is not None and (row.task, row.period) not in self.beyond:
                redo = row.deadlines[-1].reason is Reason.REDO
                assert redo or row.due <= limit, "6: no deadline lies after that of the level above"
        assert all(count <= 1 for count in single.values()), "2: one task, one lead"
        assert {row.task for row in docket.open_rows if row.period is None} <= docket.allocated


class Dockets(RuleBasedStateMachine):
    """A province's docket and a commune's, some months of both."""

    shares: Shares

    def __init__(self) -> None:
        super().__init__()
        self.now = START + MINUTE
        self.books = [Book(province(), self.shares), Book(commune(), self.shares)]
        self.sequences: Counter[str] = Counter()
        self.told = 0

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

    @rule(data=st.data(), several=st.integers(4, 14), twice=st.integers(0, 40))
    def commands_come_in(self, data: st.DataObject, several: int, twice: int) -> None:
        """Some at one moment, some a minute apart, now and then one sent twice, now and then one out of order."""
        book = self._book(data)
        for number in range(several):
            docket = book.seen()
            sense = data.draw(st.integers(0, 9), "sense")
            parcel = in_order(data, docket, self.now) if sense else nonsense(data, docket, self.now)
            if parcel is None:
                break
            book.receive(*[parcel] * (2 if twice == number else 1))
            self.now += data.draw(st.integers(0, 1), "minutes after") * MINUTE

    @rule(data=st.data())
    def everybody_does_what_comes_next(self, data: st.DataObject) -> None:
        book = self._book(data)
        for target, kind in following(book.seen()).items():
            if data.draw(st.integers(0, 2), f"{kind} {target}") == 0:
                book.receive(act(data, book.seen(), kind, target, self.now))
                self.now += MINUTE

    @rule(data=st.data())
    def the_worker_is_back(self, data: st.DataObject) -> None:
        self._settle(self._book(data))

    @rule(data=st.data())
    def a_docket_below_reports(self, data: st.DataObject) -> None:
        book = self._book(data)
        report = told_below(data, book.away.docket, self.sequences)
        if report is not None:
            self._settle(book, report)

    @rule(data=st.data(), start=st.integers(-5, 30), length=st.integers(1, 5))
    def the_calendar_is_corrected(self, data: st.DataObject, start: int, length: int) -> None:
        book = self._book(data)
        known = book.away.docket.slice.calendar
        self._settle(book, notice(turned(known, civil_day(self.now) + timedelta(days=start), length), self.now))

    @rule(data=st.data())
    def the_level_above_decides(self, data: st.DataObject) -> None:
        """Something new, or now and then what it had told already."""
        self.told += data.draw(st.sampled_from([1, 1, 1, 0]), "number")
        self._settle(self.books[1], instruction(data, self.books[1].seen(), self.told, self.now))

    @rule(data=st.data(), over_open=st.integers(0, 9))
    def the_word_to_close_comes(self, data: st.DataObject, over_open: int) -> None:
        if self.books[1].away.docket.rows:
            self._settle(self.books[1], CloseOrder(over_open == 0))

    def _settle(self, book: Book, *hearings: Hearing) -> None:
        book.settle(self.now, *hearings)
        self.now += MINUTE

    def teardown(self) -> None:
        end = self.now + timedelta(days=40)
        for book in (book for book in self.books if book.sound):
            book.settle(end)
            for desk in (book.away, book.there):
                assert findings(desk.entries, end) == (), "what a docket decided is found clean"


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
    live(shares, settings(RANDOM, max_examples=15, stateful_step_count=40, derandomize=True))


@pytest.mark.verify
def test_the_invariants_hold_over_many_lives(shares: Shares) -> None:
    live(shares, settings(RANDOM, max_examples=100, stateful_step_count=80))
