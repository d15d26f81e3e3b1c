"""The tables of ``lexicon.toml`` as they are written there."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """The words of administrative documents, by table."""
    return tomllib.loads(files("graph").joinpath("lexicon.toml").read_text("utf-8"))
