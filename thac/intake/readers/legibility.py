"""Whether what was read can be Vietnamese in Unicode: letters of old fonts and broken PDFs only look like text.

TCVN3 (.VnTime) and VNI-Times show Vietnamese by putting other glyphs on Latin letters and signs: "Céng hoµ x· héi".
"""

import re
from typing import Final

from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Transcript

_SAMPLE: Final = 20_000
"""So many characters are looked at."""
_ENOUGH: Final = 200
"""Below so many letters nothing is said about them."""
_MOST_FOREIGN: Final = 0.04
_LEAST_VIETNAMESE: Final = 0.02
_MOST_NAMELESS: Final = 0.05
_LETTER: Final = re.compile(r"[^\W\d_]")
_NAMELESS: Final = re.compile("[\ufffd\ue000-\uf8ff]")
_OWN: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
"""Letters that only Vietnamese has."""
_FOREIGN: Final = re.compile(
    "[\u00a1-\u0101\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u019f\u01a2-\u01ae\u01b1-\u024f]"
)
"""Letters and signs beyond ASCII that are not among them; some of these Vietnamese shares."""


def refuse_unreadable(transcript: Transcript) -> None:
    """Refuse a text without letters, and one whose letters are not what they look like.

    Raises
    ------
    FileRefusedError
        ``empty_file``, ``image`` where there are pictures instead of letters, or ``garbled_text``.
    """
    sample = "".join(line.text for line in transcript.lines)[:_SAMPLE]
    letters, nameless = _count(_LETTER, sample), _count(_NAMELESS, sample)
    if letters + nameless >= _ENOUGH and (nameless > _MOST_NAMELESS * len(sample) or _is_of_old_fonts(sample, letters)):
        raise FileRefusedError(FileCode.GARBLED)
    if not letters:
        raise FileRefusedError(FileCode.IMAGE if transcript.pictures else FileCode.EMPTY)


def _is_of_old_fonts(sample: str, letters: int) -> bool:
    """Whether there are many letters and signs beyond ASCII, and few that only Vietnamese has."""
    return _count(_OWN, sample) < _LEAST_VIETNAMESE * letters and _count(_FOREIGN, sample) > _MOST_FOREIGN * letters


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))
