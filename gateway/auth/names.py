"""What may be a name."""

import unicodedata

from gateway.problems import Problem

LONGEST = 24


def clean(text: str) -> str:
    """Return the name in one spelling of its characters; a Problem says what is wrong with it."""
    name = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(name) <= LONGEST:
        raise _bad(f"A name has 1 to {LONGEST} characters.")
    if any(_hidden(character) for character in name):
        raise _bad("A name has no control, invisible or private characters.")
    if not any(character.isalnum() for character in name):
        raise _bad("A name has at least one letter or digit.")
    return name


def _hidden(character: str) -> bool:
    """Tell control, format, private and unassigned characters, and line ends."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _bad(detail: str) -> Problem:
    return Problem(422, "bad_name", detail, field="name")
