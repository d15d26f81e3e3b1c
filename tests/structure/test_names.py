"""The import names of this project belong to it alone, and its pure parts ask nobody for the time."""

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OURS = ("thac", "workflows", "activities", "api", "graph")
PURE = sorted([*(ROOT / "thac" / "domain").glob("*.py"), *(ROOT / "workflows").glob("*.py")])


@pytest.mark.parametrize("name", OURS)
def test_no_other_distribution_brings_a_package_of_that_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"thac"}


@pytest.mark.parametrize("file", PURE, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_decisions_never_ask_a_clock(file: Path) -> None:
    """Only the docket's own clock may be asked: any other would decide differently when it is replayed."""
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    asked = [
        ast.unparse(call)
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in {"now", "utcnow", "today", "monotonic", "perf_counter"}
    ]
    assert set(asked) <= ({"workflow.now", "self.now"} if file.name == "clock.py" else {"self._clock.now"})


def test_no_module_iterates_over_a_set_that_it_just_made() -> None:
    """The order of a set of strings changes with the process; what follows from it would too."""
    looped = [
        f"{file.name}:{node.iter.lineno}"
        for file in PURE
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Set | ast.SetComp)
    ]
    assert looped == []


def test_the_compose_file_names_the_four_parts_and_listens_on_loopback_only() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    assert {"worker", "api"} <= set(services)
    images = " ".join(str(service.get("image", "")) for service in services.values())
    assert "temporalio/" in images
    assert "postgres" in images
    ports = [str(port) for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
