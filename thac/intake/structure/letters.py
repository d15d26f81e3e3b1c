"""Which letters are capitals, and what a text looks like by its capitals."""

CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(
    letter for letter in map(chr, range(0x1EA0, 0x1EFA)) if letter.isupper()
)
"""For a class in a regular expression. A range such as À-Ỹ would also take small letters."""


def capitals_only(text: str) -> bool:
    """Whether the text has letters and all of them are capitals."""
    return text.isupper()


def starts_small(text: str) -> bool:
    """Whether the first letter, behind quotes and brackets, is a small one."""
    for letter in text:
        if letter.isalpha():
            return letter.islower()
        if letter.isdigit():
            return False
    return False


def starts_capital(text: str) -> bool:
    """Whether the first letter, behind quotes and brackets, is a capital."""
    for letter in text:
        if letter.isalpha():
            return letter.isupper()
        if letter.isdigit():
            return False
    return False
