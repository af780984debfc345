"""Which characters a text may have. `webui/js/lib/characters.js` is the twin for the page.

Both go by the same tables, so that they agree though each has a Unicode of its own. The rules are
those of UAX #31 and UTS #39 for identifiers, and of UTS #51 for emoji.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from gateway.auth import character_tables as tables

ZWNJ, ZWJ = "\u200c", "\u200d"
"""They part or join the letters beside them; a few scripts cannot do without."""
AS_EMOJI = "\ufe0f"
"""Has the sign before it drawn as an emoji."""
FLAG, TAGS = "\U0001f3f4", {ord(c): 0xE0000 + ord(c) for c in "abcdefghijklmnopqrstuvwxyz"}
FLAGS = re.compile(FLAG + "(gbeng|gbsct|gbwls)".translate(TAGS) + "\U000e007f")
"""Of England, Scotland and Wales: a black flag and letters that nobody sees."""
SPACES = " \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""What may stand around a text, as in a regular expression's brackets."""
AROUND = re.compile(f"^[{SPACES}]+|[{SPACES}]+$")
SKINS = range(0x1F3FB, 0x1F400)
MOST_MARKS = 4
"""In a row (UTS #39, section 5.4)."""


class Table:
    """A set of characters, from a row of numbers."""

    def __init__(self, row: str) -> None:
        self._borders = [*accumulate(int(number, 36) for number in row.split())]

    def __contains__(self, character: str) -> bool:
        return bisect_right(self._borders, ord(character)) % 2 == 1


VISIBLE, LETTERS, MARKS = map(Table, (tables.VISIBLE, tables.LETTERS, tables.MARKS))
LOGIN, VIRAMAS, PICTURES = map(Table, (tables.LOGIN, tables.VIRAMAS, tables.PICTURES))
JOINS_NEXT, JOINS_PREVIOUS = map(Table, (tables.JOINS_NEXT, tables.JOINS_PREVIOUS))


def trimmed(text: str) -> str:
    """Return a text without the spaces around it."""
    return AROUND.sub("", text)


def as_kept(text: str) -> str:
    """Return a text without what changes nothing: a wish for an emoji after what can be none."""
    kept = [c for at, c in enumerate(text) if c != AS_EMOJI or (at and _drawn(text[at - 1]))]
    return "".join(kept)


def has_hidden(text: str) -> bool:
    """Tell whether there is anything in a text that nobody sees, where it has nothing to do."""
    seen = FLAGS.sub(FLAG, text)
    return not all(_in_place(seen, at) for at in range(len(seen)))


def has_stack(text: str) -> bool:
    """Tell whether marks are heaped up on a letter, one of them is twice, or has no letter."""
    row, text = "", unicodedata.normalize("NFD", text)
    for at, character in enumerate(text):
        if character not in MARKS:
            row = ""
            continue
        if at == 0 or AROUND.match(text[at - 1]) or row[-1:] == character or len(row) == MOST_MARKS:
            return True
        row += character
    return False


def _in_place(text: str, at: int) -> bool:
    character = text[at]
    if character == ZWNJ:
        return _after_virama(text, at) or _between_joined(text, at)
    if character == ZWJ:
        return _after_virama(text, at) or _before_virama(text, at) or _between_pictures(text, at)
    return character == AS_EMOJI or character in VISIBLE


def _after_virama(text: str, at: int) -> bool:
    """Conjuncts of Indic letters: RFC 5892, appendix A."""
    return at > 0 and text[at - 1] in VIRAMAS


def _before_virama(text: str, at: int) -> bool:
    """Bengali ra with a ya after it, and its like: The Unicode Standard, section 12.2."""
    return 0 < at < len(text) - 1 and text[at - 1] in LETTERS and text[at + 1] in VIRAMAS


def _between_joined(text: str, at: int) -> bool:
    """Letters of Arabic and its like that would join: RFC 5892, appendix A.1."""
    before = next((c for c in reversed(text[:at]) if c not in MARKS), "")
    after = next((c for c in text[at + 1 :] if c not in MARKS), "")
    return bool(before and after) and before in JOINS_NEXT and after in JOINS_PREVIOUS


def _between_pictures(text: str, at: int) -> bool:
    """Emoji that make one: UTS #51. What is before may have a skin, or the wish for an emoji."""
    before = next((c for c in reversed(text[:at]) if c != AS_EMOJI and ord(c) not in SKINS), "")
    return bool(before) and at < len(text) - 1 and before in PICTURES and text[at + 1] in PICTURES


def _drawn(character: str) -> bool:
    """Whether the wish for an emoji means something here: of a digit, it makes a key."""
    return character in PICTURES or character in "0123456789#*"
