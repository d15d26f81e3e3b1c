"""`thac audit` against what somebody outside the store knows, and with another patience."""

import shutil
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from tests.cli.conftest import Thac
from tests.samples import FRIDAY, directive, led_by, small_tree
from tests.store.driver import Driver
from thac.settings import Settings
from thac.store.engine import open_engines


def _copied(home: Path, folder: Path) -> Path:
    """What a backup of the store holds."""
    folder.mkdir()
    shutil.copy(Settings(home=home).store_file, folder / "thac.db")
    return folder


def test_a_ledger_that_lost_what_a_backup_knows_is_found(thac: Thac, launched: Path, tmp_path: Path) -> None:
    """A docket was taken out of every table; what is left of the store does not name it."""
    backup = _copied(launched, tmp_path / "backup")
    clean = thac("audit", "--home", launched, "--anchors", backup, "--json")
    assert (clean.code, clean.json["anchors"], clean.json["clean"]) == (0, 3, True)
    engines = open_engines(Settings(home=launched).store_address)
    with engines.write.begin() as connection:
        for table, column in (("events", "docket"), ("assignments", "docket"), ("dockets", "id")):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE {column} = 'cascade/d1/00002'"))
    engines.dispose()
    found = thac("audit", "--home", launched, "--anchors", backup / "thac.db", "--json")
    cut = [one for one in found.json["findings"] if "the backup" in one["english"]]
    assert found.code == 1
    assert [(one["code"], one["docket"]) for one in cut] == [("tail_cut", "cascade/d1/00002")]


def test_what_is_no_backup_is_refused(thac: Thac, launched: Path, tmp_path: Path) -> None:
    said = thac("audit", "--home", launched, "--anchors", tmp_path / "nothing", "--json")
    assert (said.code, said.error["code"]) == (1, "no-anchors")


def test_a_step_five_seconds_late_is_let_pass_by_who_allows_ten(thac: Thac, home: Path) -> None:
    engines = open_engines(Settings(home=home).store_address)
    with engines.write.begin() as connection:
        driver = Driver(connection, small_tree(), FRIDAY - timedelta(days=30))
        docket = driver.launch(directive(led_by(1, "19-SNV")))
        first = docket.agenda.first()
        assert first is not None
        driver.sleep(first[0] + timedelta(seconds=5))
    engines.dispose()
    strict = thac("audit", "--home", home, "--json").json["findings"]
    patient = thac("audit", "--home", home, "--tolerance", "10", "--json").json["findings"]
    assert [one["code"] for one in strict].count("step_late") == 1
    assert [one["code"] for one in patient].count("step_late") == 0
