"""How late a player's inputs may arrive, measured by the server's own pings.

A page can hold a pong back, and so make its line look slower, but never quicker than it is. So the
window rests on the quicker answers (it takes three quarters of them to move it far), what it grants
for jitter is bounded, and where the system knows the line it is bounded by that.
docs/adr/0014-a-window-that-is-not-for-sale.md has the figures.
"""

SAMPLES = 24
"""Round trips that are remembered: half a minute to a whole one."""
MARGIN = 0.010
"""Seconds on top: the clock estimate of the page is good to a few milliseconds."""
JITTER = 0.017
"""Seconds at most for keys that come later than usual; more would be worth feigning."""
UNSTEADY = 1.5
"""How much later than the quick ones keys come, by how much slower than these the middle one is."""
PROCESSING = 0.004
"""Seconds between the system's acknowledging a ping and a page's answering it."""
STEP = 0.005
"""A change of the window below this is not worth telling."""


class LagMeter:
    """Round trips of one connection; ``at`` and ``now`` in seconds, as the server sent and saw."""

    __slots__ = ("_line", "_sent", "_trips", "told")

    def __init__(self) -> None:
        # Lists: there is one of these for each socket, and an empty deque takes 600 bytes.
        self._sent: list[tuple[int, float]] = []
        self._trips: list[float] = []
        self._line: float | None = None
        self.told = 0.0
        """The window that was told last."""

    def sent(self, mark: int, now: float) -> None:
        """Remember a ping; ``mark`` is what the pong will echo."""
        self._sent.append((mark, now))
        del self._sent[:-SAMPLES]

    def answered(self, mark: int, now: float, line: float | None = None) -> None:
        """Measure a pong; one that answers no ping of ours is ignored.

        ``line`` is the round trip of the connection in seconds as the system knows it, if it does.
        Answers come in order: one that was left out counts as if it had come at once.
        """
        for place, (asked, at) in enumerate(self._sent):
            if asked == mark:
                self._line = line
                self._trips += [0.0] * place
                self._trips.append(now - at)
                del self._trips[:-SAMPLES], self._sent[: place + 1]
                return

    def window(self) -> float:
        """One-way delay plus jitter in seconds; 0.0 before anything was measured."""
        if not self._trips:
            return 0.0
        trips = sorted(self._trips)
        last = len(trips) - 1
        quick, middle = trips[last // 4], (trips[last // 2] + trips[len(trips) // 2]) / 2.0
        window = quick / 2.0 + min(UNSTEADY * (middle - quick), JITTER)
        if self._line is not None:
            window = min(window, (self._line + PROCESSING) / 2.0 + JITTER)
        return window + MARGIN

    def news(self) -> float | None:
        """The window if it has changed enough since it was last told."""
        return None if -STEP < self.window() - self.told < STEP else self.tell()

    def tell(self) -> float:
        """The window, which counts as told now."""
        self.told = self.window()
        return self.told
