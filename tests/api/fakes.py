"""Dockets without Temporal: the same decisions and the same ledger, carried out at once in this process."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from api.dockets import DocketAwayError, DocketGoneError
from tests.samples import TERMS, first_unit, plan_maker
from thac.domain import turns
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.appending import AnswerRecord, Append, Appended, Held
from thac.domain.commands import Parcel
from thac.domain.directives import Directive
from thac.domain.docket import Docket, docket_id
from thac.domain.planning import PlanMaker
from thac.domain.plans import Slice
from thac.domain.turns import Done, Turn
from thac.domain.views import assignment_views, docket_view
from thac.store import directives, ledger, own_plans
from thac.store.engine import Engines
from workflows.messages import Answer, answer


class StoreDockets:
    """Keeps dockets in memory and their ledgers in the store; ``away`` lets nobody through."""

    def __init__(self, engines: Engines, tree: AgencyTree, clock: Callable[[], datetime]) -> None:
        self.engines = engines
        self.tree = tree
        self.clock = clock
        self.dockets: dict[str, Docket] = {}
        self.started: list[str] = []
        self.carried: list[tuple[Parcel, ...]] = []
        self.away = False

    async def start(self, directive: str, issuer: AgencyId, seconds: float) -> None:
        """Open the root docket and every docket below it."""
        del seconds
        if self.away:
            raise DocketAwayError(directive)
        self.started.append(directive)
        if docket_id(directive, issuer) in self.dockets:
            return
        with self.engines.write.begin() as connection:
            self._open(connection, self._maker(connection, directives.load(connection, directive)), issuer)

    async def carry(self, docket: str, parcels: Sequence[Parcel], seconds: float) -> tuple[Answer, ...]:
        """Decide and append, as the workflow does in a turn."""
        del seconds
        if self.away:
            raise DocketAwayError(docket)
        if docket not in self.dockets:
            raise DocketGoneError(docket)
        self.carried.append(tuple(parcels))
        answers: dict[str, Answer] = {}
        pending = list(parcels)
        while pending:
            turn = turns.begin(self.dockets[docket], self.clock())
            turns.settle(turn, pending, ())
            with self.engines.write.begin() as connection:
                held = self._append(connection, turn, self.dockets[docket])
            answers |= {key: answer(key, Done(seq)) for key, seq in held.items()}
            if not held:
                answers |= {parcel.key: answer(parcel.key, turn.answer_to(parcel)) for parcel in pending}
            pending = [parcel for parcel in pending if parcel.key not in answers]
        await asyncio.sleep(0)
        return tuple(answers[parcel.key] for parcel in parcels)

    async def wake(self, docket: str, seconds: float) -> None:
        """Dockets in memory never sleep."""
        raise AssertionError(f"{docket} runs, or it is not open")

    async def answers(self, seconds: float) -> bool:
        """Whether they are there."""
        del seconds
        return not self.away

    def pass_time(self) -> None:
        """Let every docket fire what came due."""
        for docket in tuple(self.dockets.values()):
            turn = turns.begin(docket, self.clock())
            turns.settle(turn, (), ())
            with self.engines.write.begin() as connection:
                self._append(connection, turn, docket)

    def _maker(self, connection: sa.Connection, ordered: Directive) -> PlanMaker:
        if ordered.parent is None:
            return plan_maker(ordered, self.tree)
        up = own_plans.upward(connection, ordered)
        terms = replace(TERMS, above=up.above, limits=up.limits, carried=up.carried)
        return PlanMaker(ordered, self.tree, first_unit, terms)

    def _open(self, connection: sa.Connection, maker: PlanMaker, agency: AgencyId) -> None:
        plan = maker.plan(agency)
        self._open_one(connection, plan.own)
        for child in plan.children:
            self._open_one(connection, child)
        for asker in plan.askers:
            self._open(connection, maker, asker)

    def _open_one(self, connection: sa.Connection, plan: Slice) -> None:
        empty = Docket(docket_id(plan.directive, plan.agency))
        turn = turns.begin(empty, self.clock())
        turns.open_docket(turn, plan)
        turns.settle(turn, (), ())
        self._append(connection, turn, empty)

    def _append(self, connection: sa.Connection, turn: Turn, before: Docket) -> dict[str, int]:
        """Append a turn; or nothing, and which of its requests were carried out before."""
        docket = turn.docket
        outcome = ledger.append(
            connection,
            Append(
                docket.id,
                before.head,
                before.hash,
                tuple(turn.entries),
                docket_view(docket),
                tuple(assignment_views(docket, turn.changed)),
                tuple(
                    AnswerRecord(key, turn.fingerprints[key], done.seq)
                    for key, done in turn.answers.items()
                    if isinstance(done, Done)
                ),
            ),
            self.clock(),
            lambda: self.tree,
        )
        if isinstance(outcome, Held):
            assert outcome.answers
            return {record.key: record.seq for record in outcome.answers}
        assert isinstance(outcome, Appended)
        self.dockets[docket.id] = docket
        return {}
