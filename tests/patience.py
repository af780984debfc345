"""How long a test waits for something that must come, on a machine as slow as this one.

A limit asserts nothing: it only ends a test that would wait for ever because of a mistake.
"""

from scripts import _capacity

SLOWNESS = _capacity.slowness()
"""How many times longer work takes here than on the machine of the limits; at least 1."""


def patience(seconds: float) -> float:
    """Return a limit in seconds: ``seconds`` on a fast machine, more on a slow one."""
    return seconds * SLOWNESS


def examples(count: int) -> int:
    """Return how many examples of a property to try: fewer on a slow machine, at least a tenth.

    In CI they are always the same ones, so a fast machine tries what a slow one leaves out.
    """
    return max(count // 10, int(count / SLOWNESS))


STUCK = patience(30.0)
"""Seconds after which a wait counts as hanging; a test as a whole has more, see tests/hang.py."""
