"""The words of a text, by which lines are found. Pure; both engines keep and compare just these."""

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


def words(text: str) -> list[str]:
    """Return the words of a text, without case and accents: letters and digits in a row."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = [_kept(c) for c in plain if not unicodedata.category(c).startswith("M")]
    return [word[:LONGEST] for word in "".join(kept).split()]


def _kept(character: str) -> str:
    if not character.isalnum():
        return " "
    return f" {character} " if _is_single(character) else character


def _is_single(character: str) -> bool:
    return any(first <= character <= last for first, last in SINGLE)
