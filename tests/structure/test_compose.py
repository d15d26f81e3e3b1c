"""What `docker-compose.yml` says of Thác's own services agrees with the program; nothing is started from it here."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from thac.cli.main import COMMANDS
from thac.settings import PREFIX, Settings
from thac.store.engine import store_url

SERVICES: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text("utf-8"))[
    "services"
]
OURS = ("prepare", "worker", "api")


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_of_ours_with_settings_that_exist(name: str) -> None:
    service = SERVICES[name]
    known = {f"{PREFIX}{field}".upper() for field in Settings.model_fields}
    assert set(service["environment"]) <= known
    assert service["command"][0] in COMMANDS


@pytest.mark.parametrize("name", ["worker", "api"])
def test_the_store_is_prepared_before_anything_works_on_it(name: str) -> None:
    assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_the_store_is_the_one_database_of_a_service_that_is_up(name: str) -> None:
    """The address is one the program opens, and names user, database and host as the service of that name has them."""
    service = SERVICES[name]
    url = store_url(re.sub(r"\$\{.*?\}", "secret", service["environment"]["THAC_STORE_URL"]))
    database = SERVICES[str(url.host)]
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.database) == (
        database["environment"]["POSTGRES_USER"],
        database["environment"]["POSTGRES_DB"],
    )
    assert "profiles" not in database
    assert service["depends_on"][str(url.host)] == {"condition": "service_healthy"}


def test_the_password_of_the_store_is_the_one_its_database_is_made_with() -> None:
    (asked,) = {re.findall(r"\$\{.*?\}", SERVICES[name]["environment"]["THAC_STORE_URL"])[0] for name in OURS}
    assert asked == SERVICES["store-db"]["environment"]["POSTGRES_PASSWORD"]


def test_every_service_waited_for_is_there() -> None:
    waited = {other for service in SERVICES.values() for other in service.get("depends_on", {})}
    assert waited <= set(SERVICES)
