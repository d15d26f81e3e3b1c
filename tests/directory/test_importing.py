"""What an office's files ask of the directory, and what is said of everything that is wrong in them."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import openpyxl
import pytest

from tests.samples import small_tree
from thac.directory.importing.columns import Kind
from thac.directory.importing.exporting import csv_of, xlsx_of
from thac.directory.importing.outline import What, counts, outline
from thac.directory.importing.reading import Asked, Import
from thac.directory.importing.sheets import Source, letter
from thac.domain.accounts import Account
from thac.domain.agencies import Absence, Agency, AgencyTree, Level, Post, PostRole, Role

TREE = small_tree()
AGENCIES = ("Mã cơ quan", "Cấp", "Tên cơ quan", "Cơ quan cấp trên")


def csv_file(*rows: str, name: str = "danh-ba.csv", encoding: str = "utf-8") -> Source:
    return Source(name, "\r\n".join(rows).encode(encoding))


def workbook(**sheets: Sequence[Sequence[Any]]) -> Source:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return Source("danh-ba.xlsx", file.getvalue())


def asked(*sources: Source, tree: AgencyTree = TREE, accounts: Sequence[Account] = ()) -> Asked:
    return Import(sources).ask(tree, accounts)


def agencies(*sources: Source, tree: AgencyTree = TREE) -> dict[str, Agency]:
    found = asked(*sources, tree=tree)
    assert [fault.english for fault in found.faults] == []
    return {one.id: one for one in found.changes.agencies}


def posts(*sources: Source, tree: AgencyTree = TREE) -> dict[str, Post]:
    found = asked(*sources, tree=tree)
    assert [fault.english for fault in found.faults] == []
    return {one.id: one for one in found.changes.posts}


def faults(*sources: Source, tree: AgencyTree = TREE) -> list[tuple[str, str | None, int | None, str | None]]:
    """Code, sheet, row and column of everything that is wrong."""
    found = asked(*sources, tree=tree).faults
    return [(one.code, one.place.sheet, one.place.row, one.place.column) for one in found]


NEW = Agency("00001-VHXH", Level.UNIT, "Phòng Văn hóa - Xã hội", "00001")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_however_it_was_saved(separator: str, encoding: str) -> None:
    rows = [separator.join(AGENCIES), separator.join(("00001-VHXH", "Đơn vị", "Phòng Văn hóa - Xã hội", "00001"))]
    assert agencies(csv_file(*rows, encoding=encoding)) == {NEW.id: NEW}


@pytest.mark.parametrize(
    "headings",
    [
        "Mã cơ quan,Cấp,Tên cơ quan,Cơ quan cấp trên",
        "code,level,name,parent",
        "MÃ ĐƠN VỊ,CẤP,TÊN ĐƠN VỊ,TRỰC THUỘC",
        "ma co quan,cap,ten co quan,ma cap tren",
        "Mã cơ quan · Code,Cấp · Level,Tên cơ quan (Name),Cơ quan cấp trên / Parent",
    ],
)
def test_headings_are_known_in_vietnamese_and_english(headings: str) -> None:
    assert agencies(csv_file(headings, "00001-VHXH,unit,Phòng Văn hóa - Xã hội,00001")) == {NEW.id: NEW}


def test_a_title_and_empty_rows_may_stand_above_the_headings() -> None:
    file = csv_file(
        "DANH SÁCH CƠ QUAN", "", "STT," + ",".join(AGENCIES), "1,00001-VHXH,Phòng,Phòng Văn hóa - Xã hội,00001"
    )
    assert agencies(file) == {NEW.id: NEW}


def test_the_separator_that_excel_names_is_taken() -> None:
    assert agencies(csv_file("sep=;", ";".join(AGENCIES), "00001-VHXH;Phòng;Phòng Văn hóa - Xã hội;00001"))


def test_names_are_composed_and_single_spaced() -> None:
    name = normalize("NFD", "Phòng  Văn hóa - Xã hội ")
    assert agencies(csv_file(",".join(AGENCIES), f"00001-VHXH,Phòng,{name},00001"))[NEW.id].name == NEW.name


def test_a_workbook_has_its_sheets_in_any_order_and_rows_name_each_other() -> None:
    """The post of a new unit of a new commune, told before either."""
    found = asked(
        workbook(
            Chức_vụ=[
                ("Mã cơ quan", "Vai trò", "Chức danh", "Người giữ"),
                ("00003-VP", "Thủ trưởng", "Chánh Văn phòng", "A"),
            ],
            Cơ_quan=[
                AGENCIES,
                ("00003-VP", "Đơn vị", "Văn phòng", "00003"),
                ("00003", "Xã", "UBND xã 3", "19"),
            ],
            Tài_khoản=[
                ("Mã cơ quan", "Vai trò", "Họ và tên", "Email"),
                ("00003", "Văn phòng", "Văn thư", "vt@xa3.gov.vn"),
            ],
        )
    )
    assert not found.faults
    assert {one.id: one.parent for one in found.changes.agencies} == {"00003-VP": "00003", "00003": "19"}
    assert found.changes.posts == (Post("00003-VP", PostRole.HEAD, "Chánh Văn phòng", "A"),)
    assert found.accounts == (Account("00003", Role.OFFICE, "Văn thư", "vt@xa3.gov.vn"),)


# -------------------------------------------------------------------------------------- what spreadsheets make of codes


@pytest.mark.parametrize("code", [1, 1.0, "1", "00001", '="00001"'])
def test_a_code_that_lost_its_zeros_is_filled_up(code: Any) -> None:
    sheet = [("Mã cơ quan", "Cấp", "Tên cơ quan"), (code, "Xã", "UBND xã Một")]
    source = workbook(Cơ_quan=sheet) if code != '="00001"' else csv_file("Mã,Cấp,Tên", '"=""00001""",Xã,UBND xã Một')
    assert agencies(source)["00001"].name == "UBND xã Một"


def test_a_number_that_may_be_two_agencies_is_for_a_person_to_say() -> None:
    """19 is a province, and 00019 could be a commune of it that Excel has cut down."""
    tree = AgencyTree([*TREE, Agency("00019", Level.COMMUNE, "UBND xã 19", "19")], TREE.posts())
    sheet = [("Mã cơ quan", "Vai trò", "Người giữ"), (19, "Chủ tịch", "A")]
    assert faults(workbook(Chức_vụ=sheet), tree=tree) == [("code_ambiguous", "Chức vụ", 2, "A")]
    text = [sheet[0], ("19", "Chủ tịch", "A")]
    assert list(posts(workbook(Chức_vụ=text), tree=tree)) == ["chair@19"]


def test_a_csv_column_in_which_zeros_stand_has_lost_none() -> None:
    tree = AgencyTree([*TREE, Agency("00019", Level.COMMUNE, "UBND xã 19", "19")], TREE.posts())
    lost = csv_file("Mã,Vai trò,Người giữ", "19,Chủ tịch,A", "1,Chủ tịch,B")
    assert faults(lost, tree=tree) == [("code_ambiguous", None, 2, "A")]
    kept = csv_file("Mã,Vai trò,Người giữ", "19,Chủ tịch,A", "00001,Chủ tịch,B")
    assert list(posts(kept, tree=tree)) == ["chair@19", "chair@00001"]


def test_a_parent_is_one_that_may_stand_above() -> None:
    """A commune's parent 19 is the province, whatever commune might once have been 00019."""
    tree = AgencyTree([*TREE, Agency("00019", Level.COMMUNE, "UBND xã 19", "19")])
    assert agencies(csv_file(",".join(AGENCIES), "3,Xã,UBND xã 3,19"), tree=tree)["00003"].parent == "19"


def test_a_code_of_the_wrong_length_is_said_so() -> None:
    assert faults(csv_file(",".join(AGENCIES), "123456,Xã,UBND xã 3,19")) == [("code_length", None, 2, "A")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("=A2", "formula"),
        (datetime(2026, 1, 19), "date_for_text"),  # noqa: DTZ001 - a cell has no zone
        (5443, "number_for_text"),
        (True, "number_for_text"),
        ("#N/A", "cell_error"),
        (None, "cell_empty"),
        ("   ", "cell_empty"),
    ],
)
def test_a_cell_that_cannot_be_a_name_is_refused_by_its_place(cell: Any, code: str) -> None:
    sheet = [("STT", *AGENCIES), (1, "00001-VHXH", "Đơn vị", cell, "00001")]
    assert faults(workbook(Cơ_quan=sheet)) == [(code, "Cơ quan", 2, "D")]


def test_a_fault_names_file_sheet_row_column_and_both_sentences() -> None:
    (fault,) = asked(workbook(Cơ_quan=[AGENCIES, ("00001-VHXH", "Đơn vị", "=A2", "00001")])).faults
    assert str(fault.place) == "danh-ba.xlsx, “Cơ quan”, dòng 2, cột C (Tên cơ quan)"
    assert fault.message == "Ô này là công thức “=A2”; hãy dán giá trị thay cho công thức."
    assert fault.english == "The cell is a formula, “=A2”; paste its value instead."


# ------------------------------------------------------------------------------------------------------ what rows say


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_says_empty() -> None:
    fields = replace(TREE["19-SNV"], aliases=("SNV",))
    tree = AgencyTree([*(one for one in TREE if one.id != "19-SNV"), fields])
    assert agencies(csv_file("Mã,Tên khác", "19-SNV,SNV"), tree=tree)["19-SNV"] == fields
    emptied = agencies(csv_file("Mã,Tên khác,Lĩnh vực", "19-SNV,,"), tree=tree)["19-SNV"]
    assert (emptied.aliases, emptied.fields, emptied.name) == ((), (), "Sở Nội vụ")


def test_a_new_name_keeps_the_old_one() -> None:
    renamed = agencies(csv_file("Mã,Tên", "19-SNV,Sở Tổ chức và Nội vụ"))["19-SNV"]
    assert (renamed.name, renamed.aliases) == ("Sở Tổ chức và Nội vụ", ("Sở Nội vụ",))


def test_fields_are_codes_or_names_in_a_cell_or_in_rows_of_their_own() -> None:
    told = csv_file("Mã,Tên,Lĩnh vực", "19-SNV,Sở Nội vụ,labour; Nội vụ, tổ chức bộ máy")
    assert faults(told) == [("cell_beyond", None, 2, None), ("unknown_field", None, 2, "C")]
    told = csv_file("Mã;Tên;Lĩnh vực", '19-SNV;Sở Nội vụ;"labour; Nội vụ, tổ chức bộ máy"')
    assert agencies(told)["19-SNV"].fields == ("labour", "internal_affairs")
    rows = csv_file("Mã,Lĩnh vực", "19-SNV,labour", '19-SNV,"Nội vụ, tổ chức bộ máy"')
    assert agencies(rows)["19-SNV"].fields == ("labour", "internal_affairs")
    both = csv_file("Mã,Tên,Lĩnh vực", "19-SNV,Sở Nội vụ,labour", name="a.csv"), csv_file("Mã,Lĩnh vực", "19-SNV,land")
    assert faults(*both) == [("row_twice", None, 2, "B")]
    assert faults(csv_file("Mã,Lĩnh vực", "19-SNV,ma thuật")) == [("unknown_field", None, 2, "B")]


def test_posts_have_dates_substitutes_and_acting_holders() -> None:
    heading = "Mã,Vai trò,Người giữ,Giữ từ ngày,Giữ đến ngày,Quyền,Vắng từ ngày,Vắng đến ngày,Người thay"
    found = posts(csv_file(heading, "1,Chủ tịch,Lê Văn C,01/7/2026,2026-12-31,có,23/11/2026,27/11/2026,Trần Văn B"))
    assert found["chair@00001"] == Post(
        "00001",
        PostRole.CHAIR,
        "chair",
        "Lê Văn C",
        date(2026, 7, 1),
        date(2026, 12, 31),
        True,  # noqa: FBT003 - the acting flag
        Absence(date(2026, 11, 23), date(2026, 11, 27), "Trần Văn B"),
    )


def test_what_was_told_of_one_holder_is_not_told_of_the_next() -> None:
    dated = Post("00001", PostRole.CHAIR, "Chủ tịch", "A", date(2026, 1, 1), None, True)  # noqa: FBT003 - the acting flag
    tree = AgencyTree(TREE, [*(one for one in TREE.posts() if one.id != dated.id), dated])
    assert posts(csv_file("Mã,Vai trò,Người giữ", "1,chair,A"), tree=tree)[dated.id] == dated
    assert posts(csv_file("Mã,Vai trò,Người giữ", "1,chair,B"), tree=tree)[dated.id] == Post(
        "00001", PostRole.CHAIR, "Chủ tịch", "B"
    )
    assert posts(csv_file("Mã,Vai trò,Người giữ", "1,chair,"), tree=tree)[dated.id].vacant


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,Chủ tịch,C,31/02/2026,,,,,", ("not_a_date", "D")),
        ("1,Chủ tịch,C,7/2026,,,,,", ("not_a_date", "D")),
        ("1,Chủ tịch,C,01/7/2026,30/6/2026,,,,", ("dates_reversed", "E")),
        ("1,Chủ tịch,C,,,có lẽ,,,", ("not_a_choice", "F")),
        ("1,Chủ tịch,C,,,,,,Trần Văn B", ("away_without_day", "G")),
        ("1,Chủ tịch,C,,,,27/11/2026,23/11/2026,", ("dates_reversed", "H")),
        ("1,Trưởng phòng,C,,,,,,", ("not_a_choice", "B")),
        ("1,,C,,,,,,", ("cell_empty", "B")),
        (",Chủ tịch,C,,,,,,", ("cell_empty", "A")),
        ("77777,Chủ tịch,C,,,,,,", ("unknown_agency", "A")),
    ],
)
def test_a_post_that_cannot_be_read_is_refused_by_its_place(row: str, fault: tuple[str, str]) -> None:
    heading = "Mã,Vai trò,Người giữ,Giữ từ ngày,Giữ đến ngày,Quyền,Vắng từ ngày,Vắng đến ngày,Người thay"
    code, column = fault
    assert faults(csv_file(heading, row)) == [(code, None, 2, column)]


def test_accounts_that_exist_are_not_made_again() -> None:
    file = csv_file("Mã,Vai trò,Họ và tên,Hết hạn", "1,Văn phòng,Văn thư,31/12/2026", "1,Lãnh đạo,Văn thư,")
    found = asked(file, accounts=[Account("00001", Role.OFFICE, "Văn thư", "x@y.vn")])
    assert found.accounts == (Account("00001", Role.SUPERVISOR, "Văn thư"),)
    assert asked(file).accounts[0].expires_on == date(2026, 12, 31)


def test_all_that_is_wrong_is_listed_and_counted_beyond_the_cap() -> None:
    rows = [f"00001-X{number},Đơn vị,=1,00001" for number in range(30)]
    found = Import([csv_file(",".join(AGENCIES), *rows)], most_faults=10).ask(TREE).faults
    assert (len(found), found.total) == (10, 30)
    assert [fault.place.row for fault in found] == list(range(2, 12))


def test_one_subject_has_one_row() -> None:
    twice = csv_file(",".join(AGENCIES), "00001-A,Đơn vị,A,00001", "00001-A,Đơn vị,B,00001")
    (fault,) = asked(twice).faults
    assert (fault.code, fault.place.row) == ("row_twice", 3)
    assert "dòng 2" in fault.message
    assert faults(csv_file("Mã,Vai trò,Người giữ", "1,chair,A", "00001,Chủ tịch,B")) == [("row_twice", None, 3, "A")]
    assert faults(csv_file("Mã,Vai trò,Họ tên", "1,office,A", "1,Văn phòng,A")) == [("row_twice", None, 3, "A")]


# --------------------------------------------------------------------------------------------------------- whole files


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ("nothing_to_import", None)),
        (b"\r\n\r\n", ("nothing_to_import", None)),
        ("Mã,Tên\r\n".encode(), ("nothing_to_import", None)),
        ("Mã,Tên\r\nSở".encode("utf-16")[:-1], ("not_utf8", None)),
        ("Mã,Tên\r\n19-SNV,Sở".encode("cp1258", "replace"), ("not_utf8", None)),
        ('Mã,Tên\r\n19-SNV,"Sở" Nội'.encode(), ("broken_csv", 2)),
        (b"PK\x03\x04 and no archive", ("unreadable_file", None)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("unreadable_file", None)),
        ("Họ,Tên đệm\r\nA,B".encode(), ("unknown_sheet", None)),
        ("Mã,Tên,Mã\r\n19,A,19".encode(), ("column_twice", 1)),
        ("Mã,Tên,Màu\r\n19,A,đỏ".encode(), ("unknown_column", 1)),
        ("Vai trò,Người giữ\r\nchair,A".encode(), ("column_missing", 1)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, fault: tuple[str, int | None]) -> None:
    found = faults(Source("tệp.csv", data))
    assert [(code, row) for code, _, row, _ in found] == [fault]


def test_letters_that_are_no_utf8_are_noticed() -> None:
    assert faults(Source("tệp.csv", "Mã,Tên\r\n19-SNV,Sở".encode() + b"\xe9")) == [("not_utf8", None, None, None)]


def test_an_archive_that_swells_is_not_unpacked() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/a.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(450):
            part.write(bytes(1_000_000))
    assert faults(Source("to.xlsx", file.getvalue())) == [("file_too_large", None, None, None)]


def test_a_workbook_that_is_no_workbook_says_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")
    assert faults(Source("a.xlsx", file.getvalue())) == [("unreadable_file", None, None, None)]


def test_sheets_without_rows_are_passed_over_and_strange_ones_are_not() -> None:
    sheets = {"Cơ_quan": [AGENCIES, ("00001-VHXH", "Phòng", NEW.name, "00001")], "Sheet2": []}
    assert agencies(workbook(**sheets)) == {NEW.id: NEW}
    strange = workbook(**sheets, Khác=[("Họ", "Tên đệm"), ("A", "B")])
    assert faults(strange) == [("unknown_sheet", "Khác", None, None)]


def test_with_a_fault_in_one_file_nothing_of_the_others_is_asked() -> None:
    found = asked(csv_file(",".join(AGENCIES), "00001-VHXH,Phòng,Phòng,00001"), Source("b.csv", b"\xff"))
    assert (found.changes.agencies, len(found.faults)) == ((), 1)


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_do(position: int, letters: str) -> None:
    assert letter(position) == letters


# ------------------------------------------------------------------------------------------------------- and back again


def _rich() -> AgencyTree:
    """A directory with everything that can stand in one."""
    more = [
        Agency(
            "00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, (), ("Đảng ủy", "ĐU"), auto_allocate=False, beside="00001"
        ),
        Agency(
            "00001-CU",
            Level.UNIT,
            "Phòng cũ",
            "00001",
            ("land", "health"),
            ended_on=date(2026, 7, 1),
            successor="00001-U1",
        ),
    ]
    held = [
        Post("00001-DU", PostRole.HEAD, "Bí thư", "A", date(2026, 1, 1), date(2026, 12, 31), True),  # noqa: FBT003 - acting
        Post("00001-DU", PostRole.OFFICER, "Chuyên viên", "B", absence=Absence(date(2026, 11, 23), None, "C")),
        Post("00001-CU", PostRole.HEAD, "Trưởng phòng", None),
    ]
    return AgencyTree([*TREE, *more], [*TREE.posts(), *held], 7)


ACCOUNTS = (
    Account("00001", Role.OFFICE, "Văn thư", "vt@xa1.gov.vn", date(2026, 12, 31)),
    Account("19", Role.ADMINISTRATOR, "Quản trị"),
)


def _exported(tree: AgencyTree, form: str, folder: Path) -> list[Source]:
    if form == "xlsx":
        (folder / "a.xlsx").write_bytes(xlsx_of(tree, ACCOUNTS))
        return [Source("a.xlsx", folder / "a.xlsx")]
    kinds = (Kind.ACCOUNTS, Kind.POSTS, Kind.AGENCIES)
    return [Source(f"{kind}.csv", csv_of(kind, tree, ACCOUNTS)) for kind in kinds]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_read_again_changes_nothing(form: str, tmp_path: Path) -> None:
    tree = _rich()
    found = asked(*_exported(tree, form, tmp_path), tree=tree, accounts=ACCOUNTS)
    assert [fault.english for fault in found.faults] == []
    assert {one.id: one for one in found.changes.agencies} == {one.id: one for one in tree}
    assert {one.id: one for one in found.changes.posts} == {one.id: one for one in tree.posts()}
    assert found.accounts == ()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_read_into_an_empty_directory_is_that_directory(form: str, tmp_path: Path) -> None:
    tree = _rich()
    found = asked(*_exported(tree, form, tmp_path), tree=AgencyTree([]))
    assert [fault.english for fault in found.faults] == []
    assert {one.id: one for one in found.changes.agencies} == {one.id: one for one in tree}
    assert {one.id: one for one in found.changes.posts} == {one.id: one for one in tree.posts()}
    assert set(found.accounts) == set(ACCOUNTS)


def test_the_outline_says_what_would_happen_to_whom() -> None:
    before = TREE["19-SNV"]
    post = Post("19-SNV", PostRole.HEAD, "Giám đốc", "A")
    lines = outline(
        [
            (None, NEW),
            (before, replace(before, name="Sở Nội vụ mới")),
            (before, replace(before, parent="TW")),
            (before, replace(before, ended_on=date(2026, 7, 1))),
            (before, replace(before, fields=())),
        ],
        [(None, post), (post, replace(post, holder=None))],
    )
    assert [line.what for line in lines] == list(What)
    assert lines[1].differs == (("name", "Sở Nội vụ", "Sở Nội vụ mới"),)
    assert lines[6].differs == (("holder", "A", None),)
    assert set(counts(lines).values()) == {1}
