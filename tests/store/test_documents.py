"""A document is kept once for each file, its versions are added and never changed, and each agency sees its own."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.samples import FRIDAY, directive, led_by
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.store import documents, drafts, launches
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.documents import Made, Read, Version
from thac.store.engine import Engines
from thac.store.queries.pages import Window

CLERK = Actor("19", Role.OFFICE, "Chuyên viên A")
OTHER = Actor("19", Role.SUPERVISOR, "Chuyên viên B")
HOUR = timedelta(hours=1)
READ = Read("p1", "19", "a" * 64, 1, "công văn.docx", "docx", 12_345, '["dòng"]', '{"tasks":[]}', 7, CLERK, FRIDAY)
FIRST = Version("{}", "Công văn", None, "UBND-NC", "Về việc rà soát", 2, 1, 0, CLERK, FRIDAY)
SECOND = replace(FIRST, corrections='{"parent":null}', number="15", violations=0, by=OTHER, at=FRIDAY + HOUR)


def keep(engines: Engines, read: Read = READ) -> tuple[str, bool]:
    with engines.write.begin() as connection:
        return documents.keep(connection, read, replace(FIRST, at=read.at))


def correct(engines: Engines) -> None:
    with engines.write.begin() as connection:
        documents.hold(connection, "p1")
        documents.correct(connection, "p1", 2, SECOND)


def test_a_document_is_read_back_as_it_was_kept(empty: Engines) -> None:
    assert keep(empty) == ("p1", True)
    with empty.read.connect() as connection:
        kept = documents.find(connection, "19", "p1")
    assert kept is not None
    assert (kept.read, kept.revision, kept.version, kept.newest) == (READ, 1, FIRST, 1)
    assert (kept.directive, kept.state, kept.launched) == (None, None, False)


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"by": OTHER, "name": "tên khác.docx", "at": FRIDAY + HOUR}, False),
        ({"agency": "00001"}, True),
        ({"digest": "b" * 64}, True),
        ({"reader": 2}, True),
    ],
)
def test_the_same_file_of_an_agency_is_kept_once_for_each_reader(
    empty: Engines, change: dict[str, object], *, first: bool
) -> None:
    keep(empty)
    assert keep(empty, replace(READ, id="p2", **change)) == ("p2" if first else "p1", first)  # type: ignore[arg-type]


def test_of_ten_who_keep_the_same_file_at_once_one_does(empty: Engines) -> None:
    start, found = threading.Barrier(10), list[tuple[str, bool]]()

    def run(number: int) -> None:
        start.wait()
        found.append(keep(empty, replace(READ, id=f"p{number}")))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({kept for kept, _ in found}) == 1
    assert sum(first for _, first in found) == 1
    with empty.read.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.document_versions)).scalar_one() == 1


def test_a_version_is_added_and_the_one_before_stays(empty: Engines) -> None:
    keep(empty)
    correct(empty)
    with empty.read.connect() as connection:
        newest, first = documents.find(connection, "19", "p1"), documents.find(connection, "19", "p1", 1)
        history = documents.history(connection, "p1")
    assert newest is not None
    assert first is not None
    assert (newest.revision, newest.version, newest.newest) == (2, SECOND, 2)
    assert (first.revision, first.version, first.newest) == (1, FIRST, 2)
    assert history == (Made(1, CLERK, FRIDAY), Made(2, OTHER, FRIDAY + HOUR))


def test_another_agency_finds_nothing_and_no_version_is_made_up(empty: Engines) -> None:
    keep(empty)
    with empty.read.connect() as connection:
        assert documents.find(connection, "00001", "p1") is None
        assert documents.find(connection, "19", "p2") is None
        assert documents.find(connection, "19", "p1", 2) is None
        assert documents.listed(connection, "00001", Window()).total == 0


def test_a_list_has_the_newest_first_at_their_newest_version(empty: Engines) -> None:
    keep(empty)
    correct(empty)
    keep(empty, replace(READ, id="p2", digest="b" * 64, at=FRIDAY + HOUR))
    with empty.read.connect() as connection:
        page = documents.listed(connection, "19", Window(1, 1))
        ids = [line.id for line in documents.listed(connection, "19", Window()).items]
    assert ids == ["p2", "p1"]
    assert page.total == 2
    assert [(line.id, line.revision, line.version) for line in page.items] == [("p1", 2, SECOND)]


def test_it_counts_as_launched_while_its_directive_is_no_draft(empty: Engines) -> None:
    keep(empty)
    letter = directive(led_by(1, "19-SNV"))
    with empty.write.begin() as connection:
        drafts.save_draft(connection, letter, CLERK, FRIDAY)
        launches.launch(connection, letter.id, CLERK, FRIDAY)
        documents.set_launched(connection, "p1", letter.id)
    assert standing(empty) == (DirectiveState.LAUNCHING, True, ["p1"], [])
    with empty.write.begin() as connection:
        launches.take_back(connection, letter.id)
    assert standing(empty) == (DirectiveState.DRAFT, False, [], ["p1"])


def standing(engines: Engines) -> tuple[DirectiveState | None, bool, list[str], list[str]]:
    """The state of the document, and in which of the two narrowed lists it stands."""
    with engines.read.connect() as connection:
        kept = documents.find(connection, "19", "p1")
        lists = [
            [line.id for line in documents.listed(connection, "19", Window(), launched=launched).items]
            for launched in (True, False)
        ]
    assert kept is not None
    return kept.state, kept.launched, *lists  # type: ignore[return-value]
