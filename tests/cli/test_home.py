import os
from pathlib import Path

import pytest

from tests.cli.conftest import Thac
from thac.embedded import DataFolderLock
from thac.passwords import fits
from thac.settings import Settings
from thac.store import people
from thac.store.access import bearer
from thac.store.engine import open_engines


@pytest.mark.parametrize("command", ["status", "assignments", "audit", "rebuild"])
def test_a_folder_without_a_store_is_refused_and_stays_as_it_was(thac: Thac, tmp_path: Path, command: str) -> None:
    said = thac(command, "--home", tmp_path, "--json")
    assert (said.code, said.out) == (1, "")
    assert said.error["code"] == "store-missing"
    assert "thac up" in said.error["message"]
    assert list(tmp_path.iterdir()) == []


def test_an_error_is_a_sentence_in_vietnamese_and_one_in_english(thac: Thac, tmp_path: Path) -> None:
    said = thac("status", "--home", tmp_path)
    vietnamese, english = said.err.splitlines()[:2]
    assert vietnamese.startswith("Lỗi [store-missing] Thư mục")
    assert english.startswith("There is no store")


def test_preparing_installs_the_directory_of_the_scope_and_one_administrator(thac: Thac, tmp_path: Path) -> None:
    home = tmp_path / "new"
    made = thac("prepare", "--home", home, "--json").json
    assert (made["agencies"], made["installed"]) == (475, True)
    file = Path(made["token_file"])
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    engines = open_engines(Settings(home=home).store_address)
    with engines.read.connect() as connection:
        found = bearer(connection, file.read_text().strip())
    engines.dispose()
    assert found is not None
    assert (found.actor.role, found.actor.agency) == ("administrator", "TW")


def test_preparing_makes_one_account_whose_password_only_the_owner_of_the_folder_reads(
    thac: Thac, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    said = thac("prepare", "--home", home)
    file = home / "administrator.password"
    assert str(file) in said.out
    assert "“admin”" in said.out
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    engines = open_engines(Settings(home=home).store_address)
    with engines.read.connect() as connection:
        person, seats = people.person(connection, "admin"), people.seats(connection, "admin")
    engines.dispose()
    assert person is not None
    assert fits(person.secret, file.read_text().strip())
    assert person.temporary
    assert [(one.agency, one.role) for one in seats] == [("TW", "administrator")]
    again = thac("prepare", "--home", home, "--json").json
    assert again["password_file"] is None


def test_preparing_again_changes_nothing(thac: Thac, home: Path) -> None:
    thac("prepare", "--home", home)
    again = thac("prepare", "--home", home, "--json").json
    assert (again["agencies"], again["installed"], again["token_file"]) == (8 + 2, False, None)


def test_another_scope_than_the_store_was_made_with_is_remarked(thac: Thac, home: Path) -> None:
    said = thac("prepare", "--home", home, THAC_SCOPE="08")
    assert said.code == 0
    assert "danh bạ trong kho là của 19, cấu hình ghi 08" in said.err


def test_a_folder_in_use_names_the_process(thac: Thac, home: Path) -> None:
    with DataFolderLock(Settings(home=home).lock_file):
        said = thac("up", "--home", home)
    assert said.code == 1
    assert f"[data-folder-in-use] Thư mục dữ liệu đang được tiến trình {os.getpid()} sử dụng" in said.err


def test_a_variable_that_sets_nothing_is_an_error_and_a_token_in_the_environment_is_none(
    thac: Thac, home: Path
) -> None:
    wrong = thac("status", "--home", home, THAC_SCOOP="19")
    assert wrong.code == 1
    assert "[settings]" in wrong.err
    assert "THAC_SCOPE" in wrong.err
    assert thac("status", "--home", home, THAC_TOKEN="thac_x").code == 0


@pytest.mark.parametrize("process", ["worker", "api"])
def test_a_single_process_wants_a_temporal_server(thac: Thac, home: Path, process: str) -> None:
    said = thac(process, "--home", home)
    assert said.code == 1
    assert "[temporal-address-missing]" in said.err


def test_the_demo_does_not_touch_the_data_of_an_installation(thac: Thac, home: Path) -> None:
    before = sorted(home.iterdir())
    said = thac("demo", "--home", home)
    assert said.code == 1
    assert "[not-a-demo-folder]" in said.err
    assert sorted(home.iterdir()) == before
