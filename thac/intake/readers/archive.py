"""How an Office Open XML package is opened without being filled by it: parts are unpacked one by one, up to a size."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from thac.intake.limits import Limits
from thac.intake.refusals import FileCode, FileRefusedError

_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    NotImplementedError,
    OverflowError,
)
"""What the standard library raises for archives that are cut short, forged, or packed in ways Word does not use."""
_NO_MEMORY: Final = 2
"""The number of that error in libxml2."""
_ENCRYPTED: Final = 0x1
_DECLARATIONS: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
"""A part of a package has no document type, so it defines no entities that could grow (ECMA-376, part 2)."""


class Package:
    """A package of parts: XML files by name, and what relates them."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise FileRefusedError(FileCode.BROKEN) from None
        infos = self._archive.infolist()
        if sum(info.file_size for info in infos) > limits.unpacked:
            raise FileRefusedError(FileCode.UNPACKED_TOO_LARGE)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise FileRefusedError(FileCode.ENCRYPTED)
        self._infos = {info.filename.lstrip("/").casefold(): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._infos

    def names(self, beginning: str) -> Iterator[str]:
        """The names of the parts that begin so, in lower case, as part names do not differ by case."""
        return (name for name in self._infos if name.startswith(beginning))

    def bytes_of(self, name: str) -> bytes:
        """A part as bytes. What its archive says about its size is not believed."""
        try:
            with self._archive.open(self._infos[name.casefold()]) as part:
                data = part.read(self._limits.part + 1)
        except _DAMAGED:
            raise FileRefusedError(FileCode.BROKEN) from None
        if len(data) > self._limits.part:
            raise FileRefusedError(FileCode.UNPACKED_TOO_LARGE)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part that is XML; None where the package has no such part."""
        return parse(self.bytes_of(name)) if name in self else None


def parse(data: bytes) -> etree._Element:
    """Parse a part: without document type, entities, network, comments, or elements hundreds of levels deep."""
    if any(declaration in data for declaration in _DECLARATIONS):
        raise FileRefusedError(FileCode.UNSAFE_XML)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from None
        raise FileRefusedError(FileCode.NESTED_TOO_DEEP if "depth" in str(error) else FileCode.BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:  # of an encoding that was not looked for above
        raise FileRefusedError(FileCode.UNSAFE_XML)
    return root
