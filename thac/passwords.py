"""How is a password kept so that whoever reads the store does not have it? As an Argon2id hash (RFC 9106)."""

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST: Final = 10
"""So many characters a password has at least."""
LONGEST: Final = 200
"""And at most: hashing a book would be work for nothing."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other when a password is read out or copied by hand."""
_GROUPS: Final = 4

_HASHER: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_NOBODYS: Final = _HASHER.hash("nobody's")


class PasswordTooShortError(ValueError):
    """A password has fewer characters than :data:`SHORTEST`, or more than :data:`LONGEST`."""


def hashed(password: str) -> str:
    """The hash under which a password is kept, salted anew each time.

    Raises
    ------
    PasswordTooShortError
        It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooShortError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


def generated() -> str:
    """A password that nobody guesses and somebody can type: sixteen letters and digits in four groups."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))


def fits(secret: str | None, password: str) -> bool:
    """Whether the password is the one that is kept.

    Without one that is kept as long is reckoned as with one, so that the time does not tell who has an account.
    """
    try:
        _HASHER.verify(secret or _NOBODYS, password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return secret is not None
