"""What the store hands out of an inbox: every alert once, with its work as it stands and every answer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.samples import FRIDAY
from tests.store.driver import UNIT
from tests.store.life import World
from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import AskKind
from thac.domain.assignments import State
from thac.domain.inbox import Answer, AnswerKind, Waiting
from thac.store import answers_to_alerts
from thac.store import tables as t
from thac.store.answers_to_alerts import AnswerKeyReusedError, Asked
from thac.store.engine import Engines
from thac.store.queries.alerts import InboxPart, count_of, inbox_of, inbox_of_post
from thac.store.queries.scope import Scope

BY = Actor("19", Role.OFFICE, "Trần Văn A")
ASKED = Asked("19/A/k", "a1", AnswerKind.ACKNOWLEDGED, None, "")
ANSWER = Answer("a1", AnswerKind.ACKNOWLEDGED, BY, FRIDAY, FRIDAY + timedelta(days=2))


def keep(engines: Engines, asked: Asked, answer: Answer) -> int:
    with engines.write.begin() as connection:
        answers_to_alerts.hold(connection, asked)
        return answers_to_alerts.keep(connection, asked, answer).seq


def test_answers_are_added_in_their_order_and_none_is_changed(empty: Engines) -> None:
    later = replace(ANSWER, kind=AnswerKind.SNOOZED, at=FRIDAY + timedelta(hours=1), reason="Chờ")
    assert [keep(empty, ASKED, ANSWER), keep(empty, replace(ASKED, request=None), later)] == [1, 2]
    with empty.read.connect() as connection:
        assert answers_to_alerts.history(connection, "a1") == (ANSWER, later)
        assert answers_to_alerts.history(connection, "a2") == ()


def test_answers_at_once_are_all_kept(empty: Engines) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: keep(empty, replace(ASKED, request=None), ANSWER), range(8)))
    assert sorted(numbers) == list(range(1, 9))


def test_a_request_is_known_again_and_its_key_serves_no_other(empty: Engines) -> None:
    keep(empty, ASKED, ANSWER)
    with empty.read.connect() as connection:
        known = answers_to_alerts.kept(connection, ASKED)
        assert known is not None
        assert (known.answer, known.seq, known.repeated) == (ANSWER, 1, True)
        assert answers_to_alerts.kept(connection, replace(ASKED, request="19/A/other")) is None
        assert answers_to_alerts.kept(connection, replace(ASKED, request=None)) is None
        with pytest.raises(AnswerKeyReusedError):
            answers_to_alerts.kept(connection, replace(ASKED, alert="a2"))


def alert_row(assignment: str, post: str, at: datetime, key: str) -> dict[str, object]:
    return {
        "key": key,
        "docket": "-",
        "seq": 1,
        "assignment": assignment,
        "clock": "completion",
        "round": 1,
        "version": 1,
        "step": "overdue",
        "repeat": 0,
        "colour": "red",
        "post": post,
        "agency": post.partition("@")[2],
        "moment": at,
        "fired_at": at,
        "directory_version": 1,
    }


def test_an_alert_comes_with_its_work_as_it_stands_the_open_asks_and_the_answers(empty: Engines) -> None:
    with empty.write.begin() as connection:
        world = World(connection)
        world.does(("d1", "19"), "19-SKHCN", UNIT, cmd.Accept("5:19-SKHCN"))
        world.does(("d1", "19"), "19-SKHCN", UNIT, cmd.ReportObstacle("5:19-SKHCN", "a" * 64))
        row = alert_row("d1~19~5~19-SKHCN", "office@19", FRIDAY, "a1")
        ended = alert_row("d1~19~2~19-SNV", "chair@19", FRIDAY, "a2")
        elsewhere = alert_row("d1~19~1~00001", "chair@00001", FRIDAY, "a3")
        connection.execute(sa.insert(t.alerts), [row, ended, elsewhere])
        connection.execute(sa.update(t.assignments).where(t.assignments.c.id == ended["assignment"]).values(open=False))
    keep(empty, ASKED, ANSWER)
    with empty.read.connect() as connection:
        found = inbox_of_post(connection, "office@19", FRIDAY)
        whole = inbox_of(connection, InboxPart(Scope("19", "TW/19/", below=True), ended=True), FRIDAY)
        watched = inbox_of(
            connection, InboxPart(Scope("19", "TW/19/", below=True, watches_below=True), below=True), FRIDAY
        )
        own = InboxPart(Scope("19", "TW/19/", below=True))
        assert [count_of(connection, replace(own, ended=ended), 10) for ended in (False, True)] == [1, 2]
        assert count_of(connection, replace(own, ended=True), 0) == 1  # one more than asked about
    (work,) = found.works.values()
    assert (work.title, work.text, work.lead_name, work.issuer_name) == (
        "Công văn số 1/UBND-NC",
        "Việc 5",
        "Sở Khoa học và Công nghệ",
        "UBND tỉnh",
    )
    assert (work.state, work.due, work.version, work.above) == (State.ACCEPTED, None, 0, None)
    (ask,) = work.waiting
    assert ask == Waiting(1, AskKind.OBSTACLE, "19", "UBND tỉnh", ask.answer_by, ask.since)
    assert ask.since is not None
    assert ask.since < ask.answer_by
    assert found.answers == (ANSWER,)
    assert [alert.key for alert in whole.alerts] == ["a1", "a2"]
    assert [alert.key for alert in watched.alerts] == ["a1", "a3"]
    assert watched.works["d1~19~1~00001"].keeps


def test_a_unit_knows_the_docket_above_its_own(empty: Engines) -> None:
    with empty.write.begin() as connection:
        World(connection)
        connection.execute(sa.insert(t.alerts), [alert_row("d1~00001~1~00001-U1", "chair@00001", FRIDAY, "a1")])
    with empty.read.connect() as connection:
        found = inbox_of_post(connection, "chair@00001", FRIDAY)
    (work,) = found.works.values()
    assert (work.docket, work.above) == ("cascade/d1/00001", "cascade/d1/19")


def test_an_empty_inbox_is_one(empty: Engines) -> None:
    with empty.read.connect() as connection:
        found = inbox_of(connection, InboxPart(Scope("19", "TW/19/", below=False)), FRIDAY)
    assert (found.alerts, dict(found.works), found.answers) == ((), {}, ())
