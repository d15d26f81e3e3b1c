from pathlib import Path

from tests.cli.conftest import Thac
from thac.settings import Settings
from thac.store.access import bearer
from thac.store.engine import open_engines


def _holds(home: Path, token: str) -> bool:
    engines = open_engines(Settings(home=home).store_address)
    try:
        with engines.read.connect() as connection:
            return bearer(connection, token) is not None
    finally:
        engines.dispose()


def _created(thac: Thac, home: Path, name: str = "Văn thư") -> str:
    said = thac("token", "create", "--agency", "19", "--role", "office", "--name", name, "--days", 3, "--home", home)
    return said.out.strip()


def test_a_token_is_all_that_standard_output_holds(thac: Thac, home: Path) -> None:
    token = _created(thac, home)
    assert token.startswith("thac_")
    assert " " not in token
    assert _holds(home, token)


def test_the_list_names_who_holds_one_and_never_the_token(thac: Thac, home: Path) -> None:
    token = _created(thac, home)
    said = thac("token", "list", "--home", home)
    assert "Văn thư" in said.out
    assert "Văn phòng" in said.out
    assert token not in said.out
    (item,) = thac("token", "list", "--home", home, "--json").json["items"]
    assert (item["agency"], item["role"], item["name"]) == ("19", "office", "Văn thư")
    assert item["expires_at"] is not None


def test_a_token_is_revoked_by_itself_or_by_its_id(thac: Thac, home: Path) -> None:
    first, second = _created(thac, home, "A"), _created(thac, home, "B")
    assert thac("token", "revoke", first, "--home", home).code == 0
    (left,) = thac("token", "list", "--home", home, "--json").json["items"]
    assert thac("token", "revoke", left["id"], "--home", home, "--json").json["revoked"]["name"] == "B"
    assert [_holds(home, one) for one in (first, second)] == [False, False]


def test_an_id_that_fits_none_revokes_none(thac: Thac, home: Path) -> None:
    token = _created(thac, home)
    said = thac("token", "revoke", "ffffffffffffffff", "--home", home)
    assert said.code == 1
    assert "[unknown-token]" in said.err
    assert _holds(home, token)


def test_an_agency_that_does_not_exist_gets_no_token(thac: Thac, home: Path) -> None:
    said = thac("token", "create", "--agency", "99999", "--role", "office", "--name", "A", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "unknown-agency")
    assert thac("token", "list", "--home", home, "--json").json["total"] == 0
