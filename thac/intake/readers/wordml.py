"""How WordprocessingML is looked at: by names without namespaces, in which strict and transitional files differ.

ECMA-376 part 1 defines the elements; part 4 the transitional namespaces that Word writes.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF: Final = frozenset({"0", "false", "off", "none"})


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag: str = element.tag
    return tag[tag.rfind("}") + 1 :]


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute of Word's own namespace."""
    for namespace in _NAMESPACES:
        value = element.get(namespace + name)
        if value is not None:
            return str(value)
    return None


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute as a number; None where it is missing or none."""
    value = None if element is None else attribute(element, name)
    try:
        return None if value is None else int(value[:9])
    except ValueError:
        return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element below along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def every(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The elements of a name right below another."""
    return (one for one in (() if element is None else element) if local(one) == name)


def value(element: etree._Element | None, *path: str) -> str | None:
    """The ``val`` of the element at the end of a path."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def switch(element: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on; None where it is not said."""
    found = child(element, name)
    if found is None:
        return None
    said = attribute(found, "val")
    return said is None or said.casefold() not in _OFF
