"""How soon a password is guessed, by zxcvbn."""

LEAST = 3
"""Of 0 to 4: some ten thousand million guesses, years where each costs a bcrypt hash."""


def weakness(password: str, known: list[str]) -> str | None:
    """Return why a password is too easy to guess, or None; takes milliseconds to tens of them.

    ``known`` is what an attacker tries first: the names of its owner.
    """
    from zxcvbn import zxcvbn  # reads its dictionaries, and most days nobody registers

    found = zxcvbn(password, [*known, "rally", "pong"])
    if found["score"] >= LEAST:
        return None
    advice = found["feedback"]
    return advice["warning"] or next(iter(advice["suggestions"]), "") or "Add another word or two."
