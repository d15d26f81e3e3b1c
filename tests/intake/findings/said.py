"""What is said of a draft, in codes; that tasks are undated is left out except where it is what a test is about."""

from typing import Any

from tests.intake.drafts import TREE
from thac.intake.draft import Draft, Finding
from thac.intake.findings import find


def said(draft: Draft, **how: Any) -> set[str]:
    """The codes of all findings but the one that counts undated tasks."""
    return {one.code for one in find(draft, how.pop("tree", TREE), **how)} - {"no_deadline"}


def only(draft: Draft, code: str, **how: Any) -> Finding:
    """The one finding of that code."""
    (found,) = [one for one in find(draft, how.pop("tree", TREE), **how) if one.code == code]
    return found
