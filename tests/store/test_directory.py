"""The directory changes under numbered versions, and every earlier one can be had back."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import Place
from tests.rig import open_store
from tests.samples import small_tree
from thac.domain.agencies import Absence, Agency, AgencyId, AgencyTree, Level, Post, PostRole, Role
from thac.domain.directory_changes import ChangeKind, Changes, renamed
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusedError
from thac.store import access, directory
from thac.store import tables as t
from thac.store.directory import Changed, DirectoryCache, Record
from thac.store.directory_journal import Name, differences, journal, name_on, names
from thac.store.engine import Engines
from thac.store.queries.pages import Window
from thac.store.queries.scope import agencies_in, scope_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
FRONT = Agency("00001-MTTQ", Level.OUTSIDE, "Ủy ban Mặt trận Tổ quốc Việt Nam xã", None, beside="00001")


def record(kind: ChangeKind, on: date = TODAY, by: str = "test") -> Record:
    return Record(kind, by, NOW, on, "Sắp xếp lại", "Nghị quyết 12/NQ-HĐND")


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, small_tree())
    yield engines
    engines.dispose()


def apply(store: Engines, changes: Changes, kind: ChangeKind = ChangeKind.IMPORT, on: date = TODAY) -> Changed:
    with store.write.begin() as connection:
        return directory.change(connection, directory.load_for_change(connection), changes, record(kind, on))


def refused(store: Engines, changes: Changes) -> list[DirectoryCode]:
    before = tree_of(store).version
    with pytest.raises(DirectoryRefusedError) as caught:
        apply(store, changes)
    assert tree_of(store).version == before
    return [one.code for one in caught.value.refusals]


def tree_of(store: Engines) -> AgencyTree:
    with store.read.connect() as connection:
        return directory.load(connection)


def rows(tree: AgencyTree) -> tuple[dict[AgencyId, Agency], dict[str, Post]]:
    return {agency.id: agency for agency in tree}, {post.id: post for post in tree.posts()}


def open_row(store: Engines, lead: AgencyId, issuer: AgencyId, directive: str = "d1", number: int = 1) -> None:
    """An open assignment in the read model."""
    with store.write.begin() as connection:
        values = {
            column.name: "" if isinstance(column.type, (sa.String, sa.Text)) else 0
            for column in t.assignments.columns
            if not column.nullable
        }
        values |= {
            "id": f"{directive}/{issuer}/{number}:{lead}",
            "lead": lead,
            "issuer": issuer,
            "directive": directive,
        }
        typed = {
            column.name: NOW
            for column in t.assignments.columns
            if not column.nullable and isinstance(column.type, t.Utc)
        }
        flags = {
            column.name: False
            for column in t.assignments.columns
            if not column.nullable and isinstance(column.type, sa.Boolean)
        }
        connection.execute(sa.insert(t.assignments).values(**(values | typed | flags | {"open": True})))


def test_a_renamed_agency_keeps_its_old_name_and_says_what_it_was_called_when(store: Engines) -> None:
    """The name as of a day follows the day from which a change holds, not the day it was recorded."""
    made = apply(
        store, Changes((renamed(tree_of(store)["00001"], "UBND xã Phú Xuyên"),)), ChangeKind.RENAME, date(2026, 9, 1)
    )
    assert made.version == 2
    tree = tree_of(store)
    assert (tree["00001"].name, tree["00001"].aliases) == ("UBND xã Phú Xuyên", ("UBND xã 1",))
    with store.read.connect() as connection:
        held = names(connection, "00001")
    assert held == (Name("UBND xã 1", None, date(2026, 9, 1)), Name("UBND xã Phú Xuyên", date(2026, 9, 1), None))
    assert [name_on(held, day) for day in (date(2026, 8, 31), date(2026, 9, 1))] == ["UBND xã 1", "UBND xã Phú Xuyên"]


def test_what_is_recorded_later_with_an_earlier_day_takes_its_place(store: Engines) -> None:
    apply(store, Changes((renamed(tree_of(store)["00001"], "UBND xã B"),)), ChangeKind.RENAME, date(2026, 9, 1))
    apply(store, Changes((renamed(tree_of(store)["00001"], "UBND xã C"),)), ChangeKind.RENAME, date(2026, 8, 1))
    with store.read.connect() as connection:
        held = names(connection, "00001")
    assert held == (Name("UBND xã 1", None, date(2026, 8, 1)), Name("UBND xã C", date(2026, 8, 1), None))


def test_an_agency_has_no_name_before_it_is_founded(store: Engines) -> None:
    apply(store, Changes((FRONT,)), ChangeKind.ADD, date(2026, 7, 1))
    with store.read.connect() as connection:
        held = names(connection, FRONT.id)
    assert name_on(held, date(2026, 6, 30)) is None
    assert name_on(held, date(2026, 7, 1)) == FRONT.name


def test_the_same_change_again_makes_no_version(store: Engines) -> None:
    changes = Changes((renamed(tree_of(store)["00001"], "UBND xã B"),))
    assert apply(store, changes).version == 2
    again = apply(store, changes)
    assert (again.version, again.nothing) == (2, True)


def test_a_change_in_the_future_is_refused(store: Engines) -> None:
    changes = Changes((renamed(tree_of(store)["00001"], "UBND xã B"),))
    with pytest.raises(DirectoryRefusedError) as caught:
        apply(store, changes, on=TODAY + timedelta(days=1))
    assert [one.code for one in caught.value.refusals] == [DirectoryCode.IN_FUTURE]
    assert tree_of(store)["00001"].name == "UBND xã 1"


def test_a_closed_agency_receives_nothing_and_is_still_known(store: Engines) -> None:
    closed = replace(tree_of(store)["19-SNV"], ended_on=TODAY, successor="19-SKHCN")
    apply(store, Changes((closed,)), ChangeKind.CLOSE)
    tree = tree_of(store)
    assert [one.id for one in tree.children("19")] == ["00001", "00002", "19-SKHCN"]
    assert tree["19-SNV"].name == "Sở Nội vụ"
    with store.write.begin() as connection:
        token = access.make_token(connection, "19-SNV", Role.UNIT, "Văn thư", NOW)
        bearer = access.bearer(connection, token)
        assert bearer is not None
        assert [row.id for row in connection.execute(agencies_in(scope_of(bearer)))] == ["19-SNV"]


def test_open_work_wants_a_successor_and_says_how_much_and_where(store: Engines) -> None:
    for number in (1, 2):
        open_row(store, "19-SNV", "19", number=number)
    open_row(store, "19-SNV", "19", "d2")
    ended = replace(tree_of(store)["19-SNV"], ended_on=TODAY)
    with pytest.raises(DirectoryRefusedError) as caught:
        apply(store, Changes((ended,)))
    (one,) = caught.value.refusals
    assert (one.code, one.subject, one.aspect) == (DirectoryCode.SUCCESSOR_NEEDED, "19-SNV", "successor")
    assert "3 open assignments (d1: 2, d2: 1)" in one.english
    assert apply(store, Changes((replace(ended, successor="19-SKHCN"),))).version == 2


def test_an_agency_with_open_work_is_not_moved(store: Engines) -> None:
    unit = tree_of(store)["00001-U1"]
    open_row(store, "00001-U1", "00001")
    assert refused(store, Changes((replace(unit, parent="00002"),))) == [DirectoryCode.OPEN_ASSIGNMENTS]


def test_a_moved_agency_takes_its_place_in_every_scope(store: Engines) -> None:
    apply(store, Changes((replace(tree_of(store)["00001-U1"], parent="00002"),)), ChangeKind.MOVE)
    assert tree_of(store).path("00001-U1") == ("TW", "19", "00002", "00001-U1")
    with store.read.connect() as connection:
        paths = {row.id: row.path for row in connection.execute(sa.select(t.agencies.c.id, t.agencies.c.path))}
    assert paths["00001-U1"] == "TW/19/00002/00001-U1/"


def test_what_stands_below_a_moved_agency_moves_with_it(store: Engines) -> None:
    apply(store, Changes((Agency("20", Level.PROVINCE, "UBND tỉnh Lạng Sơn", "TW"),)), ChangeKind.ADD)
    apply(store, Changes((replace(tree_of(store)["00001"], parent="20"),)), ChangeKind.MOVE)
    with store.read.connect() as connection:
        paths = {row.id: row.path for row in connection.execute(sa.select(t.agencies.c.id, t.agencies.c.path))}
    assert paths["00001"] == "TW/20/00001/"
    assert paths["00001-U2"] == "TW/20/00001/00001-U2/"
    assert paths["00002-U1"] == "TW/19/00002/00002-U1/"


def test_a_body_outside_the_chain_is_below_nobody_and_at_the_top_of_nothing(store: Engines) -> None:
    """Whoever reads for the Front of a commune reads that, although it has nobody above."""
    apply(store, Changes((FRONT,)), ChangeKind.ADD)
    tree = tree_of(store)
    assert tree.outside("00001") == (FRONT,)
    assert FRONT not in tree.children("00001")
    with store.write.begin() as connection:
        token = access.make_token(connection, FRONT.id, Role.AUDITOR, "Văn thư", NOW)
        bearer = access.bearer(connection, token)
        assert bearer is not None
        scope = scope_of(bearer)
        assert not scope.everything
        assert [row.id for row in connection.execute(agencies_in(scope))] == [FRONT.id]


def test_the_journal_says_who_changed_what_and_why(store: Engines) -> None:
    apply(store, Changes((renamed(tree_of(store)["00001"], "UBND xã B"),)), ChangeKind.RENAME)
    with store.write.begin() as connection:
        directory.fill_post(connection, "00002", PostRole.CHAIR, None, "văn phòng", NOW)
    with store.read.connect() as connection:
        found = journal(connection, Window(2, 0))
        assert (found.total, [one.number for one in found.items]) == (3, [3, 2])
        assert (found.items[1].kind, found.items[1].reason, found.items[1].source) == (
            ChangeKind.RENAME,
            "Sắp xếp lại",
            "Nghị quyết 12/NQ-HĐND",
        )
        assert [one.number for one in journal(connection, Window(), "00002").items] == [3]
        (one,) = differences(connection, 3, Window()).items
        assert (one.subject, one.before, one.after) == (
            "chair@00002",
            {"holder": "chair.00002"},
            {"holder": None},
        )


def test_a_cache_sees_a_change_when_it_is_committed(store: Engines) -> None:
    cache = DirectoryCache()
    with store.read.connect() as connection:
        assert cache.tree(connection)["00001"].name == "UBND xã 1"
    apply(store, Changes((renamed(tree_of(store)["00001"], "UBND xã B"),)))
    with store.read.connect() as connection:
        assert cache.tree(connection)["00001"].name == "UBND xã B"


def test_two_who_change_it_at_once_make_two_versions(store: Engines) -> None:
    """Whoever comes second reads what the first has written, and neither is lost."""
    start = threading.Barrier(2)

    def rename(agency: AgencyId) -> int:
        start.wait()
        with store.write.begin() as connection:
            tree = directory.load_for_change(connection)
            return directory.change(
                connection, tree, Changes((renamed(tree[agency], "UBND xã B"),)), record(ChangeKind.RENAME)
            ).version

    with ThreadPoolExecutor(2) as pool:
        made = sorted(pool.map(rename, ["00001", "00002"]))
    assert made == [2, 3]
    tree = tree_of(store)
    assert (tree["00001"].name, tree["00002"].name) == ("UBND xã B", "UBND xã B")


# ---------------------------------------------------------------------------------- every earlier version comes back

_NAMES = st.sampled_from(["UBND xã Phú Bình", "Phòng Nội vụ", "Đơn vị mới", "Ban Quản lý"])
_HOLDERS = st.sampled_from([None, "Nguyễn Thị A", "Trần Văn B", "Lê Thị C"])
_DAYS = st.sampled_from([None, date(2026, 11, 1), date(2026, 12, 31)])


@st.composite
def _change(draw: st.DrawFn, tree: AgencyTree) -> Changes:
    """A change somebody may ask for; some of them are against the rules."""
    agency = draw(st.sampled_from(sorted(one.id for one in tree)))
    other = draw(st.sampled_from(sorted(one.id for one in tree)))
    kind = draw(st.sampled_from(["rename", "close", "move", "fields", "add", "outside", "post", "post", "both"]))
    post = draw(st.sampled_from(sorted(tree.posts(), key=lambda one: one.id)))
    away = draw(_DAYS)
    filled = Post(
        post.agency,
        post.role,
        post.title,
        draw(_HOLDERS),
        until=draw(_DAYS),
        absence=None if away is None else Absence(away, None, draw(_HOLDERS)),
    )
    number = draw(st.integers(3, 6))
    match kind:
        case "rename":
            return Changes((renamed(tree[agency], draw(_NAMES)),))
        case "close":
            return Changes((replace(tree[agency], ended_on=TODAY, successor=draw(st.sampled_from([None, other]))),))
        case "move":
            return Changes((replace(tree[agency], parent=other),))
        case "fields":
            return Changes(
                (replace(tree[agency], fields=draw(st.sampled_from([(), ("finance",), ("land", "health")]))),)
            )
        case "add":
            unit = Agency(f"{other}-X{number}", Level.UNIT, draw(_NAMES), other)
            return Changes((unit,), (Post(unit.id, PostRole.HEAD, "Trưởng phòng", draw(_HOLDERS)),))
        case "outside":
            return Changes((Agency(f"{other}-NGOAI{number}", Level.OUTSIDE, draw(_NAMES), None, beside=other),))
        case "post":
            return Changes(posts=(filled,))
        case _:
            return Changes((renamed(tree[agency], draw(_NAMES)),), (filled,))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    folder: Path = tmp_path_factory.mktemp("versions")
    engines = open_store(folder, small_tree())
    yield engines
    engines.dispose()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_after_any_changes_every_earlier_version_is_had_back_exactly(lasting: Engines, data: st.DataObject) -> None:
    """Agencies, posts, places in the tree: what the audit asks of version 7 is what version 7 was."""
    with lasting.write.connect() as connection, connection.begin() as transaction:
        tree = directory.load_for_change(connection)
        stood = {tree.version: rows(tree)}
        for _ in range(data.draw(st.integers(1, 12))):
            changes = data.draw(_change(tree))
            try:
                made = directory.change(connection, tree, changes, record(ChangeKind.IMPORT))
            except DirectoryRefusedError:
                continue
            tree = directory.load(connection)
            assert tree.version == made.version
            stood[tree.version] = rows(tree)
        for version, expected in stood.items():
            then = directory.as_it_stood(connection, tree, version)
            assert (then.version, rows(then)) == (version, expected)
        transaction.rollback()
