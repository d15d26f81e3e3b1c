"""`thac audit --export` and `--verify`, as an auditor types them."""

import zipfile
from pathlib import Path

from tests.cli.conftest import Thac


def test_what_was_exported_verifies_without_the_store(thac: Thac, launched: Path, tmp_path: Path) -> None:
    file = tmp_path / "goi.zip"
    exported = thac("audit", "--home", launched, "--export", file, "--json")
    assert exported.code == 0
    assert (exported.json["dockets"], len(exported.json["seal"])) == (3, 64)
    seal = exported.json["seal"]
    elsewhere = tmp_path / "elsewhere"
    said = thac("audit", "--verify", file, "--seal", seal, "--json", THAC_HOME=str(elsewhere))
    assert (said.code, said.json["clean"], said.json["seal"]) == (0, True, seal)
    assert not elsewhere.exists()
    other = thac("audit", "--verify", file, "--seal", "0" * 64, "--json")
    assert (other.code, [one["code"] for one in other.json["findings"]]) == (1, ["seal_differs"])


def test_a_person_is_told_in_both_languages(thac: Thac, launched: Path, tmp_path: Path) -> None:
    file = tmp_path / "goi.zip"
    exported = thac("audit", "--home", launched, "--export", file)
    assert "Dấu niêm phong" in exported.out
    assert "--seal" in exported.out
    said = thac("audit", "--verify", file)
    assert "Không thấy vấn đề nào." in said.out
    assert "Chưa đối chiếu với dấu niêm phong" in said.out
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data.replace(b"opened", b"closed") if name.startswith("ledgers/") else data)
    said = thac("audit", "--verify", file)
    assert said.code == 1
    assert "event_altered" in said.out
    assert "member_altered" in said.out


def test_a_part_is_chosen_by_directive_agency_and_day(thac: Thac, launched: Path, tmp_path: Path) -> None:
    one = thac("audit", "--home", launched, "--export", tmp_path / "1.zip", "--agency", "00001", "--json")
    assert one.json["dockets"] == 1
    all_ = thac("audit", "--home", launched, "--export", tmp_path / "2.zip", "--since", "2026-01-01", "--json")
    assert all_.json["dockets"] == 3
    none = thac("audit", "--home", launched, "--export", tmp_path / "3.zip", "--directive", "d9", "--json")
    assert (none.code, none.error["code"]) == (1, "bundle-empty")
    day = thac("audit", "--home", launched, "--export", tmp_path / "4.zip", "--since", "hôm qua", "--json")
    assert (day.code, day.error["code"]) == (1, "bad-day")


def test_what_cannot_be_written_or_read(thac: Thac, launched: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("x")
    there = thac("audit", "--home", launched, "--export", tmp_path / "text.zip", "--json")
    assert (there.code, there.error["code"]) == (1, "bundle-exists")
    nowhere = thac("audit", "--home", launched, "--export", tmp_path / "no" / "a.zip", "--json")
    assert (nowhere.code, nowhere.error["code"]) == (1, "bundle-not-written")
    for file in (tmp_path / "text.zip", tmp_path / "none.zip"):
        said = thac("audit", "--verify", file, "--json")
        assert (said.code, said.error["code"]) == (1, "bundle-unreadable")


def test_status_says_when_the_audit_has_stopped(thac: Thac, launched: Path) -> None:
    """Nothing has been audited in this store, and five minutes more than a day would be too long."""
    assert thac("status", "--home", launched).err == ""
    import sqlalchemy as sa

    from thac.settings import Settings
    from thac.store.engine import open_engines

    engines = open_engines(Settings(home=launched).store_address)
    with engines.write.begin() as connection:
        connection.execute(sa.text("UPDATE directory_journal SET at = '2026-01-01 00:00:00.000000'"))
    engines.dispose()
    said = thac("status", "--home", launched)
    assert said.code == 0
    assert "Cảnh báo: Chưa lần nào kiểm tra định kỳ hoàn thành" in said.err
    assert "No audit has ended yet" in said.err
