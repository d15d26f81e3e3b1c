"""How assignments stood at a moment that is past: the same when it is asked then and when it is asked months later."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, directive, led_by, small_tree, to_communes
from tests.store.driver import OFFICE, UNIT, Driver, one_life
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.commands import Accept, Command, Confirm, MoveDeadline, Progress, Reassign, Return, Submit, Take
from thac.domain.deadlines import Deadline
from thac.domain.docket import docket_id
from thac.domain.turns import Done
from thac.store import tables as t
from thac.store.queries.moments import Then, folded, standing_at, words_at

pytestmark = pytest.mark.slow
MONDAY = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Monday 23 November, 00:00 in Vietnam; FRIDAY is three days before."""
NEXT = MONDAY + timedelta(weeks=1)
KEY = "1:00001-U1"
ROW = "d~00001~1~00001-U1"


class Work:
    """A directive whose first unit works on it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.driver = Driver(connection, small_tree(), FRIDAY)
        self.driver.launch(
            directive(to_communes(1, date(2026, 11, 27)), led_by(2, "19-SNV"), led_by(3, "19-SNV"), id_="d")
        )

    def act(self, at: datetime, command: Command, agency: str = "00001-U1") -> None:
        """A command of the unit, or of an office, at that moment; the province's goes to its own docket."""
        self.driver.advance(at)
        role = UNIT if "-" in agency else OFFICE
        docket = self.driver.docket("d", "19" if agency == "19" else "00001")
        outcome = self.driver.send(docket, agency, role, command)
        assert isinstance(outcome, Done), outcome

    def at(self, since: datetime, until: datetime) -> dict[str, Then]:
        """What the commune's report of that time would tell."""
        return {one.id: one for one in standing_at(self.connection, "00001", since, until)}


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    engines = open_store(place, small_tree())
    with engines.write.begin() as connection:
        yield Work(connection)
    engines.dispose()


def day(number: float) -> datetime:
    """So many days after Monday morning, 09:00."""
    return MONDAY + timedelta(days=number, hours=9)


def test_what_was_returned_given_on_or_moved_later_stands_as_it_stood(work: Work) -> None:
    """The read model has forgotten the claim, the person, the lead and the deadline; the ledger has not."""
    work.act(day(0), Accept(KEY))
    work.act(day(1), Take(KEY, "A"))
    work.act(day(2), Progress(KEY, 40))
    work.act(day(3), Submit(KEY))
    work.driver.advance(NEXT)
    then = work.at(MONDAY, NEXT)
    assert (then[ROW].state, then[ROW].person, then[ROW].percent) == (State.SUBMITTED, "A", 40)
    assert then[ROW].due == datetime(2026, 11, 27, 10, tzinfo=UTC)

    work.act(day(8), Return(KEY), "00001")
    work.act(day(9), Progress(KEY, 90))
    work.act(day(9.2), MoveDeadline(1, Deadline(date(2026, 12, 20)), "c" * 64, beyond=True), "00001")
    work.act(day(9.4), Reassign(KEY, Receiver("00001-U9")), "00001")
    now = work.at(NEXT, day(10))
    assert (now[ROW].state, now[ROW].lead, now[ROW].person) == (State.ASSIGNED, "00001-U9", None)
    assert work.at(MONDAY, NEXT) == then


def test_each_confirmation_belongs_to_exactly_one_week(work: Work) -> None:
    """Also one that came in before midnight and was decided after it."""
    work.act(day(0), Accept(KEY))
    work.act(day(1), Take(KEY, "A"))
    work.act(day(2), Submit(KEY))
    work.driver.advance(NEXT + timedelta(seconds=2))
    docket = work.driver.docket("d", "00001")
    said = work.driver.send(docket, "00001", OFFICE, Confirm(KEY), received_at=NEXT - timedelta(seconds=2))
    assert isinstance(said, Done)
    work.driver.advance(NEXT + timedelta(weeks=3))
    assert work.at(MONDAY, NEXT)[ROW].state is State.SUBMITTED
    assert work.at(NEXT, NEXT + timedelta(weeks=1))[ROW].state is State.COMPLETED
    assert ROW not in work.at(NEXT + timedelta(weeks=1), NEXT + timedelta(weeks=2))


def test_every_way_of_reading_says_the_same(work: Work) -> None:
    """As it stands, by folding what was named since, by folding the whole ledger; at each midnight of six weeks."""
    chance = random.Random(7)
    for copy in ("00001-U1", "00001-U2"):
        work.driver.advance(work.driver.now + timedelta(days=1))
        one_life(work.driver, work.driver.docket("d", "00001"), f"1:{copy}", chance, timedelta(days=6))
    work.driver.advance(max(work.driver.now, day(20)))
    later = MoveDeadline(1, Deadline(date(2027, 1, 20)), "c" * 64, beyond=True)
    work.act(work.driver.now + timedelta(days=1), later, "19")
    work.driver.advance(day(45))
    told = 0
    for agency in ("19", "00001", "00002"):
        for midnight in (MONDAY + timedelta(days=number) for number in range(46)):
            plain = standing_at(work.connection, agency, FRIDAY - timedelta(days=1), midnight)
            whole = folded(work.connection, docket_id("d", agency), midnight)
            assert plain == tuple(sorted(whole, key=lambda one: one.id))
            told += len(plain)
    assert told > 46


def test_nothing_is_told_of_what_was_not_given_out_yet(work: Work) -> None:
    assert work.at(MONDAY - timedelta(weeks=1), FRIDAY - timedelta(days=1)) == {}


def test_the_last_word_before_the_moment_is_told(work: Work) -> None:
    first, second = "a" * 64, "b" * 64
    texts = [{"digest": first, "text": "Đã rà soát 3 thủ tục"}, {"digest": second, "text": "Đã xong"}]
    work.connection.execute(sa.insert(t.texts), texts)
    work.act(day(0), Accept(KEY))
    work.act(day(1), Take(KEY, "A"))
    work.act(day(2), Progress(KEY, 40, first))
    work.act(day(8), Submit(KEY, second))
    assert words_at(work.connection, [ROW], NEXT) == {ROW: "Đã rà soát 3 thủ tục"}
    assert words_at(work.connection, [ROW], day(9)) == {ROW: "Đã xong"}
    assert words_at(work.connection, [ROW], MONDAY) == {}
