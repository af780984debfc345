"""The words of a text, by which lines are found. Pure; both engines keep and compare just these."""

import re
import unicodedata

LONGEST = 64
"""Characters of a word that count: an index takes no words of any length."""
SINGLE = (
    ("\u0e00", "\u0e7f"),  # Thai
    ("\u3040", "\u30ff"),  # Hiragana, Katakana
    ("\u3400", "\u9fff"),  # Han
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
"""Characters of scripts that put no spaces between words: each is a word of its own."""

_ascii_words = re.compile("[0-9a-z]+").findall


def words(text: str) -> list[str]:
    """Return the words of a text, without case and accents: letters and digits in a row."""
    if text.isascii():  # the same by a shorter way
        return [word[:LONGEST] for word in _ascii_words(text.lower())]
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = [_kept(c) for c in plain if not unicodedata.category(c).startswith("M")]
    return [word[:LONGEST] for word in "".join(kept).split()]


def _kept(character: str) -> str:
    if not character.isalnum():
        return " "
    return f" {character} " if _is_single(character) else character


def _is_single(character: str) -> bool:
    return character >= SINGLE[0][0] and any(first <= character <= last for first, last in SINGLE)
