from pathlib import Path

from tests.cli.conftest import Thac


def test_status_counts_level_by_level(thac: Thac, launched: Path) -> None:
    said = thac("status", "--home", launched)
    assert "Công văn số 1/UBND-NC · UBND tỉnh, 16/11/2026" in said.out
    assert "1 trên 1 văn bản" in said.out
    (item,) = thac("status", "--home", launched, "--json").json["items"]
    counted = {(one["issuers"], one["leads"]): one["counts"]["total"] for one in item["levels"]}
    assert counted == {("province", "commune"): 2, ("province", "unit"): 1, ("commune", "unit"): 4}


def test_status_of_one_directive_lists_its_dockets_with_n_of_m(thac: Thac, launched: Path) -> None:
    said = thac("status", "d1", "--home", launched, "--limit", 2)
    assert "UBND xã 1" in said.out
    assert "2 trên 3 hồ sơ" in said.out
    shown = thac("status", "d1", "--home", launched, "--json").json
    assert [child["agency"] for child in shown["top"]["children"]] == ["00001", "00002"]


def test_a_directive_that_does_not_exist_is_said_so(thac: Thac, launched: Path) -> None:
    said = thac("status", "d9", "--home", launched, "--json")
    assert (said.code, said.error["code"]) == (1, "unknown-directive")


def test_assignments_are_narrowed_and_never_cut_silently(thac: Thac, launched: Path) -> None:
    said = thac("assignments", "--issuer", "00001", "--limit", 1, "--home", launched)
    assert "1 trên 2 việc" in said.out
    found = thac("assignments", "--lead", "19-SNV", "--open", "--home", launched, "--json").json
    assert (found["total"], found["items"][0]["task"]) == (1, 2)
    assert thac("assignments", "--done", "--home", launched, "--json").json["total"] == 0
    undated = thac("assignments", "--timeliness", "undated", "--state", "assigned", "--home", launched, "--json").json
    assert undated["total"] == 7


def test_an_agency_is_found_by_part_of_its_name_without_marks(thac: Thac, home: Path) -> None:
    found = thac("agencies", "so noi vu", "--home", home, "--json").json
    assert [one["id"] for one in found["items"]] == ["19-SNV"]
    assert "00001" in thac("agencies", "00001", "--home", home).out
