"""Which characters a text may have. `webui/js/lib/characters.js` is the twin for the page.

Both use the same tables, so they agree although each runs on its own version of Unicode. The rules
are those of UAX #31 and UTS #39 for identifiers, and of UTS #51 for emoji.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from gateway.auth import character_tables as tables

ZWNJ, ZWJ = "\u200c", "\u200d"
"""They separate or join the letters beside them; a few scripts need them."""
AS_TEXT, AS_EMOJI = "\ufe0e", "\ufe0f"
"""They choose whether the sign before them is drawn as text or as an emoji."""
MONGOLIAN, VARIANTS = range(0x1820, 0x18AB), "\u180b\u180c\u180d\u180e\u180f"
"""Letters, and the signs that choose among their forms."""
GLYPHS = range(0xE0100, 0xE01F0)
"""They choose among the forms of a Chinese or Japanese character: family names have them."""
SHIFTERS = "\u17c9\u17ca"
"""Khmer signs that look different before a joiner."""
FLAG, TAGS = "\U0001f3f4", {ord(c): 0xE0000 + ord(c) for c in "abcdefghijklmnopqrstuvwxyz"}
FLAGS = re.compile(FLAG + "(gbeng|gbsct|gbwls)".translate(TAGS) + "\U000e007f")
"""The flags of England, Scotland and Wales: a black flag and invisible letters."""
SPACES = " \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that may surround a text, in the form of a regular expression's brackets."""
AROUND = re.compile(f"^[{SPACES}]+|[{SPACES}]+$")
SKINS = range(0x1F3FB, 0x1F400)
MOST_MARKS = 4
"""The most marks in a row (UTS #39, section 5.4)."""


class Table:
    """A set of characters, from a row of numbers."""

    def __init__(self, row: str) -> None:
        self._borders = [*accumulate(int(number, 36) for number in row.split())]

    def __contains__(self, character: str) -> bool:
        """Tell whether a character is in the table; an empty text is not."""
        return character != "" and bisect_right(self._borders, ord(character)) % 2 == 1


VISIBLE, LETTERS, MARKS = map(Table, (tables.VISIBLE, tables.LETTERS, tables.MARKS))
LOGIN, VIRAMAS, PICTURES = map(Table, (tables.LOGIN, tables.VIRAMAS, tables.PICTURES))
JOINS_NEXT, JOINS_PREVIOUS = map(Table, (tables.JOINS_NEXT, tables.JOINS_PREVIOUS))
SHAPED, HAN = map(Table, (tables.SHAPED, tables.HAN))


def trimmed(text: str) -> str:
    """Return a text without the spaces around it."""
    return AROUND.sub("", text)


def as_kept(text: str) -> str:
    """Return a text without invisible characters that have no effect where they stand.

    These are joiners beside letters that join elsewhere, and selectors of emoji or text after a
    sign that has no such forms: people, or their telephones, type them.
    """
    kept = ""
    for at, character in enumerate(text):
        if not _is_idle(character, kept, text[at + 1 :]):
            kept += character
    return kept


def has_hidden(text: str) -> bool:
    """Tell whether a text has an invisible character where it has no effect."""
    seen = FLAGS.sub(FLAG, text)
    return not all(_in_place(c, seen[:at], seen[at + 1 :]) for at, c in enumerate(seen))


def has_stack(text: str) -> bool:
    """Tell whether a letter has too many marks, or one twice, or a mark has no letter."""
    row, text = "", unicodedata.normalize("NFD", text)
    for at, character in enumerate(text):
        if character not in MARKS:
            row = ""
            continue
        if at == 0 or AROUND.match(text[at - 1]) or character in row or len(row) == MOST_MARKS:
            return True
        row += character
    return False


def _is_idle(character: str, before: str, after: str) -> bool:
    if character in ZWNJ + ZWJ:
        twice = after[:1] in {ZWNJ, ZWJ}
        shaped = before[-1:] in SHAPED or after[:1] in SHAPED
        return shaped and (twice or not _in_place(character, before, after))
    if character == AS_TEXT:
        return _is_drawn(before[-1:])
    return character == AS_EMOJI and not _is_drawn(before[-1:])


def _in_place(character: str, before: str, after: str) -> bool:
    if character == ZWNJ:
        return _after_virama(before) or _between_joined(before, after)
    if character == ZWJ:
        indic = _after_virama(before) or _before_virama(before, after)
        return indic or _between_pictures(before, after)
    if character in VARIANTS:
        return before != "" and ord(before[-1]) in MONGOLIAN
    if ord(character) in GLYPHS:
        return before[-1:] in HAN
    return character == AS_EMOJI or character in VISIBLE


def _after_virama(before: str) -> bool:
    """Allow conjuncts: Indic letters (RFC 5892, appendix A), Khmer (Unicode Standard, 16.4)."""
    return before[-1:] in VIRAMAS or (before != "" and before[-1] in SHIFTERS)


def _before_virama(before: str, after: str) -> bool:
    """Allow Bengali ra before ya, and the like (The Unicode Standard, section 12.2)."""
    return before[-1:] in LETTERS and after[:1] in VIRAMAS


def _between_joined(before: str, after: str) -> bool:
    """Allow it between letters of Arabic and the like that would join (RFC 5892, appendix A.1)."""
    left = next((c for c in reversed(before) if c not in MARKS), "")
    right = next((c for c in after if c not in MARKS), "")
    return left in JOINS_NEXT and right in JOINS_PREVIOUS


def _between_pictures(before: str, after: str) -> bool:
    """Allow emoji that make one (UTS #51); the first may have a skin tone or a selector."""
    left = next((c for c in reversed(before) if c != AS_EMOJI and ord(c) not in SKINS), "")
    return left in PICTURES and after[:1] in PICTURES


def _is_drawn(character: str) -> bool:
    """Tell whether a selector has an effect here; after a digit it makes a keycap."""
    return character in PICTURES or (character != "" and character in "0123456789#*")
