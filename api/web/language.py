"""In which language does a page speak? Vietnamese, unless its reader chose English."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COOKIE: Final = "thac_language"


class Language(StrEnum):
    """A language of the pages."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Speech:
    """Chooses of two sentences the one in the reader's language."""

    language: Language = Language.VIETNAMESE

    def __call__(self, vietnamese: str, english: str) -> str:
        """The sentence."""
        return english if self.language is Language.ENGLISH else vietnamese

    def of(self, both: str) -> str:
        """The half of a text that has both, as the descriptions of the API do: ``Tiếp nhận · Accept``."""
        vietnamese, _, english = both.partition(" · ")
        return self(vietnamese, english or vietnamese)


def language_of(cookie: str | None) -> Language:
    """The language that a cookie asks for."""
    return Language.ENGLISH if cookie == Language.ENGLISH else Language.VIETNAMESE
