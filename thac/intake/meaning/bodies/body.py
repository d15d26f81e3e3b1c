"""A body that a text names."""

import re
from dataclasses import dataclass

from thac.intake.meaning.plain import squeezed


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a text names.

    ``name`` is without the title of its head; ``plural`` says that it is a class of bodies; ``role`` that only its part
    in the matter is named; ``post`` that it is a person's post; ``headed`` that the title of its head is printed.
    """

    name: str
    start: int
    end: int
    plural: bool = False
    role: bool = False
    post: bool = False
    headed: bool = False


_MISPRINT = re.compile(r"(?i)(ủy|uỷ) ban nhân (?!dân)")
# A department's own division is "Phòng X thuộc Sở"; whose it is goes without saying.
_OF_OWN = re.compile(r"(?i)(?<=\w) (?:thuộc|trực thuộc|của) (?:sở|bộ|cục)$")


def cleaned(printed: str) -> str:
    """A name without what only surrounds it, and with a committee's name whole where a word of it was left out."""
    name = _MISPRINT.sub(lambda match: match[0] + "dân ", squeezed(printed).rstrip(" ,;-"))
    return _OF_OWN.sub("", name)
