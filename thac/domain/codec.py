"""How domain values become JSON and come back; the one place of the domain that knows pydantic."""

from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(kind: Any, value: object) -> Any:
    """The value as plain JSON data (dicts, lists, strings, numbers); fields with their default are left out."""
    return _adapter(kind).dump_python(value, mode="json", exclude_defaults=True)


def load(kind: type[T], data: object) -> T:
    """The value that the data stand for.

    Raises
    ------
    ValueError
        The data are not of that kind; the message names the field.
    """
    loaded: T = _adapter(cast("Any", kind)).validate_python(data)
    return loaded
