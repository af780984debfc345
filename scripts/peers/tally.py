"""What the load client counts, in the same way for every server.

The delay of an input is the time from handing it to the socket until the client has read the
message that shows it to the *other* player. A server may merge inputs (the newest wins): a message
that shows a later input of the same player answers the earlier ones too.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from math import inf

from peers.loop import clock


class Tally:
    """The counters; what happens from `begin` to `end` belongs to the measurement."""

    def __init__(self) -> None:
        self.errors: Counter[str] = Counter()
        self.live = False
        """Whether players press keys: not before all are connected, which would take too long."""
        self.open = self.met = self.closed = self.playing = 0
        """Players whose socket is open, who have had a match, who were cut off, who play now."""
        self._opened = self._shut = inf
        self._clear()

    def begin(self) -> None:
        """Begin to measure: what was before was the warm-up."""
        self._clear()
        self._opened = clock()

    def end(self) -> None:
        """Stop measuring; answers to inputs sent before still count."""
        self.play(0)
        self._shut = clock()

    def sent(self, now: float, due: float) -> None:
        """Note that an input was sent ``now``; it was due at ``due``, a little earlier."""
        if self._opened <= now < self._shut:
            self.inputs += 1
            self.late.append(now - due)

    def void(self, stamp: float) -> None:
        """Forget an input, because its match ended before it mattered."""
        if self._opened <= stamp < self._shut:
            self.inputs -= 1

    def answered(self, stamp: float, now: float) -> None:
        """Note that the other player sees the input that was sent at ``stamp``."""
        if self._opened <= stamp < self._shut:
            self.delays.append(now - stamp)

    def play(self, change: int) -> None:
        """Change the number of players who play now."""
        now = clock()
        self.match_seconds += self.playing / 2.0 * (now - self._since)
        self._since = now
        self.playing += change

    def _clear(self) -> None:
        self.bytes_in = self.bytes_out = self.messages_in = self.messages_out = 0
        self.inputs = 0
        self.delays, self.late = array("d"), array("d")
        self.match_seconds, self._since = 0.0, clock()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of the values do not exceed; inf without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else inf
