"""Dockets without Temporal: the same decisions and the same ledger, carried out at once in this process."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from api.dockets import DocketAwayError, DocketGoneError
from tests.samples import plan_maker
from thac.domain import turns
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.appending import AnswerRecord, Append, Appended
from thac.domain.commands import Parcel
from thac.domain.docket import Docket, docket_id
from thac.domain.planning import PlanMaker
from thac.domain.plans import Slice
from thac.domain.turns import Done, Turn
from thac.domain.views import assignment_views, docket_view
from thac.store import directives, ledger
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
            self._open(connection, plan_maker(directives.load(connection, directive), self.tree), issuer)

    async def carry(self, docket: str, parcels: Sequence[Parcel], seconds: float) -> tuple[Answer, ...]:
        """Decide and append, as the workflow does in a turn."""
        del seconds
        if self.away:
            raise DocketAwayError(docket)
        if docket not in self.dockets:
            raise DocketGoneError(docket)
        self.carried.append(tuple(parcels))
        turn = turns.begin(self.dockets[docket], self.clock())
        turns.settle(turn, parcels, ())
        with self.engines.write.begin() as connection:
            self._append(connection, turn, self.dockets[docket])
        await asyncio.sleep(0)
        return tuple(answer(parcel.key, turn.answer_to(parcel)) for parcel in parcels)

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

    def _append(self, connection: sa.Connection, turn: Turn, before: Docket) -> None:
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
        assert isinstance(outcome, Appended)
        self.dockets[docket.id] = docket
