"""The pairs written for the project: what is a conflict is raised, what only looks like one is not."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.findings import Code, Severity
from graph.overlaps import Overlaps, compare
from tests.graph.papers import paper_of

FOLDER = Path(__file__).parent / "pairs"
KNOWN_MISSES = frozenset({"m04", "m06", "s07", "s08", "s09"})
"""Few words in common, and those too common: linked as overlap or not at all."""


@cache
def written(name: str, kind: str = "pair") -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text("utf-8"))[kind]
    return pairs


CONFLICTS = [*written("conflicts.toml"), *written("second_reading.toml", "conflict")]
NEAR_MISSES = [*written("near_misses.toml"), *written("second_reading.toml", "near_miss")]


def compared(pair: dict[str, Any]) -> Overlaps:
    return compare([paper_of("a", pair["one"]), paper_of("b", pair["other"])])


@pytest.mark.parametrize("pair", CONFLICTS, ids=lambda pair: pair["id"])
def test_two_leads_for_one_matter_are_a_conflict(pair: dict[str, Any]) -> None:
    raised = {one.code for one in compared(pair).findings if one.severity is Severity.CONFLICT}
    assert (Code.TWO_LEADS_FOR_ONE_MATTER in raised) is (pair["id"] not in KNOWN_MISSES)


@pytest.mark.parametrize("pair", NEAR_MISSES, ids=lambda pair: pair["id"])
def test_what_only_looks_like_a_conflict_is_none(pair: dict[str, Any]) -> None:
    assert [one for one in compared(pair).findings if one.severity in {Severity.CONFLICT, Severity.VIOLATION}] == []


def test_there_are_more_than_twenty_of_each_and_the_rates_are_known() -> None:
    hows = Counter(pair["how"] for pair in CONFLICTS)
    raised = Counter(pair["how"] for pair in CONFLICTS if pair["id"] not in KNOWN_MISSES)
    linked = Counter(pair["how"] for pair in CONFLICTS if compared(pair).links or compared(pair).findings)
    assert {how: (raised[how], linked[how], hows[how]) for how in hows} == {
        "copy": (8, 8, 8),
        "paraphrase": (15, 15, 15),
        "meaning": (9, 13, 14),
    }
    assert len(NEAR_MISSES) == 36
