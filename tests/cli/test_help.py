import pytest

from tests.cli.conftest import Thac
from thac.cli import words
from thac.cli.main import COMMANDS as KNOWN
from thac.domain.agencies import Level, Role
from thac.domain.assignments import State, Timeliness
from thac.domain.findings import Class
from thac.store.directives import DirectiveState

COMMANDS = (
    *(
        "demo",
        "up",
        "prepare",
        "worker",
        "api",
        "parse",
        "overlaps",
        "launch",
        "status",
        "assignments",
        "agencies",
        "act",
        "handover",
    ),
    *("audit", "rebuild", "backup", "restore", "directory", "calendar", "token", "ladder", "user"),
    *("alerts", "deliveries", "contact"),
)


def test_those_are_the_commands() -> None:
    assert set(COMMANDS) == set(KNOWN)


def test_help_lists_every_command(thac: Thac) -> None:
    said = thac("--help")
    assert said.code == 0
    assert [name for name in COMMANDS if f" {name} " not in said.out] == []


@pytest.mark.parametrize(
    "command", [*((name,) for name in COMMANDS), ("token", "create"), ("user", "seat", "add")], ids=" ".join
)
def test_every_command_explains_itself_in_vietnamese_and_english(thac: Thac, command: tuple[str, ...]) -> None:
    said = thac(*command, "--help")
    assert said.code == 0
    assert " · " in said.out


def test_no_command_at_all_shows_the_help(thac: Thac) -> None:
    assert "thac demo" in thac().out


@pytest.mark.parametrize(
    "typed",
    [
        ("bogus",),
        ("status", "--bogus"),
        ("assignments", "--state", "lazy"),
        ("assignments", "--limit", "0"),
        ("token", "create", "--agency", "19"),
        ("token", "create", "--agency", "19", "--role", "boss", "--name", "A"),
        ("token", "revoke", "abc"),
        ("launch",),
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood_ends_with_2(thac: Thac, typed: tuple[str, ...]) -> None:
    assert thac(*typed).code == 2


def test_every_word_of_the_domain_has_one_on_the_screen() -> None:
    assert set(words.STATES) == set(words.SHORT_STATES) == set(State)
    assert set(words.STANDINGS) == set(Timeliness)
    assert set(words.LEVELS) == set(Level)
    assert set(words.ROLES) == set(Role)
    assert set(words.CLASSES) == set(Class)
    assert set(words.DIRECTIVE_STATES) == set(DirectiveState)
