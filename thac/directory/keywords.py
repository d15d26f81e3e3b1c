"""Which fields of work a text speaks of, and by which words."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from thac.directory import spelling
from thac.directory.fields import Field

HINT = 1
"""The weight of a word that many fields use: it adds up, and alone it decides nothing."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase that speaks for a field, from 1 (a hint) to 3 (the field's own word)."""

    text: str
    field: Field
    weight: int


@cache
def keywords() -> Mapping[tuple[str, ...], Keyword | None]:
    """The phrases of ``routing.toml`` by the keys of their words; None for a phrase that speaks for no field.

    Raises
    ------
    ValueError
        The table names a field that does not exist, or a phrase stands in it twice.
    """
    data = tomllib.loads(files("thac.directory").joinpath("routing.toml").read_text("utf-8"))
    table: dict[tuple[str, ...], Keyword | None] = {spelling.read(text).words: None for text in data["neutral"]}
    for field, weights in data["weights"].items():
        for weight, texts in weights.items():
            for text in texts:
                words = spelling.read(text).words
                if words in table:
                    raise ValueError(f"{text!r} stands twice in routing.toml, the second time under {field}")
                table[words] = Keyword(text, Field(field), int(weight))
    return MappingProxyType(table)


@lru_cache(maxsize=1_024)
def spoken_of(text: str) -> Mapping[Field, tuple[Keyword, ...]]:
    """The keywords that stand in a text, by field, each once and in the order of the text.

    One task is routed in each of a hundred communes by the same words; they are read once.
    """
    found: dict[Field, dict[str, Keyword]] = {}
    for keyword in _matches(spelling.read(text).words):
        found.setdefault(keyword.field, {})[keyword.text] = keyword
    return MappingProxyType({field: tuple(words.values()) for field, words in found.items()})


def _matches(words: tuple[str, ...]) -> Iterator[Keyword]:
    """The phrases from left to right; the longest at a position wins and is stepped over."""
    table = keywords()
    longest = max(map(len, table))
    start = 0
    while start < len(words):
        end = next((e for e in range(min(start + longest, len(words)), start, -1) if words[start:e] in table), None)
        if end is None:
            start += 1
            continue
        if keyword := table[words[start:end]]:
            yield keyword
        start = end
