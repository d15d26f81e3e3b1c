"""Dockets that tell each other what they have to, by hand: instructions and orders down, reports up."""

from collections.abc import Iterable
from datetime import datetime

from tests.domain.desk import Desk
from tests.samples import TERMS, directive, first_unit
from thac.domain import events as ev
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.commands import Parcel
from thac.domain.directives import Directive, Task
from thac.domain.docket import docket_id
from thac.domain.hearings import CloseOrder, Hearing, Instruction
from thac.domain.instructing import GIVE, given, opening, tasks_given
from thac.domain.ledger import Entry
from thac.domain.planning import PlanMaker, Terms
from thac.domain.plans import Slice


class Cascade:
    """All dockets of some directives over one tree, each on a desk."""

    def __init__(self, tree: AgencyTree, ordered: Directive, opened_at: datetime, terms: Terms = TERMS) -> None:
        self.tree = tree
        self.desks: dict[str, Desk] = {}
        self.makers: dict[str, PlanMaker] = {}
        self._refused: set[str] = set()
        self.launch(ordered, opened_at, terms)

    def launch(self, ordered: Directive, at: datetime, terms: Terms = TERMS) -> Desk:
        """Open every docket of a directive, from the top down."""
        maker = self.makers[ordered.id] = PlanMaker(ordered, self.tree, first_unit, terms)
        return self._open(maker, maker.plan(ordered.issuer).own, at)

    def grow(self, name: str, *tasks: Task, issuer: AgencyId = "19") -> None:
        """The document got further tasks or leads: later slices are planned from it."""
        self.makers[name] = PlanMaker(directive(*tasks, issuer=issuer, id_=name), self.tree, first_unit, TERMS)

    def desk(self, agency: AgencyId, of: str = "d1") -> Desk:
        """The docket of that agency."""
        return self.desks[docket_id(of, agency)]

    def does(self, agency: AgencyId, *parcels: Parcel, of: str = "d1") -> None:
        """Commands that one docket must carry out, with all that follows in the others."""
        for parcel in parcels:
            self.desk(agency, of).does(parcel)
            self.spread(parcel.received_at)

    def spread(self, now: datetime) -> None:
        """Let every docket hear what the others have to tell it, until nobody has anything new to say."""
        before: object = None
        while before != (now_known := self._known(now)):
            before = now_known
            for name in tuple(self.desks):
                self.tell_below(name, now)
            for name in tuple(self.desks):
                self.report(name, now)

    def _known(self, now: datetime) -> object:
        """How far every ledger is, and what every docket would say of itself."""
        return [(len(desk.entries), desk.docket.report(now)) for desk in self.desks.values()]

    def tell_below(self, name: str, now: datetime) -> None:
        """Instructions first, then orders to close, each to the docket it is for."""
        docket = self.desks[name].docket
        for below, told in sorted(docket.instructions.items()):
            for instruction in told:
                self.instruct(docket.docket_below(below), instruction, now)
        for below, over_open in sorted(docket.close_ordered.items()):
            if below not in docket.children_closed and below not in docket.instructions:
                self._order(docket.docket_below(below), CloseOrder(over_open), now)

    def instruct(self, name: str, instruction: Instruction, now: datetime) -> None:
        """Bring one instruction to one docket; one that is not there yet is opened by what it is given."""
        if instruction.kind == GIVE:
            directive_id, agency = name.split("/")[1:]
            own = self.makers[directive_id].given(agency, tasks_given(instruction))
            if name not in self.desks:
                self._open(self.makers[directive_id], opening(instruction, own), now)
                return
            instruction = given(instruction, own)
        self.desks[name].hears(now, instruction)

    def report(self, name: str, now: datetime) -> None:
        """One docket reports to the one above."""
        docket = self.desks[name].docket
        if docket.above is not None:
            report = docket.report(now, refused=name in self._refused and docket.closed_at is None)
            self._refused.discard(name)
            self.desks[docket.above].hears(now, report)

    def _order(self, name: str, order: Hearing, now: datetime) -> None:
        desk = self.desks[name]
        desk.hears(now, order)
        if desk.docket.closed_at is None and desk.docket.closing is None:
            self._refused.add(name)

    def _open(self, maker: PlanMaker, plan: Slice, at: datetime) -> Desk:
        desk = self.desks[docket_id(plan.directive, plan.agency)] = Desk(plan, at)
        for keeper in sorted(desk.docket.below):
            if docket_id(plan.directive, keeper) not in self.desks and keeper not in desk.docket.instructions:
                self._open(maker, maker.plan(keeper).own, at)
        return desk

    def ledgers(self) -> Iterable[tuple[str, list[Entry]]]:
        """Everything that was written, docket by docket."""
        return ((name, desk.entries) for name, desk in self.desks.items())

    def kinds(self, agency: AgencyId, of: str = "d1") -> list[str]:
        """The kinds of events of one docket, in order, without its steps."""
        return [event.kind for event in self.desk(agency, of).events if not isinstance(event, ev.StepFired)]
