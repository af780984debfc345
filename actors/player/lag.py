"""How late a player's inputs may arrive, measured by the server's own pings."""

SAMPLES = 16
MARGIN = 0.010
"""Seconds on top: the clock estimate of the page is good to a few milliseconds."""
STEP = 0.005
"""A change of the window below this is not worth telling."""


class LagMeter:
    """Round trips of one connection; ``at`` and ``now`` in seconds, as the server sent and saw."""

    __slots__ = ("_sent", "_told", "_trips")

    def __init__(self) -> None:
        # Lists: there is one of these for each socket, and an empty deque takes 600 bytes.
        self._sent: list[tuple[int, float]] = []
        self._trips: list[float] = []
        self._told = 0.0

    def sent(self, mark: int, now: float) -> None:
        """Remember a ping; ``mark`` is what the pong will echo."""
        self._sent.append((mark, now))
        del self._sent[:-SAMPLES]

    def answered(self, mark: int, now: float) -> None:
        """Measure a pong; one that answers no ping of ours is ignored."""
        for sent in self._sent:
            if sent[0] == mark:
                self._trips.append(now - sent[1])
                del self._trips[:-SAMPLES]
                self._sent.remove(sent)
                return

    def window(self) -> float:
        """One-way delay plus jitter in seconds; 0.0 before anything was measured."""
        if not self._trips:
            return 0.0
        trips = sorted(self._trips)
        middle = (trips[(len(trips) - 1) // 2] + trips[len(trips) // 2]) / 2.0
        return middle / 2.0 + (trips[-1] - middle) + MARGIN

    def news(self) -> float | None:
        """The window if it has changed enough since it was last told."""
        window = self.window()
        if -STEP < window - self._told < STEP:
            return None
        self._told = window
        return window
