"""What comes next in a docket."""

from tests.domain.desk import vn
from thac.domain.agenda import Agenda

ONE, TWO, THREE = vn(1, 4, 8), vn(1, 5, 8), vn(1, 6, 8)


def agenda(**moments: object) -> Agenda:
    made = Agenda()
    for key, moment in moments.items():
        made.set(key, moment)  # type: ignore[arg-type]
    return made


def test_nothing_comes_next_on_an_empty_agenda() -> None:
    assert Agenda().first() is None


def test_the_earliest_moment_comes_first() -> None:
    assert agenda(a=TWO, b=ONE, c=THREE).first() == (ONE, "b")


def test_of_equal_moments_the_lesser_key_comes_first() -> None:
    assert agenda(c=ONE, b=ONE).first() == (ONE, "b")


def test_asking_takes_nothing_away() -> None:
    made = agenda(a=ONE)
    assert [made.first(), made.first()] == [(ONE, "a"), (ONE, "a")]


def test_a_later_word_replaces_an_earlier() -> None:
    made = agenda(a=ONE, b=TWO)
    made.set("a", THREE)
    assert made.first() == (TWO, "b")
    made.set("a", ONE)
    assert made.first() == (ONE, "a")


def test_what_calls_no_more_is_gone() -> None:
    made = agenda(a=ONE, b=TWO)
    made.set("a", None)
    assert made.first() == (TWO, "b")
    made.set("b", None)
    assert made.first() is None
    made.set("never there", None)
    assert made.first() is None


def test_a_copy_goes_its_own_way() -> None:
    made = agenda(a=ONE)
    other = made.copy()
    assert other == made
    other.set("a", None)
    assert made.first() == (ONE, "a")
    assert other != made


def test_agendas_are_equal_by_what_they_hold_not_by_how_it_came_there() -> None:
    roundabout = agenda(a=TWO, b=TWO)
    roundabout.set("a", ONE)
    roundabout.set("b", None)
    assert roundabout == agenda(a=ONE)
    assert roundabout != agenda(a=TWO)
    assert roundabout != "agenda"
