"""An inbox that is watched: new alerts come by themselves, and whoever comes back has missed none."""

import asyncio
from contextlib import aclosing
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from tests.api.streaming import served, watching
from tests.samples import FRIDAY
from thac.domain.agencies import Role
from thac.store import outbox
from thac.store import tables as t

pytestmark = pytest.mark.slow
CENTRAL = ("TW", Role.SUPERVISOR)


def alert(key: str, post: str = "office@19", at: datetime = FRIDAY) -> dict[str, Any]:
    """An alert row."""
    return {
        **dict.fromkeys(("docket", "assignment"), "x"),
        **dict.fromkeys(("seq", "round", "version", "repeat", "directory_version"), 1),
        "key": key,
        "clock": "completion",
        "step": "overdue",
        "colour": "red",
        "post": post,
        "agency": post.partition("@")[2],
        "moment": at,
        "fired_at": at,
    }


def put(connection: sa.Connection, *alerts: dict[str, Any]) -> None:
    """Write alerts as an append does."""
    connection.execute(sa.insert(t.alerts), list(alerts))
    outbox.put(connection, alerts)


def fire(office: Office, *keys: str, post: str = "office@19") -> None:
    """Alerts that fired and were committed."""
    with office.engines.write.begin() as connection:
        put(connection, *(alert(key, post) for key in keys))


async def heard(events: Any, number: int) -> list[tuple[str, str]]:
    """The next events, as place and alert."""
    async with asyncio.timeout(20):
        return [(place, data["key"]) for place, data in [await anext(events) for _ in range(number)]]


async def test_a_new_alert_comes_by_itself_and_old_ones_do_not(office: Office) -> None:
    fire(office, "old")
    async with served(office.deps) as api, watching(api, office.token(*PROVINCE)) as events:
        fire(office, "new")
        assert await heard(events, 1) == [("2", "new")]


async def test_one_hears_of_ones_own_posts_and_who_watches_of_those_below(office: Office) -> None:
    async with (
        served(office.deps) as api,
        watching(api, office.token(*UNIT)) as unit,
        watching(api, office.token(*CENTRAL)) as central,
        watching(api, office.token(*CENTRAL), post="head@00001-U1") as narrowed,
    ):
        fire(office, "a", post="office@19")
        fire(office, "b", post="head@00001-U1")
        assert await heard(unit, 1) == [("2", "b")]
        assert await heard(central, 2) == [("1", "a"), ("2", "b")]
        assert await heard(narrowed, 1) == [("2", "b")]


async def test_whoever_comes_back_to_another_process_has_missed_nothing(office: Office) -> None:
    token = office.token(*PROVINCE)
    async with served(office.deps) as one, served(office.deps) as other:
        async with watching(one, token) as events:
            fire(office, "a")
            ((last, _),) = await heard(events, 1)
        fire(office, "b", "c")
        async with watching(other, token, last) as events:
            fire(office, "d")
            assert [key for _, key in await heard(events, 3)] == ["b", "c", "d"]


async def test_an_alert_that_is_committed_after_a_later_one_is_not_passed_over(office: Office) -> None:
    """Only PostgreSQL lets two write at once; the earlier alert's transaction ends last."""
    if office.engines.write.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    async with served(office.deps) as api, watching(api, office.token(*PROVINCE)) as events:
        with office.engines.write.begin() as slow:
            put(slow, alert("earlier"))
            fire(office, "later")
            assert await heard(events, 1) == [("1", "later")]
        assert await heard(events, 1) == [("2", "earlier")]


async def test_whoever_has_seen_more_than_there_is_reads_his_inbox_anew(office: Office) -> None:
    """The store was restored from an older copy."""
    fire(office, "a")
    async with served(office.deps) as api, watching(api, office.token(*PROVINCE), "9" * 30) as events:
        assert await heard(events, 1) == [("1", "reset")]
        fire(office, "b")
        assert await heard(events, 1) == [("2", "b")]


async def test_the_stream_ends_with_the_application(office: Office) -> None:
    async with served(office.deps) as api, watching(api, office.token(*COMMUNE)) as events:
        api.server.should_exit = True
        async with asyncio.timeout(10), aclosing(events):  # type: ignore[type-var]
            assert [one async for one in events] == []


@pytest.mark.parametrize("last", ["x", "-1", "1\u0661", ""])
async def test_a_place_that_is_none_is_refused(office: Office, last: str) -> None:
    headers = {"Authorization": f"Bearer {office.token(*PROVINCE)}", "Last-Event-ID": last}
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    answered = await office.client.get("/api/v1/alerts/stream", headers=encoded)
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid")


async def test_a_stranger_hears_nothing(office: Office) -> None:
    assert (await office.ask(None, "GET", "alerts/stream")).status_code == 401
