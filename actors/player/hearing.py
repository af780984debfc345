"""Whether the server has listened: a process that stood still takes nobody for silent."""

LATE = 1.0
"""Seconds by which a heartbeat has to be late for the silence to be ours."""


class Hearing:
    """Of one player. ``due`` is when the next heartbeat shall be, seconds since the epoch."""

    __slots__ = ("_late", "due")

    def __init__(self) -> None:
        self.due = 0.0
        self._late = False

    def listened(self, now: float) -> bool:
        """Tell, at a heartbeat, whether silence is the other side's.

        A late one is excused once: a server that is always late has to judge all the same.
        """
        before, self._late = self._late, now - self.due >= LATE
        return before or not self._late
