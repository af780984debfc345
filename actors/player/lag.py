"""How late a player's inputs may arrive, measured by the server's own pings.

A page can hold a pong back, and so make its line look slower than it is, but never quicker. So the
window rests on the quicker answers: a page has to delay three quarters of them to move it far. The
allowance for jitter is bounded, and if the system knows the round trip, that is a bound too.
docs/adr/0014-a-window-that-is-not-for-sale.md has the figures.
"""

SAMPLES = 24
"""Round trips that are remembered: those of half a minute to a minute."""
MARGIN = 0.010
"""Seconds added, as the page's estimate of the clock is off by a few milliseconds."""
JITTER = 0.017
"""The most seconds allowed for keys later than usual; with more, feigning jitter would pay."""
UNSTEADY = 1.5
"""Jitter allowed for, as a multiple of the distance from the quick round trips to the median."""
PROCESSING = 0.004
"""Seconds that pass between the system's acknowledgement of a ping and the page's pong."""
STEP = 0.005
"""Seconds; a smaller change of the window is not told."""


class LagMeter:
    """The round trips of one connection; all times are the server's, in seconds."""

    __slots__ = ("_line", "_sent", "_trips", "told")

    def __init__(self) -> None:
        # Lists, as each socket has one of these and an empty deque takes 600 bytes.
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
        """Measure a pong; one that answers none of our pings is ignored.

        ``line`` is the round trip in seconds as the system knows it, if it does. Pongs come in
        order: a ping that was skipped counts as answered at once.
        """
        for place, (asked, at) in enumerate(self._sent):
            if asked == mark:
                self._line = line
                self._trips += [0.0] * place
                self._trips.append(now - at)
                del self._trips[:-SAMPLES], self._sent[: place + 1]
                return

    def window(self) -> float:
        """Return one-way delay plus jitter in seconds; 0.0 before anything was measured."""
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
