"""Dockets that run without a server: the same turns and the same appends, with time moved by hand."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

import sqlalchemy as sa

from tests.samples import plan_maker
from thac.domain import turns
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree, Role
from thac.domain.appending import AnswerRecord, Append, Appended
from thac.domain.assignments import State
from thac.domain.commands import Accept, Command, Confirm, Parcel, Progress, Return, Submit, Take
from thac.domain.directives import Directive
from thac.domain.docket import Docket, docket_id
from thac.domain.hearings import ChildReport, CloseOrder, Hearing
from thac.domain.planning import PlanMaker
from thac.domain.plans import Slice
from thac.domain.refusals import Refusal
from thac.domain.turns import Done, Turn
from thac.domain.views import assignment_views, docket_view
from thac.store import ledger
from thac.store.directory import DirectoryCache

OFFICE, UNIT = Role.OFFICE, Role.UNIT


class Driver:
    """The dockets of one store and the time they live in; reports and orders arrive at once."""

    def __init__(self, connection: sa.Connection, tree: AgencyTree, now: datetime) -> None:
        self.connection = connection
        self.tree = tree
        self.now = now
        self.dockets: dict[str, Docket] = {}
        self.hears = True
        """Whether dockets tell each other how they stand."""
        self._cache = DirectoryCache()
        self._serial = count()

    def launch(self, directive: Directive, maker: PlanMaker | None = None) -> Docket:
        """Open every docket of the directive now."""
        maker = maker or plan_maker(directive, self.tree)
        plan = maker.plan(directive.issuer)
        self._open(plan.own)
        for child in plan.children:
            self._open(child)
        pending = list(plan.askers)
        while pending:
            below = maker.plan(pending.pop())
            self._open(below.own)
            for child in below.children:
                self._open(child)
            pending.extend(below.askers)
        return self.docket(directive.id, directive.issuer)

    def docket(self, directive: str, agency: AgencyId) -> Docket:
        """The docket as it stands."""
        return self.dockets[docket_id(directive, agency)]

    def send(
        self,
        docket: Docket,
        agency: AgencyId,
        role: Role,
        command: Command,
        received_at: datetime | None = None,
        key: str | None = None,
    ) -> Done | Refusal:
        """Let one command be decided now; it was received at ``received_at`` or now."""
        key = key or f"{agency}/test/{next(self._serial)}"
        parcel = Parcel(key, f"fingerprint of {command}", Actor(agency, role, "test"), received_at or self.now, command)
        return self.turn(self.dockets[docket.id], [parcel]).answers[key]

    def advance(self, until: datetime) -> None:
        """Let time pass; every step fires at its moment."""
        while (calls := [(first[0], one) for one in self.dockets if (first := self.dockets[one].agenda.first())]) and (
            earliest := min(calls)
        )[0] <= until:
            self.now = max(self.now, earliest[0])
            self.turn(self.dockets[earliest[1]])
        self.now = until

    def sleep(self, until: datetime) -> None:
        """Let time pass while no worker runs; afterwards every docket catches up."""
        self.now = until
        for one in list(self.dockets):
            self.turn(self.dockets[one])

    def _open(self, plan: Slice) -> None:
        docket = Docket(docket_id(plan.directive, plan.agency))
        turn = turns.begin(docket, self.now)
        turns.open_docket(turn, plan)
        turns.settle(turn, (), ())
        self.dockets[docket.id] = turn.docket
        self._append(docket, turn)

    def turn(self, docket: Docket, parcels: Iterable[Parcel] = (), hearings: Iterable[Hearing] = ()) -> Turn:
        """One turn of a docket, written and told to its neighbours."""
        turn = turns.begin(docket, self.now)
        turns.settle(turn, parcels, hearings)
        self.dockets[docket.id] = turn.docket  # what was heard from below is kept without an event too
        if turn.entries:
            self._append(docket, turn)
            if self.hears:
                self._tell(docket, turn.docket)
        return turn

    def _append(self, before: Docket, turn: Turn) -> None:
        docket = turn.docket
        answers = tuple(
            AnswerRecord(key, turn.fingerprints[key], done.seq)
            for key, done in turn.answers.items()
            if isinstance(done, Done)
        )
        request = Append(
            docket.id,
            before.head,
            before.hash,
            tuple(turn.entries),
            docket_view(docket),
            tuple(assignment_views(docket, turn.changed)),
            answers,
            tuple(turn.answers),
        )
        outcome = ledger.append(self.connection, request, self.now, lambda: self._cache.tree(self.connection))
        assert outcome == Appended()

    def _tell(self, before: Docket, docket: Docket) -> None:
        plan = docket.slice
        for agency, over_open in docket.close_ordered.items():
            if agency not in before.close_ordered:
                self._order(docket_id(plan.directive, agency), over_open=over_open)
        if plan.parent is not None and (above := self.dockets.get(docket_id(plan.directive, plan.parent))):
            closed = docket.closed_at is not None
            report = ChildReport(plan.agency, docket.head, docket.open_by_task(), docket.late(self.now), closed=closed)
            self.turn(above, hearings=[report])

    def _order(self, below: str, *, over_open: bool) -> None:
        if below in self.dockets:
            self.turn(self.dockets[below], hearings=[CloseOrder(over_open)])


def one_life(driver: Driver, docket: Docket, key: str, chance: random.Random, step: timedelta) -> None:
    """Carry one assignment from receipt to its confirmation, perhaps by way of a return, with time between the acts."""
    role = OFFICE if driver.tree.issues(docket.rows[key].lead) else UNIT

    def act(agency: AgencyId, with_role: Role, command: Command) -> None:
        outcome = driver.send(docket, agency, with_role, command)
        assert isinstance(outcome, Done), outcome
        driver.now += step * chance.random()

    lead = docket.rows[key].lead
    act(lead, role, Accept(key))
    if role is UNIT:
        act(lead, role, Take(key, "Nguyễn Văn A"))
    act(lead, role, Progress(key, chance.randrange(1, 100)))
    act(lead, role, Submit(key))
    if chance.random() < 0.2:
        act(docket.slice.agency, OFFICE, Return(key))
        act(lead, role, Submit(key))
    over_open = lead in docket.slice.keepers
    act(docket.slice.agency, OFFICE, Confirm(key, over_open))
    assert driver.dockets[docket.id].rows[key].state is State.COMPLETED
