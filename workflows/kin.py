"""A docket among its kin: what it tells the docket above and those below, and what it owes them still.

Dockets know each other by their ids. What one has to tell another travels as a signal; to one whose workflow ended,
because it sleeps, it travels in the start of a new one.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from temporalio import workflow
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from thac.domain.docket import Docket, docket_id, split_docket_id
    from thac.domain.hearings import ChildReport, CloseOrder
    from thac.domain.instructing import GIVE, given, tasks_given
    from thac.domain.sleep import Memory
    from workflows import outside
    from workflows.clock import WorkflowClock
    from workflows.messages import CASCADE, Ask, CascadeStart, Instructions, Order, Report

Message: TypeAlias = Ask | Instructions | Order | Report

WAKES_KIN: Final = "wakes-kin"
"""A change of the workflow's code (docs/adr/0016): a docket that is not there to hear is started with the message."""
_BETWEEN_REPORTS: Final = timedelta(seconds=3)
_FIRST_REPORT: Final = timedelta(seconds=5)
_AGAIN: Final = timedelta(seconds=30)
_ATTEMPTS: Final = 3
_MANY: Final = 40
"""More than the country has provinces: those ask for their plans too, and open all at once."""
_GROUP: Final = 10
_BETWEEN_GROUPS: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """Something one docket is told: to which docket, about what, by which signal.

    Two letters about the same thing to the same docket replace each other; what was told last is what holds.
    """

    to: str
    about: str
    signal: str
    message: Message


def owed(docket: Docket) -> tuple[Letter, ...]:
    """Everything that those below must receive and have not acknowledged, in the order in which it goes out.

    It follows from the docket alone: its events say what was decided about those below, and later ones that it arrived.
    """
    instructed = (
        Letter(docket.docket_below(name), "instructions", "instruct", Instructions(instructions))
        for name, instructions in sorted(docket.instructions.items())
    )
    ordered = (
        Letter(docket.docket_below(name), "close", "order", Order(CloseOrder(over_open)))
        for name, over_open in sorted(docket.close_ordered.items())
        if name not in docket.children_closed
    )
    return (*instructed, *ordered)


class Kin:
    """What a docket told its kin in this run of its workflow, and when it tells them next."""

    def __init__(self, start: CascadeStart, clock: WorkflowClock) -> None:
        self._start = start
        self._clock = clock
        self._delivered: dict[tuple[str, str], Message] = {}
        self._asks: set[str] = set()
        self._told: ChildReport | None = None
        self._refused = False
        self._report_at: datetime | None = None
        self._again_at: datetime | None = None

    @property
    def moment(self) -> datetime | None:
        """When something has to be told next, if nothing happens before."""
        return min((at for at in (self._report_at, self._again_at) if at is not None), default=None)

    def settled(self, docket: Docket, now: datetime) -> bool:
        """Whether everything is told and every receipt is there."""
        if owed(docket) or self._asks or self.moment is not None:
            return False
        return docket.above is None or (not self._refused and self._same_as_told(docket, now))

    def memory(self, docket: Docket) -> Memory:
        """What is to be kept while the docket sleeps."""
        return Memory(tuple(docket.children[name] for name in sorted(docket.children)), self._told)

    def opened(self, docket: Docket, now: datetime) -> None:
        """Report for the first time a little later, spread by agency."""
        if docket.above is not None:
            self._report_at = now + self._clock.stretched(_FIRST_REPORT + _spread(docket.slice.agency))

    def woken(self, memory: Memory | None, docket: Docket) -> None:
        """Go on from what was kept; without it, ask those below how they stand, which wakes those that sleep.

        One below that was never opened, because its start was lost with a workflow that a restore did not bring back,
        is opened by being asked.
        """
        if memory is None:
            self._asks = {docket.docket_below(name) for name in docket.below - docket.children_closed}
        elif not self._start.asked:
            self._told = memory.told

    def asked(self) -> None:
        """Say at the next turn how the docket stands, whatever the one above was told before."""
        self._told = None
        self._report_at = self._clock.now()

    def refused(self) -> None:
        """Tell the docket above at once that its word to close was not followed."""
        self._refused = True

    async def start(self, starts: Iterable[CascadeStart]) -> None:
        """Start dockets below; one that runs already is adopted.

        Every start is awaited before anything else: a start that was asked for and not awaited can be lost when the run
        ends, and an order to close must not overtake it. Many that have to ask for their plans, because these were too
        large to carry, open one group after the other: all at once they would be too much work for one worker.
        """
        waiting = list(starts)
        at_once = len(waiting)
        if at_once > _MANY and all(one.plan is None for one in waiting):
            at_once = _GROUP
        while waiting:
            await asyncio.gather(*(_start(one) for one in waiting[:at_once]))
            waiting = waiting[at_once:]
            if waiting:
                await asyncio.sleep(_BETWEEN_GROUPS.total_seconds())

    async def tell(self, docket: Docket, now: datetime) -> None:
        """Tell those below what was decided about them, and the one above how this one stands, if it is time."""
        if docket.plan is None:
            return
        await self._deliver(docket)
        to = docket.above
        if to is None:
            return
        if docket.closed_at is not None or self._refused:
            self._report_at = now
        elif self._report_at is None and not self._same_as_told(docket, now):
            self._report_at = now + self._clock.stretched(_BETWEEN_REPORTS)
        if self._report_at is not None and self._report_at <= now:
            await self._report(docket, to, now)

    async def _deliver(self, docket: Docket) -> None:
        letters = {(letter.to, letter.about): letter for letter in (*owed(docket), *self._questions())}
        delivered = {key: message for key, message in self._delivered.items() if key in letters}
        for key, letter in letters.items():
            if delivered.get(key) != letter.message and await _send(self._start, await _planned(letter)):
                delivered[key] = letter.message
        self._asks -= {to for to, about in delivered if about == "ask"}
        self._delivered = delivered
        self._again_at = None if len(delivered) == len(letters) else self._after(_AGAIN)

    def _questions(self) -> Iterable[Letter]:
        return (Letter(to, "ask", "ask", Ask()) for to in sorted(self._asks))

    async def _report(self, docket: Docket, to: str, now: datetime) -> None:
        report = docket.report(now, refused=self._refused and docket.closed_at is None)
        self._report_at, self._told, self._refused = None, report, False
        if not await _send(self._start, Letter(to, "standing", "report", Report(report))):
            self._report_at, self._told, self._refused = now + self._clock.stretched(_AGAIN), None, report.refused

    def _after(self, pause: timedelta) -> datetime:
        """The moment after a pause, which protects the machine and is in its time."""
        return self._clock.now() + self._clock.stretched(pause)

    def _same_as_told(self, docket: Docket, now: datetime) -> bool:
        """Whether the docket above knows all that a report would tell it now, and it decides by."""
        if self._told is None:
            return False
        told, news = _said(self._told), _said(docket.report(now))
        return told == news or (self._start.edition >= 1 and replace(told, late=news.late) == news)


async def _planned(letter: Letter) -> Letter:
    """The letter with every task it gives as it is planned for the docket that gets it."""
    message = letter.message
    if not isinstance(message, Instructions):
        return letter
    directive, agency = split_docket_id(letter.to)
    instructions = tuple(
        [
            given(one, await outside.given(directive, agency, tasks_given(one))) if one.kind == GIVE else one
            for one in message.instructions
        ]
    )
    return replace(letter, message=Instructions(instructions))


async def _start(start: CascadeStart) -> bool:
    docket = docket_id(start.directive, start.agency)
    try:
        await workflow.start_child_workflow(CASCADE, start, id=docket, parent_close_policy=ParentClosePolicy.ABANDON)
    except WorkflowAlreadyStartedError:
        workflow.logger.info("%s runs already", docket)
        return False
    return True


async def _send(start: CascadeStart, letter: Letter) -> bool:
    """Have a docket hear something: by a signal, or where nothing runs by starting it. False if neither went through.

    Between the two the other may have woken or gone to sleep, so both are tried more than once.
    """
    for _ in range(_ATTEMPTS):
        try:
            await workflow.get_external_workflow_handle(letter.to).signal(letter.signal, letter.message)
        except ApplicationError:
            if not workflow.patched(WAKES_KIN):
                workflow.logger.warning("%s is not there to hear %s", letter.to, letter.signal)
                return True
            if await _start(_with(start.revival(letter.to), letter.message)):
                return True
        else:
            return True
    workflow.logger.warning("%s could not be told: %s", letter.to, letter.about)
    return False


def _with(start: CascadeStart, message: Message) -> CascadeStart:
    """The start of a docket that is to hear that message first."""
    match message:
        case Report(report):
            return replace(start, reports=(report,))
        case Order(order):
            return replace(start, orders=(order,))
        case Ask():
            return replace(start, asked=True)
        case Instructions(instructions):
            return replace(start, instructions=instructions)


def _said(report: ChildReport) -> ChildReport:
    """What a report says, whenever it was made."""
    return replace(report, sequence=0, refused=False)


def _spread(agency: str) -> timedelta:
    """A small delay that differs between agencies, so that the dockets of a province do not all report at once."""
    return timedelta(milliseconds=100 * (sum(map(ord, agency)) % 50))
