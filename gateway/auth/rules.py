"""What may be in the fields of an account. `webui/js/lib/rules.js` is the twin for the page.

`tests/webui/fields.json` tests both. A rule has a short name for programs and for the page's
catalogue, and a sentence for people who read the API.
"""

import re
import unicodedata
from collections.abc import Callable

from gateway.auth.characters import (
    LETTERS,
    LOGIN,
    MOST_MARKS,
    VISIBLE,
    ZWJ,
    ZWNJ,
    as_kept,
    has_hidden,
    has_stack,
    trimmed,
)
from gateway.http.problems import FieldError, Problem
from store.names import DELETED, name_key

LONGEST_NAME = 24
SHORTEST_LOGIN = 3
LONGEST_EMAIL = 254
SHORTEST_PASSWORD = 8
MOST_BYTES = 72
"""The bytes of a password that bcrypt reads."""

PUNCTUATION = "._-"
RESERVED = {name_key(name) for name in (DELETED, "Rally AI", "Player 2", "Rally")}
"""Names that the game gives to players without one."""
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
    typed = as_kept(trimmed(text))
    _missing(typed)
    # Checked first, so that characters unknown to an old table are refused and not respelt.
    known = all(c in VISIBLE or c in ZWNJ + ZWJ for c in typed)
    name = unicodedata.normalize("NFKC", typed) if known else typed
    if known and len(name) < SHORTEST_LOGIN:
        detail = f"A log-in name has at least {SHORTEST_LOGIN} characters."
        raise Broken("short", detail, SHORTEST_LOGIN)
    if known and len(name) > LONGEST_NAME:
        raise Broken("long", f"A log-in name has at most {LONGEST_NAME} characters.", LONGEST_NAME)
    if not known or not _can_log_in(name):
        detail = "A log-in name has letters, digits, . _ and -, and begins with a letter or digit."
        raise Broken("characters", detail)
    _stacked(name)
    return name


def display_name(text: str) -> str:
    """Return a name that others see, in one spelling of its characters."""
    typed = as_kept(trimmed(text))
    _missing(typed)
    if has_hidden(typed):
        raise Broken("hidden", "A name has no control, invisible or private characters.")
    name = unicodedata.normalize("NFC", typed)
    if len(name) > LONGEST_NAME:
        raise Broken("long", f"A name has at most {LONGEST_NAME} characters.", LONGEST_NAME)
    _stacked(name)
    if not any(character in LETTERS for character in name):
        raise Broken("letters", "A name has at least one letter or digit.")
    name = " ".join(name.split())
    if name_key(name) in RESERVED:
        raise Broken("reserved", "The game itself uses this name; choose another.")
    return name


def email(text: str) -> str:
    """Return an e-mail address; only a mail to it could show whether it exists."""
    typed = trimmed(text)
    _missing(typed)
    if not all(character in VISIBLE for character in typed):
        raise Broken("form", "An e-mail address looks like ada@example.org.")
    address = unicodedata.normalize("NFC", typed)
    if len(address) > LONGEST_EMAIL:
        detail = f"An e-mail address has at most {LONGEST_EMAIL} characters."
        raise Broken("long", detail, LONGEST_EMAIL)
    if EMAIL.fullmatch(address) is None:
        raise Broken("form", "An e-mail address looks like ada@example.org.")
    return address


def password(text: str) -> str:
    """Return a new password, spelt the same on every keyboard; its strength is not checked."""
    spelt = spell(text)
    _missing(spelt)
    if len(spelt) < SHORTEST_PASSWORD:
        detail = f"A password has at least {SHORTEST_PASSWORD} characters."
        raise Broken("short", detail, SHORTEST_PASSWORD)
    if (size := len(spelt.encode())) > MOST_BYTES:
        detail = f"A password has at most {MOST_BYTES} bytes in UTF-8, and this one has {size}."
        raise Broken("bytes", detail, MOST_BYTES)
    return spelt


def written(text: str, longest: int, *, needed: bool = False) -> str:
    """Return what somebody wrote, of any number of lines, in one spelling of its characters."""
    text = unicodedata.normalize("NFC", as_kept(text.replace("\r\n", "\n").strip()))
    if needed:
        _missing(text)
    if len(text) > longest:
        raise Broken("long", f"A text has at most {longest} characters.", longest)
    if any(has_hidden(line) for line in text.split("\n")):
        raise Broken("hidden", "A text has no control, invisible or private characters.")
    _stacked(text)
    return text


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
    """Return the fields as they are stored, in order; raises one Problem that names all wrong ones.

    A guest has only the name that others see.
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


def _can_log_in(name: str) -> bool:
    """Tell whether a name has only the characters of UTS #39 identifiers and some punctuation."""
    letters = all(c in LOGIN or c in PUNCTUATION or c in ZWNJ + ZWJ for c in name)
    return letters and name[0] in LETTERS and not has_hidden(name)


def _stacked(name: str) -> None:
    if has_stack(name):
        detail = f"A letter has at most {MOST_MARKS} marks, each once, and a mark has a letter."
        raise Broken("marks", detail, MOST_MARKS)
