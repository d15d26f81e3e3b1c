from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Thac
from thac.settings import Settings
from thac.store.engine import open_engines


def _spoil(home: Path, statement: str) -> None:
    engines = open_engines(Settings(home=home).store_address)
    with engines.write.begin() as connection:
        changed = connection.execute(sa.text(statement)).rowcount
    engines.dispose()
    assert changed > 0


def test_a_whole_store_is_clean(thac: Thac, launched: Path) -> None:
    said = thac("audit", "--home", launched)
    assert said.code == 0
    assert "Không thấy vấn đề nào" in said.out
    assert "không so được với các hồ sơ đang chạy" in said.err
    report = thac("audit", "--home", launched, "--json").json
    assert (report["clean"], report["dockets"], report["running"]) == (True, 3, None)


def test_a_fault_is_named_and_ends_with_1(thac: Thac, launched: Path) -> None:
    _spoil(launched, "UPDATE events SET hash = 'x' || substr(hash, 2) WHERE docket = 'cascade/d1/00001' AND seq = 1")
    said = thac("audit", "--home", launched)
    assert said.code == 1
    assert "event_altered" in said.out
    assert "cascade/d1/00001" in said.out
    report = thac("audit", "--home", launched, "--json")
    assert (report.code, report.json["clean"]) == (1, False)


def test_a_server_that_does_not_answer_is_remarked(thac: Thac, launched: Path) -> None:
    said = thac("audit", "--home", launched, "--json", THAC_TEMPORAL_ADDRESS="127.0.0.1:9")
    assert (said.code, said.json["running"]) == (0, None)
    assert "Temporal không trả lời" in said.json["remarks"][0][0]


def test_the_read_model_is_compared_and_made_anew(thac: Thac, launched: Path) -> None:
    assert thac("rebuild", "--check", "--home", launched).code == 0
    _spoil(launched, "UPDATE assignments SET state = 'completed' WHERE lead = '19-SNV'")
    differs = thac("rebuild", "--check", "--home", launched, "--json")
    assert (differs.code, differs.json["equal"]) == (1, False)
    assert [one["column"] for one in differs.json["differences"]] == ["state"]
    assert thac("rebuild", "--home", launched, "--json").json["assignments"] == 7
    assert thac("rebuild", "--check", "--home", launched, "--json").json == {"equal": True, "differences": []}


def test_a_broken_ledger_is_not_built_from(thac: Thac, launched: Path) -> None:
    _spoil(launched, "UPDATE events SET body = replace(body, '19-SNV', '19-STP') WHERE docket = 'cascade/d1/19'")
    said = thac("rebuild", "--home", launched, "--json")
    assert (said.code, said.error["code"]) == (1, "broken-chain")


@pytest.fixture
def with_temporal(launched: Path) -> Path:
    """The folder as a stopped `thac up` leaves it, with a database of the embedded server."""
    engines = open_engines(f"sqlite:///{Settings(home=launched).temporal_file}")
    with engines.write.begin() as connection:
        connection.execute(sa.text("CREATE TABLE kept (n INTEGER)"))
    engines.dispose()
    return launched


def test_a_backup_comes_back_into_an_empty_folder(thac: Thac, with_temporal: Path, tmp_path: Path) -> None:
    made = thac("backup", tmp_path / "copy", "--home", with_temporal, "--json").json
    assert (made["dockets"], len(made["heads"])) == (3, 64)
    back = thac("restore", tmp_path / "copy", "--home", tmp_path / "back")
    assert back.code == 0
    assert "3 hồ sơ" in back.out
    assert thac("audit", "--home", tmp_path / "back", "--json").json["clean"]


def test_neither_writes_over_anything(thac: Thac, with_temporal: Path, tmp_path: Path) -> None:
    assert thac("backup", tmp_path / "copy", "--home", with_temporal).code == 0
    again = thac("backup", tmp_path / "copy", "--home", with_temporal, "--json")
    assert (again.code, again.error["code"]) == (1, "backup-destination-not-empty")
    over = thac("restore", tmp_path / "copy", "--home", with_temporal, "--json")
    assert (over.code, over.error["code"]) == (1, "restore-home-not-empty")


def test_a_store_elsewhere_is_left_to_its_own_means(thac: Thac, home: Path, tmp_path: Path) -> None:
    said = thac("backup", tmp_path / "copy", "--home", home, "--json", THAC_STORE_URL=f"sqlite:///{home}/other.db")
    assert (said.code, said.error["code"]) == (1, "store-elsewhere")
