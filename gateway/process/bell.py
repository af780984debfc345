"""Wakes workers that wait for something to do; to ring it never waits."""

import trio


class Bell:
    """Rings for all who listen.

    Who takes ``next`` before they look for work, and waits for it when there is none, misses
    nothing that comes between the two.
    """

    def __init__(self) -> None:
        self.next = trio.Event()
        """The next time it rings."""

    def ring(self) -> None:
        """Wake all who listen."""
        self.next.set()
        self.next = trio.Event()
