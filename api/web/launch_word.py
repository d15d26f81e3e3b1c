"""What whoever launches says in a form about duplicates and conflicts."""

from typing import Final

from starlette.datastructures import FormData

from api.duplicates import Word
from api.web.forms import text

_REASON: Final = "accepted."


def word_of(form: FormData) -> Word:
    """From which directives it is told apart and why, and the reason for each conflict, in fields named by its key."""
    others = frozenset(value for value in form.getlist("other") if isinstance(value, str))
    accepted = {
        name.removeprefix(_REASON): reason
        for name in form
        if name.startswith(_REASON) and (reason := text(form, name)) is not None
    }
    return Word(others, text(form, "reason"), accepted)
