"""What may be in the fields of an account. `webui/js/lib/rules.js` is the twin for the page.

Both are held to `tests/webui/fields.json`. A rule has a short name for programs and for the page's
catalogue; the sentence is for whoever reads the API.
"""

import re
import unicodedata
from collections.abc import Callable

from gateway.problems import FieldError, Problem

LONGEST_NAME = 24
SHORTEST_LOGIN = 3
LONGEST_EMAIL = 254
SHORTEST_PASSWORD = 8
MOST_BYTES = 72
"""What bcrypt reads of a password."""

LOGIN = re.compile(r"[\w.-]+")
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, marks and symbols that nobody sees: with one of them a name looks like another's."""
EMOJI = "\ufe0f"
"""Has the sign before it drawn in colour, and comes with every other emoji of a telephone."""
EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+")


class Broken(Exception):
    """A value breaks a rule."""

    def __init__(self, rule: str, detail: str, limit: int | None = None) -> None:
        super().__init__(detail)
        self.rule = rule
        self.detail = detail
        self.limit = limit


def login_name(text: str) -> str:
    """Return a log-in name in its one spelling."""
    name = unicodedata.normalize("NFKC", text.strip())
    _missing(name)
    if len(name) < SHORTEST_LOGIN:
        detail = f"A log-in name has at least {SHORTEST_LOGIN} characters."
        raise Broken("short", detail, SHORTEST_LOGIN)
    if len(name) > LONGEST_NAME:
        raise Broken("long", f"A log-in name has at most {LONGEST_NAME} characters.", LONGEST_NAME)
    if not (LOGIN.fullmatch(name) and name[0].isalnum()) or INVISIBLE.search(name):
        detail = "A log-in name has letters, digits, . _ and -, and begins with a letter or digit."
        raise Broken("characters", detail)
    return name


def display_name(text: str) -> str:
    """Return a name that others see, in one spelling of its characters."""
    name = unicodedata.normalize("NFC", text.replace(EMOJI, "").strip())
    _missing(name)
    if len(name) > LONGEST_NAME:
        raise Broken("long", f"A name has at most {LONGEST_NAME} characters.", LONGEST_NAME)
    if any(hidden(character) for character in name):
        raise Broken("hidden", "A name has no control, invisible or private characters.")
    if not any(character.isalnum() for character in name):
        raise Broken("letters", "A name has at least one letter or digit.")
    return " ".join(name.split())


def email(text: str) -> str:
    """Return an e-mail address; whether it is anybody's only a mail to it can tell."""
    address = unicodedata.normalize("NFC", text.strip())
    _missing(address)
    if len(address) > LONGEST_EMAIL:
        detail = f"An e-mail address has at most {LONGEST_EMAIL} characters."
        raise Broken("long", detail, LONGEST_EMAIL)
    if EMAIL.fullmatch(address) is None or any(hidden(character) for character in address):
        raise Broken("form", "An e-mail address looks like ada@example.org.")
    return address


def password(text: str) -> str:
    """Return a new password, spelt the same on every keyboard; how strong it is, is not known."""
    spelt = spell(text)
    _missing(spelt)
    if len(spelt) < SHORTEST_PASSWORD:
        detail = f"A password has at least {SHORTEST_PASSWORD} characters."
        raise Broken("short", detail, SHORTEST_PASSWORD)
    if (size := len(spelt.encode())) > MOST_BYTES:
        detail = f"A password has at most {MOST_BYTES} bytes in UTF-8, and this one has {size}."
        raise Broken("bytes", detail, MOST_BYTES)
    return spelt


def spell(text: str) -> str:
    """Write a password in one spelling of its characters."""
    return unicodedata.normalize("NFC", text)


RULES: dict[str, Callable[[str], str]] = {
    "name": login_name,
    "display_name": display_name,
    "email": email,
    "password": password,
}


def check(*, guest: bool = False, **fields: str) -> list[str]:
    """Return the fields as they are kept, in order; one Problem names all that are wrong.

    A guest's only name is one that others see.
    """
    kept, errors = [], list[FieldError]()
    for field, text in fields.items():
        rule = RULES["display_name" if guest else field]
        try:
            kept.append(rule(text))
        except Broken as broken:
            errors.append(FieldError(field, broken.rule, broken.detail, broken.limit))
    if errors:
        raise invalid(*errors)
    return kept


def invalid(*errors: FieldError) -> Problem:
    """Make the answer to input that breaks a rule."""
    return Problem(422, "invalid", " ".join(error.detail for error in errors), errors=errors)


def _missing(text: str) -> None:
    if not text:
        raise Broken("missing", "This is needed.")


def hidden(character: str) -> bool:
    """Tell control, format, private, unassigned and invisible characters, and line ends."""
    odd = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return odd or INVISIBLE.match(character) is not None
