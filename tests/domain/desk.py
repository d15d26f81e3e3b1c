"""A docket on a desk: turns are taken by hand, time is given, and everything that was written is kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from tests.samples import FRIDAY
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.assignments import Assignment, State
from thac.domain.calendar import OFFICE_HOURS, VIETNAM, WorkCalendar
from thac.domain.commands import Accept, Command, Confirm, Parcel, Submit, Take
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.docket import Docket, docket_id
from thac.domain.hearings import Hearing
from thac.domain.ledger import Entry, decode
from thac.domain.plans import CURRENT_LADDER, CURRENT_RULES, PlannedTask, Slice
from thac.domain.refusals import Code, Refusal
from thac.domain.turns import Done, Turn, begin, open_docket, settle

TET = WorkCalendar(
    1,
    OFFICE_HOURS,
    off=(
        date(2027, 1, 1),
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2027, 2, 9),
        date(2027, 2, 10),
        date(2027, 2, 11),
    ),
    on=(date(2027, 2, 20),),
)
"""New Year, Tết from Friday 5 to Thursday 11 February 2027, and Saturday 20 February worked instead."""

UNIT = "00001-U1"
"""The unit that leads in the dockets of :func:`one_task`."""
ISSUER = "00001"
_SERIAL = count()


def vn(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, year: int = 2027) -> datetime:
    """The moment, in UTC, when clocks in Vietnam show that."""
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM).astimezone(UTC)


def plan_of(*tasks: PlannedTask, agency: AgencyId = ISSUER, parent: AgencyId | None = "19") -> Slice:
    """A slice with those tasks on the calendar around Tết."""
    return Slice("d1", agency, parent, tasks, TET, DEFAULTS, CURRENT_LADDER, CURRENT_RULES)


def one_task(day: date | None = None, *, lead: AgencyId = UNIT, deadline: Deadline | None = None) -> Slice:
    """A commune's slice with one task for one unit."""
    return plan_of(PlannedTask(1, (lead,), single=True, deadline=Deadline(day) if day is not None else deadline))


def by(agency: AgencyId, role: Role, command: Command, at: datetime, key: str | None = None) -> Parcel:
    """A command of that agency, received at that moment."""
    key = key or f"{agency}/{next(_SERIAL)}"
    return Parcel(key, f"digest of {command}", Actor(agency, role, "Nguyễn Văn A"), at, command)


def unit(command: Command, at: datetime, key: str | None = None) -> Parcel:
    """A command of the leading unit."""
    return by(UNIT, Role.UNIT, command, at, key)


def office(command: Command, at: datetime, key: str | None = None) -> Parcel:
    """A command of the issuing office."""
    return by(ISSUER, Role.OFFICE, command, at, key)


class Desk:
    """One docket, opened at a moment, and what its turns wrote."""

    def __init__(self, plan: Slice, opened_at: datetime = FRIDAY) -> None:
        self.docket = Docket(docket_id(plan.directive, plan.agency))
        self.entries: list[Entry] = []
        turn = begin(self.docket, opened_at)
        open_docket(turn, plan)
        settle(turn, (), ())
        self._keep(turn)

    def turn(self, now: datetime, parcels: Iterable[Parcel] = (), hearings: Iterable[Hearing] = ()) -> Turn:
        """One turn at that moment."""
        turn = begin(self.docket, now)
        settle(turn, parcels, hearings)
        self._keep(turn)
        return turn

    def ask(self, parcel: Parcel) -> Done | Refusal:
        """The answer to one command, decided when it was received."""
        return self.turn(parcel.received_at, (parcel,)).answers[parcel.key]

    def does(self, *parcels: Parcel) -> None:
        """Commands that must be carried out."""
        for parcel in parcels:
            outcome = self.ask(parcel)
            assert isinstance(outcome, Done), outcome

    def refuses(self, parcel: Parcel) -> Code:
        """The code with which a command must be turned away; nothing is written for it."""
        before = [event for event in self.events if not isinstance(event, ev.StepFired)]
        outcome = self.ask(parcel)
        assert isinstance(outcome, Refusal), outcome
        assert [event for event in self.events if not isinstance(event, ev.StepFired)] == before
        return outcome.code

    def hears(self, now: datetime, *hearings: Hearing) -> tuple[ev.Event, ...]:
        """What follows from what was heard."""
        turn = self.turn(now, (), hearings)
        return tuple(decode(entry.body).event for entry in turn.entries)

    def waits(self, until: datetime) -> list[tuple[str, datetime]]:
        """The steps that fire until that moment, with their moments."""
        turn = self.turn(until)
        fired = [decode(entry.body).event for entry in turn.entries]
        return [(event.step, event.moment) for event in fired if isinstance(event, ev.StepFired)]

    @property
    def recorded(self) -> list[ev.Recorded]:
        """Everything that was written, decoded."""
        return [decode(entry.body) for entry in self.entries]

    @property
    def events(self) -> list[ev.Event]:
        """The events of the whole ledger."""
        return [recorded.event for recorded in self.recorded]

    @property
    def fired(self) -> list[ev.StepFired]:
        """The steps that fired so far."""
        return [event for event in self.events if isinstance(event, ev.StepFired)]

    @property
    def row(self) -> Assignment:
        """The only assignment."""
        (row,) = self.docket.rows.values()
        return row

    def _keep(self, turn: Turn) -> None:
        self.docket = turn.docket
        self.entries += turn.entries


def desk_in(state: State, day: date | None = date(2027, 3, 31), opened_at: datetime | None = None) -> Desk:
    """A desk with one assignment in that state, given on Monday 4 January 2027 at 08:00; each act took a minute."""
    at = opened_at or vn(1, 4, 8)
    desk = Desk(one_task(day), at)
    key = f"1:{UNIT}"
    minute = timedelta(minutes=1)
    path = {
        State.ACCEPTED: unit(Accept(key), at + minute),
        State.TAKEN: unit(Take(key, "Trần Thị B"), at + 2 * minute),
        State.SUBMITTED: unit(Submit(key), at + 3 * minute),
        State.COMPLETED: office(Confirm(key), at + 4 * minute),
    }
    order = list(path)
    for step in order[: order.index(state) + 1] if state in path else ():
        desk.does(path[step])
    return desk


def with_dockets(plan: Slice, *keepers: AgencyId) -> Slice:
    """The slice with those receivers keeping dockets of their own."""
    return replace(plan, dockets=keepers)
