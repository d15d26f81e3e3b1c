"""The directory over HTTP: who may change what, what is refused, and what is shown of the past."""

import io
from typing import Any

import httpx
import openpyxl
import pytest
import sqlalchemy as sa

from api.directory_codes import SENTENCES, DirectoryApiCode
from tests.api.conftest import Office
from thac.domain.agencies import AgencyId, Role
from thac.store import tables as t

TOP = ("TW", Role.ADMINISTRATOR)
KEEPER = ("19", Role.ADMINISTRATOR)
COMMUNE_KEEPER = ("00001", Role.ADMINISTRATOR)
OFFICE = ("00001", Role.OFFICE)
UNIT = ("00001-U1", Role.UNIT)
NEW = {"id": "00001-VHXH", "level": "unit", "name": "Phòng Văn hóa - Xã hội", "parent": "00001"}
CSV = "Mã;Cấp;Tên;Trực thuộc\r\n1;Xã;UBND xã Phú Bình;19\r\n00001-VHXH;Phòng;Phòng Văn hóa - Xã hội;1\r\n"


async def code_of(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["code"])


async def version(office: Office) -> int:
    answer = await office.ask(UNIT, "GET", "directory/agencies/19")
    return int(answer.json()["version"])


async def upload(office: Office, who: tuple[AgencyId, Role], data: bytes, **query: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {office.token(*who)}"}
    return await office.client.post("/api/v1/directory/imports", content=data, params=query, headers=headers)


async def test_a_renamed_agency_tells_its_names_over_time(office: Office) -> None:
    body = {"name": "UBND xã Phú Bình", "on": "2026-07-01", "source": "NQ 12/NQ-HĐND"}
    changed = await office.ask(KEEPER, "POST", "directory/agencies/00001/rename", body)
    assert changed.json() == {"version": 2, "changed": True}
    again = await office.ask(KEEPER, "POST", "directory/agencies/00001/rename", body)
    assert again.json() == {"version": 2, "changed": False}
    shown = (await office.ask(UNIT, "GET", "directory/agencies/00001", on="2026-06-30")).json()
    assert (shown["name"], shown["name_then"]) == ("UBND xã Phú Bình", "UBND xã 1")
    assert shown["names"] == [
        {"name": "UBND xã 1", "since": None, "until": "2026-07-01"},
        {"name": "UBND xã Phú Bình", "since": "2026-07-01", "until": None},
    ]
    before = (await office.ask(UNIT, "GET", "directory/agencies/00001", version=1)).json()
    assert (before["version"], before["name"]) == (1, "UBND xã 1")
    found = (await office.ask(UNIT, "GET", "agencies", name="xa 1")).json()["items"]
    assert [one["id"] for one in found] == ["00001"]


async def test_an_agency_is_added_with_its_posts_vacant(office: Office) -> None:
    assert (await office.ask(KEEPER, "POST", "directory/agencies", NEW | {"fields": ["health"]})).status_code == 200
    shown = (await office.ask(UNIT, "GET", "agencies/00001-VHXH")).json()
    assert [(one["id"], one["vacant"]) for one in shown["posts"]] == [
        ("head@00001-VHXH", True),
        ("officer@00001-VHXH", True),
    ]
    assert shown["fields"] == ["health"]
    assert (await office.ask(KEEPER, "POST", "directory/agencies", NEW | {"fields": ["health"]})).json()[
        "changed"
    ] is False
    taken = await office.ask(KEEPER, "POST", "directory/agencies", NEW | {"name": "Phòng khác"})
    assert await code_of(taken, 409) == "agency_exists"
    unknown = await office.ask(KEEPER, "POST", "directory/agencies", NEW | {"id": "00001-X", "fields": ["magic"]})
    assert await code_of(unknown, 422) == "unknown_field"


async def test_a_body_outside_stands_beside_and_not_among_the_units(office: Office) -> None:
    body = {"id": "00001-DU", "level": "outside", "name": "Đảng ủy xã", "beside": "00001"}
    assert (await office.ask(KEEPER, "POST", "directory/agencies", body)).status_code == 200
    shown = (await office.ask(UNIT, "GET", "agencies/00001")).json()
    assert [one["id"] for one in shown["outside"]] == ["00001-DU"]
    assert [one["id"] for one in shown["units"]] == ["00001-U1", "00001-U2"]
    beside = (await office.ask(UNIT, "GET", "agencies", beside="00001")).json()["items"]
    assert [one["id"] for one in beside] == ["00001-DU"]


async def test_open_work_wants_a_successor_and_a_closed_agency_is_listed_when_asked_for(office: Office) -> None:
    directive = await office.launch()
    refused = await office.ask(KEEPER, "POST", "directory/agencies/19-SNV/close", {})
    assert await code_of(refused, 409) == "successor_needed"
    assert f"({directive}: 1)" in refused.json()["detail_en"]
    body = {"successor": "19-SKHCN", "on": "2026-11-20"}
    assert (await office.ask(KEEPER, "POST", "directory/agencies/19-SNV/close", body)).status_code == 200
    assert (await office.ask(KEEPER, "POST", "directory/agencies/19-SNV/close", body)).json()["changed"] is False
    names = {"name": "so noi vu"}
    assert (await office.ask(UNIT, "GET", "agencies", **names)).json()["total"] == 0
    (closed,) = (await office.ask(UNIT, "GET", "agencies", ended="true", **names)).json()["items"]
    assert (closed["ended_on"], closed["successor"]) == ("2026-11-20", "19-SKHCN")
    read = await office.ask(("19-SNV", Role.UNIT), "GET", "assignments")
    assert read.json()["total"] == 1
    launched = await office.ask(
        ("19", Role.OFFICE),
        "POST",
        "launches",
        {
            "doc_type": "Công văn",
            "subject": "Việc khác hẳn",
            "issued_on": "2026-11-16",
            "number": "99",
            "tasks": [{"number": 1, "text": "Làm việc khác", "mode": "single", "leads": ["19-SNV"]}],
        },
    )
    assert launched.status_code == 422
    assert launched.json()["errors"][0]["code"] == "agency_ended"


async def test_an_agency_moves_when_nothing_is_open(office: Office) -> None:
    assert (
        await office.ask(KEEPER, "POST", "directory/agencies/00001-U1/move", {"parent": "00002"})
    ).status_code == 200
    assert (await office.ask(UNIT, "GET", "agencies/00001-U1")).json()["path"] == ["TW", "19", "00002", "00001-U1"]
    await office.launch()
    back = await office.ask(KEEPER, "POST", "directory/agencies/00001-U1/move", {"parent": "00001"})
    assert await code_of(back, 409) == "open_assignments"


async def test_what_is_left_out_of_a_description_stays(office: Office) -> None:
    body = {"auto_allocate": False, "aliases": ["Xã Một"]}
    assert (await office.ask(KEEPER, "POST", "directory/agencies/00001/describe", body)).status_code == 200
    await office.ask(KEEPER, "POST", "directory/agencies/00001/describe", {"fields": ["health"]})
    tree = office.app.state.service.read(office.deps.directory.tree)
    assert (tree["00001"].auto_allocate, tree["00001"].aliases, tree["00001"].fields) == (
        False,
        ("Xã Một",),
        ("health",),
    )


async def test_an_office_names_the_holders_of_its_own_tree_and_nothing_else(office: Office) -> None:
    body = {"holder": "Lê Văn C", "absence": {"start": "2026-11-20", "end": "2026-11-27", "substitute": "Trần Văn B"}}
    assert (await office.ask(OFFICE, "PUT", "directory/posts/00001-U1/head", body)).status_code == 200
    shown = (await office.ask(UNIT, "GET", "agencies/00001-U1")).json()
    (head,) = [one for one in shown["posts"] if one["role"] == "head"]
    assert (head["holder"], head["reached"], head["title"]) == ("Lê Văn C", "Trần Văn B", "head")
    office.later(days=8)
    shown = (await office.ask(UNIT, "GET", "agencies/00001-U1")).json()
    assert [one["reached"] for one in shown["posts"] if one["role"] == "head"] == ["Lê Văn C"]
    elsewhere = await office.ask(OFFICE, "PUT", "directory/posts/00002/chair", body)
    assert await code_of(elsewhere, 403) == "outside_your_tree"
    titled = await office.ask(OFFICE, "PUT", "directory/posts/00001-U1/head", body | {"title": "Trưởng phòng"})
    assert await code_of(titled, 403) == "not_keeper"


@pytest.mark.parametrize("who", [OFFICE, UNIT, ("19", Role.SUPERVISOR), ("19", Role.AUDITOR)], ids=str)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "directory/agencies", NEW),
        ("POST", "directory/agencies/00001/rename", {"name": "A"}),
        ("POST", "directory/agencies/00001/close", {}),
        ("POST", "directory/agencies/00001-U1/move", {"parent": "00002"}),
        ("POST", "directory/agencies/00001/describe", {"auto_allocate": False}),
        ("POST", "directory/imports", {}),
        ("GET", "directory/export", None),
    ],
)
async def test_only_administrators_keep_the_directory(
    office: Office, who: tuple[AgencyId, Role], method: str, path: str, body: Any
) -> None:
    assert await code_of(await office.ask(who, method, path, body), 403) == "not_keeper"
    assert await version(office) == 1


async def test_an_administrator_changes_nothing_outside_his_tree(office: Office) -> None:
    other = await office.ask(COMMUNE_KEEPER, "POST", "directory/agencies/00002/rename", {"name": "A"})
    assert await code_of(other, 403) == "outside_your_tree"
    away = await office.ask(COMMUNE_KEEPER, "POST", "directory/agencies/00001-U1/move", {"parent": "00002"})
    assert await code_of(away, 403) == "outside_your_tree"
    rows = f"{CSV}00002;Xã;UBND xã khác;19\r\n"
    faulty = await upload(office, COMMUNE_KEEPER, rows.encode(), dry_run=False)
    assert await code_of(faulty, 422) == "import_refused"
    assert [(one["code"], one["pointer"]) for one in faulty.json()["errors"]] == [("outside_your_tree", "/4/A")]
    account = "Mã,Vai trò,Họ tên\r\n00002,office,A\r\n"
    faulty = await upload(office, COMMUNE_KEEPER, account.encode(), dry_run=False)
    assert [one["code"] for one in faulty.json()["errors"]] == ["outside_your_tree"]
    assert (await office.ask(COMMUNE_KEEPER, "GET", "directory/export")).status_code == 403
    assert await version(office) == 1


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("agencies/77777/rename", {"name": "A"}, 404, "unknown_agency"),
        ("agencies/00001/rename", {"name": "=A"}, 422, "bad_name"),
        ("agencies/00001/rename", {"name": "A", "on": "2126-01-01"}, 422, "in_future"),
        ("agencies/00001/rename", {"name": ""}, 422, "invalid"),
        ("agencies/00001/rename", {"name": "A", "colour": "đỏ"}, 422, "invalid"),
        ("agencies/00001/close", {"successor": "00002"}, 409, "agencies_below"),
        ("agencies/00001-U1/close", {"successor": "00001-U1"}, 422, "successor_unfit"),
        ("agencies/00001-U1/move", {"parent": "00001-U2"}, 422, "parent_level"),
    ],
)
async def test_a_change_against_a_rule_is_refused_by_its_code(
    office: Office, path: str, body: Any, status: int, code: str
) -> None:
    assert await code_of(await office.ask(KEEPER, "POST", f"directory/{path}", body), status) == code
    assert await version(office) == 1


@pytest.mark.parametrize(
    ("post", "body", "code"),
    [
        ("00001/head", {"holder": "A"}, "unknown_post"),
        ("00001/chair", {"holder": None, "acting": True}, "holder_missing"),
        ("00001/chair", {"holder": "A", "since": "2026-02-01", "until": "2026-01-01"}, "dates_reversed"),
        ("00001/chair", {"holder": "A", "absence": {"start": "2026-11-20", "substitute": "A"}}, "own_substitute"),
        ("00001/boss", {"holder": "A"}, "invalid"),
    ],
)
async def test_a_post_that_does_not_fit_is_refused(office: Office, post: str, body: Any, code: str) -> None:
    answer = await office.ask(KEEPER, "PUT", f"directory/posts/{post}", body)
    assert answer.json()["code"] == code
    assert await version(office) == 1


async def test_an_upload_is_shown_first_and_written_when_it_is_meant(office: Office) -> None:
    shown = (await upload(office, KEEPER, CSV.encode(), name="co-quan.csv")).json()
    assert (shown["version"], shown["dry_run"], shown["rows"]) == (1, True, 2)
    assert shown["lines"][0]["differs"]["name"] == ["UBND xã 1", "UBND xã Phú Bình"]
    assert await version(office) == 1
    stale = await upload(office, KEEPER, CSV.encode(), dry_run=False, version=7)
    assert await code_of(stale, 409) == "directory_changed"
    done = (await upload(office, KEEPER, CSV.encode(), dry_run=False, version=1)).json()
    assert (done["version"], done["counts"]["added"], done["counts"]["renamed"]) == (2, 1, 1)
    again = (await upload(office, KEEPER, CSV.encode(), dry_run=False)).json()
    assert (again["version"], again["lines"]) == (2, [])


async def test_accounts_of_an_upload_have_their_tokens_once(office: Office) -> None:
    data = "Mã,Vai trò,Họ tên\r\n00001,Lãnh đạo,Lê Văn C\r\n".encode()
    assert (await upload(office, KEEPER, data)).json()["accounts"][0]["token"] is None
    answer = await upload(office, KEEPER, data, dry_run=False)
    assert answer.headers["Cache-Control"] == "no-store"
    (account,) = answer.json()["accounts"]
    who = {"Authorization": f"Bearer {account['token']}"}
    assert (await office.client.get("/api/v1/agencies/00001", headers=who)).status_code == 200
    assert (await upload(office, KEEPER, data, dry_run=False)).json()["accounts"] == []


async def test_a_faulty_upload_lists_its_faults_and_writes_nothing(office: Office) -> None:
    answer = await upload(office, KEEPER, f"{CSV}00001-X;Phòng;=1;1\r\n00001-Y;Phòng;;1\r\n".encode(), dry_run=False)
    assert await code_of(answer, 422) == "import_refused"
    found = answer.json()
    assert [(one["code"], one["pointer"]) for one in found["errors"]] == [("formula", "/4/C"), ("cell_empty", "/5/C")]
    assert (found["total"], found["listed"]) == (2, 2)
    assert await version(office) == 1


async def test_an_upload_too_large_is_turned_away(office: Office) -> None:
    assert await code_of(await upload(office, KEEPER, b"x" * 2_000_001), 413) == "body_too_large"


async def test_an_export_can_be_imported_again(office: Office) -> None:
    answer = await office.ask(TOP, "GET", "directory/export")
    assert [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets] == [
        "Cơ quan",
        "Chức vụ",
        "Tài khoản",
    ]
    result = (await upload(office, TOP, answer.content, dry_run=False, name="danh-ba.xlsx")).json()
    assert (result["version"], result["lines"], result["accounts"]) == (1, [], [])
    assert b"thac_" not in answer.content


async def test_the_journal_is_paged_and_for_those_who_keep_or_audit(office: Office) -> None:
    for name in ("A", "B", "C"):
        await office.ask(KEEPER, "POST", "directory/agencies/00001/rename", {"name": name, "reason": f"vì {name}"})
    listed = (await office.ask(("19", Role.AUDITOR), "GET", "directory/journal", limit=2)).json()
    assert (listed["total"], [one["version"] for one in listed["items"]]) == (4, [4, 3])
    assert (listed["items"][0]["by"], listed["items"][0]["reason"]) == ("administrator 19 (administrator@19)", "vì C")
    assert (await office.ask(KEEPER, "GET", "directory/journal", agency="00002")).json()["total"] == 0
    (line,) = (await office.ask(KEEPER, "GET", "directory/journal/4")).json()["items"]
    assert (line["before"]["name"], line["after"]["name"]) == ("B", "C")
    assert await code_of(await office.ask(OFFICE, "GET", "directory/journal"), 403) == "not_keeper"


async def test_a_change_is_seen_by_the_next_request(office: Office) -> None:
    """The directory in memory is read anew, and the row in the store and the journal agree."""
    await office.ask(UNIT, "GET", "agencies/00001")
    await office.ask(KEEPER, "POST", "directory/agencies/00001/rename", {"name": "UBND xã B"})
    assert (await office.ask(UNIT, "GET", "agencies/00001")).json()["name"] == "UBND xã B"
    with office.engines.read.connect() as connection:
        name = sa.select(t.agencies.c.name).where(t.agencies.c.id == "00001")
        assert connection.execute(name).scalar_one() == "UBND xã B"


def test_every_code_has_its_sentences() -> None:
    assert set(SENTENCES) == set(DirectoryApiCode)
