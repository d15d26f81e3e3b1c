"""Rules of the directory: one test a rule, each against a directory that can be counted by hand."""

from dataclasses import replace
from datetime import date

import pytest

from tests.samples import small_tree
from thac.domain.agencies import Absence, Agency, AgencyTree, Level, Post, PostRole
from thac.domain.directory_changes import Changes, beyond, composed, refusals, renamed, usable
from thac.domain.directory_refusals import DirectoryCode

TREE = small_tree()
TODAY = date(2026, 11, 20)
GONE = date(2026, 7, 1)
UNIT = TREE["00001-U1"]


def codes(*rows: Agency | Post, tree: AgencyTree = TREE) -> list[tuple[str, str]]:
    """Code and aspect of every reason against those rows."""
    changes = Changes(
        tuple(one for one in rows if isinstance(one, Agency)), tuple(one for one in rows if isinstance(one, Post))
    )
    return [(one.code.value, one.aspect) for one in refusals(tree, changes, {}, TODAY)]


def unit(code: str, parent: str | None, name: str = "Phòng mới", **more: object) -> Agency:
    return replace(Agency(code, Level.UNIT, name, parent), **more)  # type: ignore[arg-type]


def post(role: PostRole = PostRole.HEAD, holder: str | None = "Lê Văn C", **more: object) -> Post:
    return replace(Post("00001-U1", role, "Trưởng phòng", holder), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "agency",
    [
        unit("00001-KT", "00001"),
        Agency("00003", Level.COMMUNE, "UBND xã 3", "19"),
        Agency("20", Level.PROVINCE, "UBND tỉnh Lạng Sơn", "TW"),
        Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="00001"),
        Agency("KBNN", Level.OUTSIDE, "Kho bạc Nhà nước", None),
        unit("00001-CU", "00001", ended_on=GONE, successor="00001-U2"),
    ],
    ids=lambda one: one.id,
)
def test_an_agency_may_be_added_where_it_belongs(agency: Agency) -> None:
    assert codes(agency) == []


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        (Agency("3", Level.COMMUNE, "UBND xã 3", "19"), ("bad_agency_code", "id")),
        (Agency("000031", Level.COMMUNE, "UBND xã 3", "19"), ("bad_agency_code", "id")),
        (Agency("٠٠٠٠٣", Level.COMMUNE, "UBND xã 3", "19"), ("bad_agency_code", "id")),
        (unit("KT", "00001"), ("bad_agency_code", "id")),
        (unit("99999-KT", "00001"), ("bad_agency_code", "id")),
        (unit("00001-K/T", "00001"), ("bad_agency_code", "id")),
        (unit("00001-KT", None), ("parent_missing", "parent")),
        (unit("00001-KT", "77777"), ("unknown_agency", "parent")),
        (unit("00001-KT", "00001-U1"), ("parent_level", "parent")),
        (Agency("00003", Level.COMMUNE, "UBND xã 3", "00002"), ("parent_level", "parent")),
        (Agency("TW2", Level.CENTRAL, "Trung ương", None), ("one_top", "level")),
        (Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="77777"), ("unknown_agency", "beside")),
        (Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="00001-U1"), ("beside_level", "beside")),
        (Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", "00001"), ("parent_level", "parent")),
        (unit("00001-KT", "00001", beside="00001"), ("beside_level", "beside")),
        (unit("00001-KT", "00001", name="=1+1"), ("bad_name", "name")),
        (unit("00001-KT", "00001", name="Phòng; ban"), ("bad_name", "name")),
        (unit("00001-KT", "00001", aliases=("Phòng\nKT",)), ("bad_name", "aliases")),
        (unit("00001-KT", "00001", successor="00001-U2"), ("successor_unfit", "successor")),
        (unit("00001-CU", "00001", ended_on=date(2026, 11, 21)), ("in_future", "ended_on")),
    ],
    ids=lambda value: f"{value.id} {value.name}" if isinstance(value, Agency) else value[0],
)
def test_an_agency_that_does_not_fit_is_refused(agency: Agency, reason: tuple[str, str]) -> None:
    assert reason in codes(agency)


def test_rows_of_one_change_may_depend_on_each_other_in_any_order() -> None:
    commune = Agency("00003", Level.COMMUNE, "UBND xã 3", "19")
    assert codes(unit("00003-VP", "00003"), Post("00003-VP", PostRole.HEAD, "Chánh Văn phòng", None), commune) == []


def test_two_agencies_above_each_other_are_refused() -> None:
    """A cycle needs an agency above one of its own level, and there is none."""
    first = Agency("00003", Level.COMMUNE, "UBND xã 3", "00004")
    second = Agency("00004", Level.COMMUNE, "UBND xã 4", "00003")
    assert codes(first, second) == [("parent_level", "parent")] * 2


def test_a_level_stays() -> None:
    assert codes(replace(UNIT, level=Level.COMMUNE)) == [("level_fixed", "level")]


def test_a_commune_is_closed_together_with_its_units_and_not_before_them() -> None:
    rows = [replace(TREE[one], ended_on=GONE, successor="00002") for one in ("00001", "00001-U1", "00001-U2")]
    assert codes(*rows) == []
    assert codes(rows[0]) == [("agencies_below", "ended_on")]


def test_nothing_stands_below_a_closed_agency() -> None:
    tree = AgencyTree([*TREE, Agency("00003", Level.COMMUNE, "UBND xã 3", "19", ended_on=GONE)])
    assert codes(unit("00003-VP", "00003"), tree=tree) == [("parent_ended", "parent")]


@pytest.mark.parametrize("successor", ["00001-U1", "77777", "00001-CU"])
def test_a_successor_is_another_agency_that_stands(successor: str) -> None:
    tree = AgencyTree([*TREE, unit("00001-CU", "00001", ended_on=GONE)])
    assert codes(replace(UNIT, ended_on=GONE, successor=successor), tree=tree) == [("successor_unfit", "successor")]


def test_a_closed_agency_is_not_opened_and_not_changed() -> None:
    closed = unit("00001-CU", "00001", ended_on=GONE)
    tree = AgencyTree([*TREE, closed], [Post("00001-CU", PostRole.HEAD, "Trưởng phòng", None)])
    assert codes(replace(closed, ended_on=None), tree=tree) == [("cannot_reopen", "ended_on")]
    assert codes(renamed(closed, "Tên khác"), tree=tree) == [("agency_ended", "")]
    assert codes(replace(closed, successor="00001-U2"), tree=tree) == []
    assert codes(Post("00001-CU", PostRole.HEAD, "Trưởng phòng", "A"), tree=tree) == [("agency_ended", "holder")]


def test_the_top_is_not_closed() -> None:
    assert ("one_top", "ended_on") in codes(replace(TREE["TW"], ended_on=GONE, successor="19"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Post("77777", PostRole.HEAD, "Trưởng phòng", None), ("unknown_agency", "agency")),
        (Post("00001-U1", PostRole.CHAIR, "Chủ tịch", None), ("post_level", "role")),
        (Post("00001", PostRole.HEAD, "Trưởng", None), ("post_level", "role")),
        (post(holder="@A"), ("bad_name", "holder")),
        (post(since=date(2026, 11, 21)), ("in_future", "since")),
        (post(holder=None, acting=True), ("holder_missing", "holder")),
        (post(holder=None, until=TODAY), ("holder_missing", "holder")),
        (post(absence=Absence(TODAY, None, "Lê Văn C")), ("own_substitute", "substitute")),
    ],
)
def test_a_post_that_does_not_fit_is_refused(row: Post, reason: tuple[str, str]) -> None:
    assert codes(row) == [reason]


def test_an_absence_may_lie_ahead() -> None:
    assert codes(post(absence=Absence(date(2026, 12, 1), date(2026, 12, 5), "Trần Văn B"))) == []


def test_a_name_given_back_is_no_alias_of_itself() -> None:
    agency = renamed(renamed(UNIT, "Phòng Nội vụ"), UNIT.name)
    assert (agency.name, agency.aliases) == (UNIT.name, ("Phòng Nội vụ",))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Phòng Văn hóa - Xã hội", True),
        ("x" * 500, True),
        ("x" * 501, False),
        ("", False),
        ("a  b", False),
        ("Pho\u0300ng", False),
        ("+84", False),
        ("a\u2028b", False),
        ("a\x00b", False),
    ],
)
def test_what_may_be_a_name(text: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    assert usable(text) is fits


def test_a_line_is_composed_and_single_spaced() -> None:
    assert composed("  Pho\u0300ng \n Nội  vụ ") == "Phòng Nội vụ"


@pytest.mark.parametrize(
    ("own", "row", "kept_out"),
    [
        ("TW", Agency("KBNN", Level.OUTSIDE, "Kho bạc", None), False),
        ("19", Agency("KBNN", Level.OUTSIDE, "Kho bạc", None), True),
        ("19", Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="00001"), False),
        ("00001", renamed(UNIT, "Phòng Nội vụ"), False),
        ("00002", renamed(UNIT, "Phòng Nội vụ"), True),
        ("00001", replace(UNIT, parent="00002"), True),
        ("00002", replace(UNIT, parent="00002"), True),
        ("19", replace(UNIT, parent="00002"), False),
        ("00001", post(), False),
        ("00002", post(), True),
        ("00002", UNIT, False),
    ],
)
def test_nobody_changes_what_is_not_below_him(own: str, row: Agency | Post, kept_out: bool) -> None:  # noqa: FBT001
    changes = Changes((row,)) if isinstance(row, Agency) else Changes(posts=(row,))
    found = [one.code for one in beyond(TREE, changes, own)]
    assert found == ([DirectoryCode.OUTSIDE_YOUR_TREE] if kept_out else [])
