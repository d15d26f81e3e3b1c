"""What is kept is shown once more while it is renewed in the background, by one reader for each name."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from api.keeping import Kept
from tests.embedded.waiting import eventually


def _anyway(_: int) -> bool:
    return True


def _never(_: int) -> bool:
    return False


def _held(gate: Event, value: int) -> Callable[[int | None], int]:
    """Makes a value once the gate is open."""

    def make(_: int | None) -> int:
        assert gate.wait(60)
        return value

    return make


def test_the_first_reader_works_it_out_and_the_next_is_asked_whether_it_still_holds() -> None:
    book = Kept[str, int](10)
    assert book.of("a", lambda kept: kept or 1, shown=_never) == 1
    assert book.of("a", lambda kept: kept or 2, shown=_never) == 1
    assert book.of("b", lambda kept: kept or 2, shown=_never) == 2


def test_what_may_be_shown_is_shown_while_the_next_is_worked_out_by_one() -> None:
    book, gate = Kept[str, int](10), Event()
    book.of("a", lambda _: 1, shown=_never)
    assert book.of("a", _held(gate, 2), shown=_anyway) == 1
    assert book.of("a", _held(gate, 3), shown=_anyway) == 1  # somebody is at it
    gate.set()
    assert eventually(lambda: book.of("a", lambda kept: kept or 4, shown=_anyway) == 2)


def test_who_may_not_be_shown_what_is_kept_waits_for_the_one_who_is_at_it() -> None:
    book, gate, seen = Kept[str, int](10), Event(), list[int]()
    book.of("a", lambda _: 1, shown=_never)
    book.of("a", _held(gate, 2), shown=_anyway)
    waiting = Thread(target=lambda: seen.append(book.of("a", lambda kept: kept or 3, shown=_never)))
    waiting.start()
    gate.set()
    waiting.join(60)
    assert seen == [2]


def test_no_more_is_kept_than_that_many_nor_the_locks_of_what_is_not() -> None:
    book = Kept[int, int](3)
    for name in range(10):
        assert book.of(name, lambda _: 1, shown=_never) == 1
    assert len(book._values) <= 3
    assert len(book._locks) <= 3


def test_an_error_behind_is_the_next_readers_own() -> None:
    book = Kept[str, int](10)
    book.of("a", lambda _: 1, shown=_never)

    def broken(_: int | None) -> int:
        raise RuntimeError("the store is away")

    assert book.of("a", broken, shown=_anyway) == 1
    with pytest.raises(RuntimeError, match="the store is away"):
        book.of("a", broken, shown=_never)
    assert book.of("a", lambda _: 2, shown=_never) == 2


def test_no_more_is_kept_than_was_said() -> None:
    book = Kept[str, int](2)
    for name in "abc":
        book.of(name, lambda _: 1, shown=_never)
    assert book.of("c", lambda kept: kept or 2, shown=_never) == 1
    assert book.of("a", lambda kept: kept or 2, shown=_never) == 2
