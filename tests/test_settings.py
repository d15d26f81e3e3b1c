from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from thac.domain.defaults import DEFAULTS
from thac.settings import Settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("THAC_"):
            monkeypatch.delenv(name)


def test_without_an_environment_the_defaults_hold() -> None:
    settings = Settings()

    assert settings.home == Path("~/.local/share/thac").expanduser()
    assert settings.store_address == f"sqlite:///{settings.home}/thac.db"
    assert settings.temporal_address is None
    assert settings.provinces == ("19",)
    assert settings.flush_timeout_seconds == 8.0
    assert settings.defaults == DEFAULTS


def test_a_variable_sets_the_setting_of_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THAC_HOME", str(tmp_path))
    monkeypatch.setenv("THAC_SCOPE", "19,01")

    assert Settings().run_file == tmp_path / "run.json"
    assert Settings().provinces == ("19", "01")


def test_the_whole_country_has_no_list_of_provinces() -> None:
    assert Settings(scope="VN").provinces is None


def test_each_value_of_the_offices_table_is_set_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAC_DEFAULTS__REVIEW_DAYS", "5")
    monkeypatch.setenv("THAC_DEFAULTS__RECEIPT_URGENT", "PT1H")

    defaults = Settings().defaults

    assert (defaults.review_days, defaults.receipt_urgent) == (5, timedelta(hours=1))
    assert defaults.redo_days == DEFAULTS.redo_days


@pytest.mark.parametrize(
    ("name", "near"), [("THAC_HOEM", "THAC_HOME"), ("THAC_DEFAULTS__REVIEW_DAY", "THAC_DEFAULTS__REVIEW_DAYS")]
)
def test_a_mistyped_variable_is_refused_with_the_one_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, near: str
) -> None:
    monkeypatch.setenv(name, "1")

    with pytest.raises(ValidationError, match=f"{name} sets nothing; did you mean {near}"):
        Settings()


@pytest.mark.parametrize("scope", ["", "Thái Nguyên", "19,", "1", "vn"])
def test_a_scope_that_is_no_code_is_refused(scope: str) -> None:
    with pytest.raises(ValidationError):
        Settings(scope=scope)


def test_a_child_process_sees_the_settings_of_its_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also those that the parent took from somewhere else than the environment."""
    given = Settings(home=tmp_path, scope="VN", temporal_address="127.0.0.1:7233", rest_after_events=200)

    for name, value in given.child_environment().items():
        monkeypatch.setenv(name, value)

    assert Settings() == given


def test_the_stores_password_is_not_shown() -> None:
    assert "geheim" not in repr(Settings(store_url="postgresql+psycopg://thac:geheim@db/thac"))


def test_a_persons_token_is_known_and_no_setting_and_no_child_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAC_TOKEN", "thac_x")

    assert "THAC_TOKEN" not in Settings().child_environment()
    assert "thac_x" not in repr(Settings())


@pytest.mark.parametrize("url", ["mail.example.vn", "http://mail.example.vn", "smtp://a:secret@mail.example.vn"])
def test_a_mail_server_has_an_address_and_is_told_no_password_in_the_clear(url: str) -> None:
    with pytest.raises(ValidationError, match="smtp_url"):
        Settings(smtp_url=url, mail_from="thac@example.vn")


def test_a_mail_server_needs_an_address_to_send_from() -> None:
    with pytest.raises(ValidationError, match="THAC_MAIL_FROM"):
        Settings(smtp_url="smtps://a:b@mail.example.vn")


def test_an_identity_provider_is_named_wholly_or_not_at_all() -> None:
    whole: dict[str, Any] = {
        "oidc_client_id": "thac",
        "oidc_client_secret": "bí mật",
        "public_url": "https://thac.example",
    }
    issuer = "https://dangnhap.example"
    assert Settings(oidc_issuer=issuer, **whole).oidc_name == "tài khoản của tỉnh"
    for left_out in whole:
        with pytest.raises(ValidationError, match="an identity provider is set"):
            Settings(oidc_issuer=issuer, **{name: value for name, value in whole.items() if name != left_out})
    assert "bí mật" not in repr(Settings(oidc_issuer=issuer, **whole))


@pytest.mark.parametrize(
    "issuer", ["http://dangnhap.example", "dangnhap.example", "https://a.example?x", "http://localhost.example"]
)
def test_an_identity_provider_is_reached_by_tls_but_on_this_machine(issuer: str) -> None:
    with pytest.raises(ValidationError, match="oidc_issuer"):
        Settings(oidc_issuer=issuer, oidc_client_id="a", oidc_client_secret="b", public_url="https://thac.example")
