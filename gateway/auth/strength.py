"""How soon a password is guessed, by zxcvbn, and what makes it so, in words of ours."""

from collections.abc import Mapping, Sequence
from typing import Any

LEAST = 3
"""Of 0 to 4: some ten thousand million guesses, years where each costs a bcrypt hash."""

REASONS = {
    "own": "Your own names and the name of this game are tried first. Use words that have nothing"
    " to do with you.",
    "common": "This is one of the most used passwords, which are tried first. Use a few uncommon"
    " words.",
    "disguised": "A common word with letters exchanged or turned round is guessed soon. Use a few"
    " uncommon words.",
    "near": "This is a common password with little added. Use a few uncommon words.",
    "word": "Common words alone are guessed soon. Add two or three uncommon ones.",
    "name": "Names of people are guessed soon. Add two or three uncommon words.",
    "keys": "Keys that lie side by side are guessed soon. Use a few uncommon words.",
    "repeat": "What is repeated makes a password longer, not harder to guess. Use a few uncommon"
    " words.",
    "sequence": "Sequences such as abc or 6543 are guessed soon. Use a few uncommon words.",
    "date": "Years and dates are guessed soon. Use a few uncommon words.",
    "short": "This is too short to be hard to guess. Add another word or two.",
}
"""What is said of a weak password, by its short name; the page's catalogue says the same."""
PATTERNS = {
    "spatial": "keys",
    "repeat": "repeat",
    "sequence": "sequence",
    "regex": "date",
    "date": "date",
    "bruteforce": "short",
}
NAMES = {"surnames", "male_names", "female_names"}


def weakness(password: str, known: list[str]) -> str | None:
    """Return why a password is too easy to guess, one of REASONS, or None; takes milliseconds.

    ``known`` is what an attacker tries first: the names of its owner.
    """
    from zxcvbn import zxcvbn  # reads its dictionaries, and most days nobody registers

    found = zxcvbn(password, [*known, "rally", "pong"])
    return None if found["score"] >= LEAST else _reason(found["sequence"])


def _reason(parts: Sequence[Mapping[str, Any]]) -> str:
    """Name what weighs most: own names anywhere, else the longest part that was recognised."""
    if any(part.get("dictionary_name") == "user_inputs" for part in parts):
        return "own"
    longest = max(parts, key=lambda part: len(part["token"]))
    if longest["pattern"] != "dictionary":
        return PATTERNS[longest["pattern"]]
    if longest["l33t"] or longest["reversed"]:
        return "disguised"
    if longest["dictionary_name"] in NAMES:
        return "name"
    if longest["dictionary_name"] != "passwords":
        return "word"
    return "common" if len(parts) == 1 else "near"
