"""How long a test waits for what is sure to come, on a machine as slow as this one.

Nothing is claimed by it: a limit only keeps a mistake from waiting for ever.
"""

from scripts import _capacity

SLOWNESS = _capacity.slowness()
"""How many times longer work takes here than where the limits were chosen; at least 1."""


def patience(seconds: float) -> float:
    """Return the limit that is so many seconds on a fast machine."""
    return seconds * SLOWNESS


def examples(count: int) -> int:
    """Return how many examples of a property are tried: on a slow machine fewer, a tenth at least.

    They are the same ones under CI, so a fast machine has tried what a slow one leaves out.
    """
    return max(count // 10, int(count / SLOWNESS))


STUCK = patience(30.0)
"""Seconds after which a wait counts as hanging; a test as a whole has more, see tests/hang.py."""
