"""What is kept in memory says what the store says, however it came there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from graph.unoriginal import MANY_ROOTS
from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, directive, led_by, small_tree
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree, Role
from thac.domain.directives import Directive, Task
from thac.overlapping.looking import Look
from thac.overlapping.running import Running
from thac.store import amendments, drafts, launches
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.queries.scope import Scope

OFFICE = Actor("19", Role.OFFICE, "Văn phòng")
TREE = small_tree()
HOUSEHOLDS = "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo trên địa bàn tỉnh năm 2026"
REWORDED = "Lập danh sách các hộ nghèo và hộ cận nghèo trong toàn tỉnh sau rà soát năm 2026"
DAMS = "Kiểm tra an toàn các hồ đập thủy lợi trước mùa mưa bão năm 2027"


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, TREE)
    yield engines
    engines.dispose()


def task(number: int, lead: AgencyId, text: str) -> Task:
    return replace(led_by(number, lead), text=text)


def letter(id_: str, *tasks: Task) -> Directive:
    return replace(directive(*tasks, id_=id_), number=id_.removeprefix("d"))


FIRST = letter("d1", task(1, "19-SNV", HOUSEHOLDS))
SECOND = letter("d2", task(1, "19-SKHCN", REWORDED))
THIRD = letter("d3", task(1, "19-SKHCN", DAMS))


def launch(store: Engines, *letters: Directive) -> None:
    with store.write.begin() as connection:
        for one in letters:
            drafts.save_draft(connection, one, OFFICE, FRIDAY)
            launches.launch(connection, one.id, OFFICE, FRIDAY)


def found(store: Engines, running: Running, tree: AgencyTree = TREE) -> list[tuple[str, tuple[str, ...]]]:
    with store.read.connect() as connection:
        return [(one.code.value, one.subjects) for one in running.findings(connection, tree).every]


CONFLICT = ("two_leads_for_one_matter", ("d1 1", "d2 1"))


def test_it_follows_what_is_launched_and_taken_back(store: Engines) -> None:
    running = Running()
    launch(store, FIRST, THIRD)
    assert found(store, running) == []
    launch(store, SECOND)
    assert found(store, running) == [CONFLICT]
    with store.write.begin() as connection:
        launches.take_back(connection, "d2")
    assert found(store, running) == []


def test_what_was_found_is_told_though_a_look_at_what_was_before_comes_between(store: Engines) -> None:
    """Two requests share what is known; the slower one's transaction began before the second letter was launched."""
    running = Running()
    launch(store, FIRST)
    with store.read.connect() as before:
        assert running.findings(before, TREE).every == ()
        launch(store, SECOND)
        with store.read.connect() as after:
            look = Look(after, running, TREE)
            (one,) = look.findings().every
            assert running.findings(before, TREE).every == ()
            told = look.reader(Scope("TW", "TW/", below=True), [one]).told(one)
            assert {shown.issuer for shown in told.passages} == {"19"}


def test_what_is_closed_or_recalled_runs_no_more(store: Engines) -> None:
    launch(store, FIRST, SECOND)
    running = Running()
    assert found(store, running) == [CONFLICT]
    with store.write.begin() as connection:
        connection.execute(sa.update(t.directives).where(t.directives.c.id == "d1").values(state="recalled"))
    assert found(store, running) == []


def test_it_follows_a_task_that_is_added(store: Engines) -> None:
    launch(store, FIRST, THIRD)
    running = Running()
    assert found(store, running) == []
    with store.write.begin() as connection:
        amendments.add_task(connection, "d3", task(2, "19-SKHCN", REWORDED))
    assert found(store, running) == [("two_leads_for_one_matter", ("d1 1", "d3 2"))]


def test_followed_step_by_step_it_says_what_it_says_read_at_once(store: Engines) -> None:
    running = Running()
    for one in (SECOND, THIRD, FIRST):
        launch(store, one)
        found(store, running)
    with store.read.connect() as connection:
        steps, at_once = running.findings(connection, TREE).every, Running().findings(connection, TREE).every
    assert steps == at_once
    assert len(steps) == 1


def test_a_sentence_of_too_many_is_copied_by_none_and_told_again_when_they_are_fewer(store: Engines) -> None:
    same = "giao các phòng cùng nhau ngồi lại tính toán từng khoản chi thật kỹ cho năm sau"
    letters = [
        letter(f"d{number}", task(1, "19-SNV", f"Xây dựng cầu số {number} qua sông; {same}"))
        for number in range(1, MANY_ROOTS + 2)
    ]
    running = Running()
    launch(store, *letters[:-1])
    copied = [one for one in found(store, running) if one[0] == "copied"]
    assert copied
    launch(store, letters[-1])
    assert not [one for one in found(store, running) if one[0] == "copied"]
    with store.read.connect() as connection:
        assert running.findings(connection, TREE).every == Running().findings(connection, TREE).every
    with store.write.begin() as connection:
        launches.take_back(connection, letters[-1].id)
    assert [one for one in found(store, running) if one[0] == "copied"] == copied


def test_it_is_read_in_portions_too(store: Engines) -> None:
    launch(store, FIRST, SECOND, THIRD)
    running = Running()
    with store.read.connect() as connection:
        assert [running.follow(connection, TREE, 2) for _ in range(3)] == [False, True, True]
    assert found(store, running) == [CONFLICT]


def test_a_draft_is_compared_and_leaves_nothing_behind(store: Engines) -> None:
    launch(store, FIRST)
    running = Running()
    with store.read.connect() as connection:
        (one,) = running.against(connection, TREE, SECOND)
        (other,) = running.against(connection, TREE, replace(SECOND, id="d9"))
        (named,) = running.against(connection, TREE, SECOND, "d2")
    assert one.subjects == ("d1 1", "draft 1")
    assert one.key == other.key
    assert named.subjects == ("d1 1", "d2 1")
    assert found(store, running) == []


def test_what_the_draft_says_twice_is_not_about_what_runs(store: Engines) -> None:
    launch(store, THIRD)
    twice = letter("d9", task(1, "19-SNV", HOUSEHOLDS), task(2, "19-SKHCN", REWORDED))
    with store.read.connect() as connection:
        assert Running().against(connection, TREE, twice) == ()


def test_an_agency_that_is_renamed_is_called_by_its_new_name(store: Engines) -> None:
    launch(store, FIRST, SECOND)
    running = Running()
    found(store, running)
    renamed = AgencyTree(
        [replace(one, name="Sở Nội vụ và Lao động") if one.id == "19-SNV" else one for one in TREE], [], 2
    )
    with store.read.connect() as connection:
        (one,) = running.findings(connection, renamed).every
    assert "Sở Nội vụ và Lao động" in one.message


def test_a_number_that_is_given_later_is_known(store: Engines) -> None:
    launch(store, replace(FIRST, number=None, symbol=None))
    running = Running()
    found(store, running)
    with store.write.begin() as connection:
        registered = ev.Registered("9", "UBND-NC", date(2026, 11, 16))
        assert amendments.claim_number(connection, "d1", registered) is None
        connection.execute(sa.update(t.directives).where(t.directives.c.id == "d1").values(number="9"))
        assert running.follow(connection, TREE, 0) is False
        assert running.follow(connection, TREE) is True
