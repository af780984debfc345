"""A program: reads a password and its owner's names in a line, writes why it is weak, or null.

It runs in its own process because zxcvbn takes up to a tenth of a second of Python for a long
password: a thread would hold up the event loop for some milliseconds at a time. Imports nothing of
the project.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

LEAST = 3
"""Of 0 to 4: about ten thousand million guesses, which take years with a bcrypt hash for each."""
POLITE = 10
"""Niceness, so that matches go first on a busy machine."""
PATTERNS = {
    "spatial": "keys",
    "repeat": "repeat",
    "sequence": "sequence",
    "regex": "date",
    "date": "date",
    "bruteforce": "short",
}
NAMES = {"surnames", "male_names", "female_names"}


def main() -> None:
    """Answer until stdin ends, that is until the server ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is meant for the server
    os.nice(POLITE)
    from zxcvbn import zxcvbn  # takes time: it reads its dictionaries

    for line in sys.stdin:
        password, known = json.loads(line)
        found = zxcvbn(password, [*known, "rally", "pong"])
        answer = None if found["score"] >= LEAST else _reason(found["sequence"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _reason(parts: Sequence[Mapping[str, Any]]) -> str:
    """Return the main reason: the owner's names anywhere, else the longest recognised part."""
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


if __name__ == "__main__":
    main()
