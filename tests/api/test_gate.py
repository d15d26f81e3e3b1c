"""Commands travel in batches, one update under way for each docket, and nobody is told a thing that is not so."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
import pytest_asyncio

from api.dockets import CommandUnknownError, DocketAwayError, DocketError, DocketGoneError
from api.gate import Gate, NotSavedError, Standing
from tests.samples import FRIDAY
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.commands import Accept, Parcel
from thac.domain.refusals import Code
from workflows.messages import Answer


def parcel(key: str, fingerprint: str = "f") -> Parcel:
    return Parcel(key, fingerprint, Actor("00001", Role.OFFICE, "test"), FRIDAY, Accept("1:00001"))


class WakingFailed(DocketAwayError):  # noqa: N818 - it is one of the port's own
    """The docket could not be started just now."""


class Port:
    """A docket that answers when told to, and fails as told."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, ...]] = []
        self.failures: list[DocketError | Exception] = []
        self.woken: list[str] = []
        self.bad: str | None = None
        self.under_way = 0
        self.most_under_way = 0
        self.go = asyncio.Event()
        self.go.set()

    async def carry(self, docket: str, parcels: Sequence[Parcel], seconds: float) -> tuple[Answer, ...]:
        del docket, seconds
        self.batches.append(tuple(one.key for one in parcels))
        if self.failures:
            raise self.failures.pop(0)
        if any(one.key == self.bad for one in parcels):
            raise CommandUnknownError(str(self.bad))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.go.wait()
        finally:
            self.under_way -= 1
        return tuple(Answer(one.key, seq=len(self.batches)) for one in parcels)

    async def wake(self, docket: str, seconds: float) -> None:
        del seconds
        self.woken.append(docket)
        if self.failures and isinstance(self.failures[0], WakingFailed):
            raise self.failures.pop(0)

    async def start(self, directive: str, issuer: str, seconds: float) -> None:
        raise AssertionError("the gate starts no directive")

    async def answers(self, seconds: float) -> bool:
        raise AssertionError("the gate does not ask whether the server answers")


@pytest.fixture
def port() -> Port:
    return Port()


def looks(standing: Standing) -> Callable[[str], Awaitable[Standing]]:
    async def look(docket: str) -> Standing:
        del docket
        return standing

    return look


@pytest_asyncio.fixture
async def gate(port: Port) -> AsyncIterator[Gate]:
    gate = Gate(port, looks(Standing.OPEN), seconds=0.5, at_most=3)
    yield gate
    await gate.close()


async def sent(gate: Gate, *keys: str, agency: str = "00001") -> list[asyncio.Task[Answer]]:
    tasks = [asyncio.create_task(gate.send("d1", agency, parcel(key))) for key in keys]
    await asyncio.sleep(0.01)
    return tasks


async def test_one_update_is_under_way_and_the_next_commands_gather(gate: Gate, port: Port) -> None:
    port.go.clear()
    first = await sent(gate, "a")
    rest = await sent(gate, "b", "c", "d", "e")
    assert port.batches == [("a",)]
    port.go.set()
    await asyncio.gather(*first, *rest)
    assert port.batches == [("a",), ("b", "c", "d"), ("e",)]
    assert port.most_under_way == 1


async def test_dockets_do_not_wait_for_each_other(gate: Gate, port: Port) -> None:
    port.go.clear()
    tasks = [*await sent(gate, "a"), *await sent(gate, "b", agency="00002")]
    assert port.under_way == 2
    port.go.set()
    await asyncio.gather(*tasks)


async def test_the_same_request_under_way_is_not_sent_twice(gate: Gate, port: Port) -> None:
    port.go.clear()
    tasks = await sent(gate, "a", "a", "a")
    port.go.set()
    assert {answer.seq for answer in await asyncio.gather(*tasks)} == {1}
    assert port.batches == [("a",)]


async def test_the_same_key_with_another_body_under_way_is_refused(gate: Gate, port: Port) -> None:
    port.go.clear()
    (task,) = await sent(gate, "a")
    other = await gate.send("d1", "00002", parcel("a", "other"))
    assert other.refusal is not None
    assert other.refusal.code is Code.KEY_REUSED
    port.go.set()
    assert (await task).seq == 1


async def test_an_aborted_update_is_sent_again(gate: Gate, port: Port) -> None:
    port.failures = [DocketAwayError("aborted"), DocketGoneError("between two runs"), DocketAwayError("busy")]
    assert (await gate.send("d1", "00001", parcel("a"))).seq == 4
    assert port.batches == [("a",)] * 4


async def test_a_docket_that_does_not_answer_in_time_has_saved_nothing_as_far_as_we_know(
    gate: Gate, port: Port
) -> None:
    port.go.clear()
    with pytest.raises(NotSavedError):
        await gate.send("d1", "00001", parcel("a"))


async def test_what_nobody_waits_for_any_more_is_not_sent(gate: Gate, port: Port) -> None:
    port.go.clear()
    first = await sent(gate, "a")
    waiting = await sent(gate, "b")
    for task in (*first, *waiting):
        with pytest.raises(NotSavedError):
            await task
    port.go.set()
    assert (await gate.send("d1", "00001", parcel("c"))).seq == 2
    assert port.batches == [("a",), ("c",)]


async def test_a_docket_that_sleeps_is_woken_and_carries_the_command_out(gate: Gate, port: Port) -> None:
    port.failures = [DocketGoneError("completed")]
    assert (await gate.send("d1", "00001", parcel("a"))).seq == 2
    assert port.woken == ["cascade/d1/00001"]


async def test_a_docket_that_cannot_be_woken_yet_is_tried_again(gate: Gate, port: Port) -> None:
    port.failures = [DocketGoneError("completed"), WakingFailed("busy"), DocketGoneError("completed")]
    assert (await gate.send("d1", "00001", parcel("a"))).seq == 3
    assert port.woken == ["cascade/d1/00001"] * 2


@pytest.mark.parametrize(
    ("standing", "code"), [(Standing.CLOSED, Code.DOCKET_CLOSED), (Standing.UNKNOWN, Code.UNKNOWN_ASSIGNMENT)]
)
async def test_a_docket_that_does_not_run_is_closed_or_unknown(port: Port, standing: Standing, code: Code) -> None:
    port.failures = [DocketGoneError("not found")]
    answer = await Gate(port, looks(standing), seconds=0.5).send("d1", "00001", parcel("a"))
    assert answer.refusal is not None
    assert answer.refusal.code is code
    assert port.woken == []


async def test_a_command_the_docket_does_not_understand_turns_no_neighbour_away(gate: Gate, port: Port) -> None:
    port.bad = "b"
    outcomes = await asyncio.gather(*await sent(gate, "a", "b", "c"), return_exceptions=True)
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], CommandUnknownError)


async def test_an_unexpected_fault_reaches_those_who_wait_and_nobody_else(gate: Gate, port: Port) -> None:
    port.failures = [ZeroDivisionError("a fault of ours")]
    with pytest.raises(NotSavedError):
        await gate.send("d1", "00001", parcel("a"))
    assert (await gate.send("d1", "00001", parcel("b"))).seq == 2


async def test_at_the_end_of_the_process_those_who_wait_are_told(gate: Gate, port: Port) -> None:
    port.go.clear()
    tasks = [*await sent(gate, "a"), *await sent(gate, "b")]
    await gate.close()
    for task in tasks:
        with pytest.raises(NotSavedError):
            await task
    with pytest.raises(NotSavedError):
        await gate.send("d1", "00001", parcel("c"))


async def test_a_client_that_hangs_up_stops_nobody_else(gate: Gate, port: Port) -> None:
    port.go.clear()
    first, second = await sent(gate, "a", "a")
    first.cancel()
    port.go.set()
    assert (await second).seq == 1


async def test_lanes_are_not_kept(gate: Gate) -> None:
    await asyncio.gather(*await sent(gate, "a", "b"))
    await asyncio.sleep(0)
    assert not gate._lanes
    assert not gate._flying
