"""What `docker-compose.yml` says of Thác's own services agrees with the program; nothing is started from it here."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from thac.cli.main import app
from thac.settings import PREFIX, Settings

SERVICES: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text("utf-8"))[
    "services"
]
OURS = ("prepare", "worker", "api")


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_of_ours_with_settings_that_exist(name: str) -> None:
    service = SERVICES[name]
    known = {f"{PREFIX}{field}".upper() for field in Settings.model_fields}
    assert set(service["environment"]) <= known
    assert service["command"][0] in {command.name for command in app.registered_commands}


@pytest.mark.parametrize("name", ["worker", "api"])
def test_the_store_is_prepared_before_anything_works_on_it(name: str) -> None:
    assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert set(SERVICES["prepare"]["volumes"]) == set(SERVICES[name]["volumes"])


def test_every_service_waited_for_is_there() -> None:
    waited = {other for service in SERVICES.values() for other in service.get("depends_on", {})}
    assert waited <= set(SERVICES)
