"""The figures of a task (chỉ tiêu), as the fields of a form: from the shape in which a draft shows them, and back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

BINDING: Final = {
    ">=": ("ít nhất", "at least"),
    "<=": ("nhiều nhất", "at most"),
    "=": ("đúng", "exactly"),
    ">": ("trên", "above"),
    "<": ("dưới", "below"),
    "reduce_by>=": ("giảm ít nhất", "less by at least"),
    "reduce_by=": ("giảm", "less by"),
}
_NAMES: Final = ("op", "value", "unit", "text", "line")


def fields_of(targets: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The fields that show figures, numbered from 0."""
    return {
        f"target.{place}.{name}": f"{one[name]:.15g}" if name == "value" else str(one[name])
        for place, one in enumerate(targets)
        for name in _NAMES
        if one.get(name) not in {None, ""}
    }


def targets_of(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """The figures that the fields say; a row without a number is none."""
    found: list[dict[str, Any]] = []
    for place in rows(fields):
        said = {name: value for name in _NAMES if (value := fields.get(f"target.{place}.{name}", ""))}
        if "value" in said:
            found.append({"op": ">=", **said, "value": said["value"].replace(",", ".")})
    return found


def rows(fields: Mapping[str, str]) -> range:
    """The rows that a form shows: those filled in, and one that is empty."""
    used = [int(name.split(".")[1]) for name in fields if name.startswith("target.") and name.split(".")[1].isdigit()]
    return range(max(used, default=-1) + 2)
