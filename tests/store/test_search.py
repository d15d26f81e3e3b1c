"""What is found by words: without marks, unfinished, the best first, within the reader's scope, and as things stand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from tests.places import Place
from tests.samples import FRIDAY, directive, led_by
from tests.store.life import OFFICE, ROOT, World, tree
from tests.store.test_documents import CLERK, FIRST, READ, SECOND
from thac.domain import commands as cmd
from thac.domain.directives import Directive, Task
from thac.store import access, amendments, directory, documents, drafts, launches, migrate, rebuild, search
from thac.store import tables as t
from thac.store.engine import Engines, open_engines
from thac.store.queries import search as queries
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope
from thac.store.queries.search import Hit, Wanted, words_of
from thac.store.search import LineKind

EVERYTHING = Scope("TW", "TW/", below=True)
PROVINCE = Scope("19", "TW/19/", below=True)
SNV = Scope("19-SNV", "TW/19/19-SNV/", below=False)
SKHCN = Scope("19-SKHCN", "TW/19/19-SKHCN/", below=False)
COMMUNE = Scope("00001", "TW/19/00001/", below=True)


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    """A store with the small directory."""
    opened = open_engines(place.migrated())
    with opened.write.begin() as connection:
        directory.install(connection, tree(), "test", FRIDAY - timedelta(days=1))
    yield opened
    opened.dispose()


def letter(id_: str, *texts: str, number: str = "1", subject: str = "Thử nghiệm", lead: str = "19-SNV") -> Directive:
    tasks: list[Task] = [replace(led_by(place, lead), text=text) for place, text in enumerate(texts, 1)]
    return replace(directive(*tasks, id_=id_), number=number, subject=subject)


def issue(store: Engines, *ordered: Directive) -> None:
    """Keep and launch directives, an hour apart."""
    with store.write.begin() as connection:
        for place, one in enumerate(ordered):
            at = FRIDAY + timedelta(hours=place)
            drafts.save_draft(connection, one, CLERK, at)
            launches.launch(connection, one.id, CLERK, at)


def find(store: Engines, typed: str, scope: Scope = PROVINCE, window: Window | None = None, **more: Any) -> Page[Hit]:
    wanted = Wanted(words_of(typed), **more)
    with store.read.connect() as connection:
        return queries.search(connection, scope, wanted, window or Window())


def named(found: Page[Hit]) -> list[tuple[str, int | None]]:
    return [(hit.subject, hit.task) for hit in found.items]


@pytest.mark.parametrize(
    "typed",
    ["báo cáo quý", "bao cao quy", "BÁO CÁO QUÝ", "Bao cao  quy.", "báo cáo qu", "bao quy cao", "baó caó quy"],
)
def test_a_task_is_found_however_it_is_typed(store: Engines, typed: str) -> None:
    issue(store, letter("d1", "Nộp báo cáo quý III", "Rà soát thủ tục"))
    assert named(find(store, typed)) == [("d1", 1)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [("Xây dựng đề án", "xay dung de an"), ("xã Hoà Bình", "Hòa Bình"), ("xã Hòa Bình", "hoa binh")],
)
def test_the_bar_of_d_and_the_place_of_a_tone_tell_nothing_apart(store: Engines, text: str, typed: str) -> None:
    issue(store, letter("d1", text))
    assert named(find(store, typed)) == [("d1", 1)]


@pytest.mark.parametrize("typed", ["bao cao thang", "ca quy", "", "  ", "và", "%", "quy_"])
def test_what_does_not_hold_every_word_is_not_found(store: Engines, typed: str) -> None:
    issue(store, letter("d1", "Nộp báo cáo quý III"))
    assert find(store, typed).total == 0


def test_a_document_is_found_by_its_number_symbol_and_subject(store: Engines) -> None:
    issue(store, letter("d1", "Việc", number="215", subject="Về việc chuyển đổi số"))
    for typed in ("215/UBND-NC", "chuyen doi so", "công văn 215"):
        found = find(store, typed)
        assert named(found) == [("d1", None)]
    assert (found.items[0].number, found.items[0].title) == ("215", "Về việc chuyển đổi số")


def test_the_words_as_they_were_typed_come_first_then_without_marks_then_apart(store: Engines) -> None:
    apart, bare, right = (
        letter("apart", "Lang thang ở xã Văn Bàn", number="1"),
        letter("bare", "xã Văn Lang", number="2"),
        letter("right", "xã Văn Lăng", number="3"),
    )
    issue(store, right, bare, apart)
    assert named(find(store, "văn lăng")) == [("right", 1), ("bare", 1), ("apart", 1)]
    assert named(find(store, "van lang")) == [("bare", 1), ("right", 1), ("apart", 1)]
    assert named(find(store, "lang van")) == [("apart", 1), ("bare", 1), ("right", 1)]


def test_of_what_is_equally_good_the_newer_comes_first_and_n_of_m_is_told(store: Engines) -> None:
    issue(store, *(letter(f"d{place}", "Rà soát thủ tục", number=str(place)) for place in range(1, 6)))
    found = find(store, "ra soat", window=Window(limit=2, offset=1))
    assert (named(found), found.total) == ([("d4", 1), ("d3", 1)], 5)
    beyond = find(store, "ra soat", window=Window(limit=2, offset=9))
    assert (named(beyond), beyond.total) == ([], 5)


def test_only_what_is_in_the_readers_scope_is_found(store: Engines) -> None:
    """A unit finds the directives that gave it something to do, a commune none of another's."""
    with store.write.begin() as connection:
        World(connection)
    assert [find(store, "việc 2", one).total for one in (PROVINCE, SNV, SKHCN, COMMUNE)] == [1, 1, 1, 1]
    issue(store, letter("d9", "Việc kín", number="9"))
    assert [find(store, "việc kín", one).total for one in (PROVINCE, SNV, SKHCN, COMMUNE)] == [1, 0, 0, 0]


def test_a_document_that_is_not_launched_is_found_by_its_agency_until_it_is(store: Engines) -> None:
    with store.write.begin() as connection:
        documents.keep(connection, READ, FIRST)
    assert named(find(store, "ra soat", documents_of="19")) == [("p1", None)]
    assert find(store, "ra soat", documents_of="00001").total == find(store, "ra soat").total == 0
    with store.write.begin() as connection:
        documents.correct(connection, "p1", 2, replace(SECOND, subject="Về việc kiểm tra"))
    assert find(store, "ra soat", documents_of="19").total == 0
    assert named(find(store, "kiem tra", documents_of="19")) == [("p1", None)]
    with store.write.begin() as connection:
        drafts.save_draft(connection, letter("d1", subject="Về việc kiểm tra"), CLERK, FRIDAY)
        documents.set_launched(connection, "p1", "d1")
    assert [hit.kind for hit in find(store, "kiem tra", documents_of="19").items] == [LineKind.DIRECTIVE]


def test_kinds_that_were_not_asked_for_are_left_out(store: Engines) -> None:
    issue(store, letter("d1", "Chuyển đổi số", subject="Chuyển đổi số"))
    both, tasks = find(store, "chuyen doi so"), find(store, "chuyen doi so", kinds=frozenset({LineKind.TASK}))
    assert named(both) == [("d1", None), ("d1", 1)]
    assert named(tasks) == [("d1", 1)]


def test_corrected_words_take_the_place_of_those_before(store: Engines) -> None:
    with store.write.begin() as connection:
        world = World(connection)
        words = "Thống kê tàu thuyền"
        connection.execute(sa.insert(t.texts).values(digest=access.digest(words), text=words))
        world.does(ROOT, "19", OFFICE, cmd.CorrectText(2, access.digest(words)))
    assert named(find(store, "thong ke tau")) == [("d1", 2)]
    assert find(store, "việc 2").total == 0


def test_a_further_task_is_found_and_one_taken_out_is_not(store: Engines) -> None:
    issue(store, letter("d1", "Việc"))
    with store.write.begin() as connection:
        amendments.add_task(connection, "d1", replace(led_by(2, "19-SNV"), text="Kiểm kê rừng"))
    assert named(find(store, "kiem ke rung")) == [("d1", 2)]
    with store.write.begin() as connection:
        amendments.settle_task(connection, "d1", 2)  # its ledger does not have it
    assert find(store, "kiem ke rung").total == 0


def test_a_number_given_later_is_found(store: Engines) -> None:
    with store.write.begin() as connection:
        world = World(connection)
        world.does(ROOT, "19", OFFICE, cmd.Register("77", "UBND-XYZ", date(2026, 11, 20)))
    assert ("d1", None) in named(find(store, "77 ubnd xyz"))


def test_a_draft_thrown_away_and_tasks_of_an_undone_launch_are_not_found(store: Engines) -> None:
    issue(store, letter("d1", "Kiểm kê rừng", subject="Về rừng"))
    with store.write.begin() as connection:
        launches.take_back(connection, "d1")
    assert named(find(store, "rung")) == [("d1", None)]
    with store.write.begin() as connection:
        drafts.discard_draft(connection, "d1")
    assert find(store, "rung").total == 0


def test_a_rebuild_writes_the_lines_anew(store: Engines) -> None:
    with store.write.begin() as connection:
        World(connection)
        documents.keep(connection, READ, FIRST)
    before = _lines(store)
    with store.write.begin() as connection:
        connection.execute(sa.update(t.search_lines).values(plain=" x ", marked=" x "))
        connection.execute(sa.insert(t.search_lines).values({**before[0]._mapping, "subject": "gone"}))
        connection.execute(sa.delete(t.search_lines).where(t.search_lines.c.kind == "task"))
    rebuild.rebuild(store.write)
    assert _lines(store) == before
    with store.write.begin() as connection:
        connection.execute(sa.delete(t.search_lines))
        search.file_everything(connection)
    assert _lines(store) == before


def test_a_store_made_before_there_was_a_search_can_be_searched(place: Place) -> None:
    opened = open_engines(place.empty())
    config = migrate._config()
    with opened.write.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        row = directive(led_by(1, "19-SNV"))
        values = {"id": row.id, "issuer": "19", "doc_type": row.doc_type, "number": "7", "subject": "Về rừng"}
        rest = {"issued_on": row.issued_on, "urgency": "normal", "state": "running", "body": "{}", "created_by": "{}"}
        connection.execute(sa.insert(t.directives).values(values | rest | {"created_at": FRIDAY}))
        told = {"directive": row.id, "number": 1, "text": "Kiểm kê", "mode": "single", "tracked": True}
        connection.execute(sa.insert(t.tasks).values(told))
    migrate.upgrade(opened.write)
    assert (named(find(opened, "ve rung", EVERYTHING)), named(find(opened, "kiem ke", EVERYTHING))) == (
        [("d1", None)],
        [("d1", 1)],
    )
    opened.dispose()


def _lines(store: Engines) -> list[sa.Row[object]]:
    with store.read.connect() as connection:
        row = t.search_lines
        return list(connection.execute(sa.select(row).order_by(*row.primary_key)).all())
