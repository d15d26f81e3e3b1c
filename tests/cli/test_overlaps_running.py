"""`thac overlaps --scope`: what runs in a store, without any server."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Thac
from tests.samples import directive, led_by
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.settings import Settings
from thac.store import dispositions, drafts, launches
from thac.store.dispositions import Decision
from thac.store.engine import open_engines

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CLERK = Actor("00001", Role.OFFICE, "Văn phòng xã")
TEXTS = (
    "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo trên địa bàn xã năm 2026",
    "Lập danh sách các hộ nghèo và hộ cận nghèo trong toàn xã sau rà soát năm 2026",
)


@pytest.fixture
def two_plans(home: Path) -> Path:
    """The folder of a store in which a commune gave one matter to two units."""
    engines = open_engines(Settings(home=home).store_address)
    with engines.write.begin() as connection:
        for place, text in enumerate(TEXTS, 1):
            plan = directive(replace(led_by(1, _unit(place)), text=text), issuer="00001", id_=f"p{place}")
            drafts.save_draft(connection, replace(plan, number=str(place)), CLERK, NOW)
            launches.launch(connection, plan.id, CLERK, NOW)
    engines.dispose()
    return home


def _unit(number: int) -> AgencyId:
    return f"00001-U{number}"


def test_what_runs_in_a_scope_is_told_with_both_sides(thac: Thac, two_plans: Path) -> None:
    said = thac("overlaps", "--scope", "00001", "--home", two_plans)
    assert "Cùng một việc trên một địa bàn nhưng có hai cơ quan chủ trì: Đơn vị 1 và Đơn vị 2." in said.out
    assert all(text in said.out for text in TEXTS)
    (found,) = thac("overlaps", "--scope", "19", "--home", two_plans, "--json").json["items"]
    assert (found["code"], found["disposition"]) == ("two_leads_for_one_matter", None)
    assert thac("overlaps", "--scope", "00002", "--home", two_plans, "--json").json["total"] == 0


def test_what_was_settled_is_told_only_when_asked_for(thac: Thac, two_plans: Path) -> None:
    (found,) = thac("overlaps", "--scope", "00001", "--home", two_plans, "--json").json["items"]
    engines = open_engines(Settings(home=two_plans).store_address)
    with engines.write.begin() as connection:
        dispositions.decide(
            connection,
            Decision(found["key"], found["code"], ("p1 1", "p2 1"), "accepted", CLERK, NOW, "Hai phần việc khác nhau"),
        )
    engines.dispose()
    assert thac("overlaps", "--scope", "00001", "--home", two_plans, "--json").json["items"] == []
    assert (
        "chấp nhận: Hai phần việc khác nhau"
        in thac("overlaps", "--scope", "00001", "--settled", "--home", two_plans).out
    )


def test_an_agency_that_is_not_there_is_said_so(thac: Thac, home: Path) -> None:
    said = thac("overlaps", "--scope", "99999", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "unknown-agency")


def test_files_or_a_scope_have_to_be_named(thac: Thac, home: Path) -> None:
    assert thac("overlaps", "--home", home, "--json").error["code"] == "overlaps-of-what"


def test_a_document_that_cannot_be_read_is_named(thac: Thac, tmp_path: Path) -> None:
    file = tmp_path / "bản quét.pdf"
    file.write_bytes(b"%PDF-1.7 broken")
    said = thac("overlaps", file, "--json")
    assert said.code == 1
    assert said.error["message"].startswith("bản quét.pdf: ")
