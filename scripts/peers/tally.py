"""What the load client counts, the same for every server.

The delay of an input: from the moment it is handed to the socket until the client has read the
message that shows it to the *other* player. A server may merge inputs (the newest wins): what shows
a later input of the same player answers for the earlier ones too.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from math import inf

from peers.loop import clock


class Tally:
    """Counters; from `begin` to `end` they belong to the measurement."""

    def __init__(self) -> None:
        self.errors: Counter[str] = Counter()
        self.live = False
        """Whether keys are pressed: not before everybody is in, which would take for ever."""
        self.open = self.met = self.closed = self.playing = 0
        """Players whose socket is open, who have had a first match, who were cut off, who play."""
        self._opened = self._shut = inf
        self._clear()

    def begin(self) -> None:
        """Measure from now on: what went before was the warm-up."""
        self._clear()
        self._opened = clock()

    def end(self) -> None:
        """Measure no more; answers to what was sent before still count."""
        self.play(0)
        self._shut = clock()

    def sent(self, now: float, due: float) -> None:
        """An input leaves now that was due a little earlier."""
        if self._opened <= now < self._shut:
            self.inputs += 1
            self.late.append(now - due)

    def void(self, stamp: float) -> None:
        """Forget an input: its match ended before it could matter."""
        if self._opened <= stamp < self._shut:
            self.inputs -= 1

    def answered(self, stamp: float, now: float) -> None:
        """The other player sees the input of that stamp."""
        if self._opened <= stamp < self._shut:
            self.delays.append(now - stamp)

    def play(self, change: int) -> None:
        """So many players more, or fewer, have a ball to play now."""
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
    """The value that ``share`` (0 to 1) of the values do not exceed; infinite if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else inf
