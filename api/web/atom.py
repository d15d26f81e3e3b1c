"""A feed of public directives in Atom (RFC 4287), for the news of a portal."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from api.schemas.public import PublicDirective

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no XML may hold."""
_SPACE: Final = "http://www.w3.org/2005/Atom"


def feed(here: str, page: str, entries: Iterable[PublicDirective], empty_at: datetime) -> bytes:
    """The feed at the address ``here`` of the page ``page``; ``empty_at`` is when nothing was last known to be new."""
    listed = list(entries)
    made = ET.Element("feed", xmlns=_SPACE)
    _put(made, "id", page)
    _put(made, "title", "Tiến độ thực hiện văn bản chỉ đạo")
    _put(made, "updated", max((one.updated_at for one in listed), default=empty_at).isoformat())
    ET.SubElement(made, "link", rel="self", href=here, type="application/atom+xml")
    ET.SubElement(made, "link", rel="alternate", href=page, type="text/html")
    for one in listed:
        _entry(made, one)
    return bytes(ET.tostring(made, encoding="utf-8", xml_declaration=True))


def _entry(made: ET.Element, one: PublicDirective) -> None:
    entry = ET.SubElement(made, "entry")
    sign = "/".join(part for part in (one.number, one.symbol) if part)
    _put(entry, "id", f"urn:thac:directive:{one.id}")
    _put(entry, "title", " ".join(part for part in (one.doc_type, sign, one.subject) if part))
    _put(entry, "updated", one.updated_at.isoformat())
    _put(ET.SubElement(entry, "author"), "name", one.issuer)
    ET.SubElement(entry, "link", rel="alternate", href=one.page, type="text/html")
    ET.SubElement(entry, "link", rel="alternate", href=f"{one.page}.json", type="application/json")
    _put(entry, "summary", f"Hoàn thành {one.counts.completed} trên {one.counts.total} việc đã giao.")


def _put(above: ET.Element, name: str, text: str) -> None:
    ET.SubElement(above, name).text = _NOT_XML.sub("", text)
