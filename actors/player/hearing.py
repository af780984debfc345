"""Whether the server itself was listening: if its process stood still, nobody counts as silent."""

LATE = 1.0
"""Seconds by which a heartbeat must be late for the silence to count as the server's."""


class Hearing:
    """The hearing of one player; ``due`` is the next heartbeat, in seconds since the epoch."""

    __slots__ = ("_late", "due")

    def __init__(self) -> None:
        self.due = 0.0
        self._late = False

    def listened(self, now: float) -> bool:
        """Tell, at a heartbeat, whether silence is the fault of the other side.

        One late heartbeat in a row is excused: a server that is always late has to judge as well.
        """
        before, self._late = self._late, now - self.due >= LATE
        return before or not self._late
