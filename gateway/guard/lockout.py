"""Wrong passwords make the next attempt wait, for one account from one address.

Guesses from elsewhere do not lock the owner out. The first few attempts are free; then the wait
doubles with each, up to a quarter of an hour. Success clears them, and so does time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

FREE = 5
FIRST, LONGEST = 2.0, 900.0
"""Seconds to wait after the first attempt that is not free, and the most."""
FORGOTTEN = 3600.0
"""Seconds after the last attempt until all are forgotten."""


def pause(attempts: int) -> float:
    """Return how many seconds to wait after so many failed attempts."""
    if attempts < FREE:
        return 0.0
    return min(LONGEST, FIRST * 2.0 ** min(attempts - FREE, 20))


def pauses() -> list[float]:
    """Return the pause after 0, 1, 2, … attempts; after still more it is the last one."""
    every = [pause(0)]
    while every[-1] < LONGEST:
        every.append(pause(len(every)))
    return every


class Lockout:
    """Counts attempts when they begin, so that simultaneous ones count as well.

    At most ``most`` keys are kept; if there are more, the one unused for longest is forgotten.
    """

    def __init__(self, now: Callable[[], float], most: int = 16384) -> None:
        self._now = now
        self._most = most
        self._attempts: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def wait(self, key: Hashable) -> float:
        """Return the seconds until the next attempt is allowed; 0: now."""
        now = self._now()
        attempts, last = self._attempts.get(key, (0, now))
        return max(0.0, last + pause(attempts) - now)

    def attempt(self, key: Hashable) -> float:
        """Count an attempt and return 0, or return the seconds until one is allowed."""
        if (wait := self.wait(key)) > 0.0:
            return wait
        now = self._now()
        attempts, last = self._attempts.get(key, (0, now))
        if now - last > FORGOTTEN:
            attempts = 0
        self._attempts[key] = (attempts + 1, now)
        self._attempts.move_to_end(key)
        if len(self._attempts) > self._most:
            self._attempts.popitem(last=False)
        return 0.0

    def undo(self, key: Hashable) -> None:
        """Uncount an attempt that was not carried out."""
        attempts, last = self._attempts.get(key, (0, 0.0))
        if attempts:
            self._attempts[key] = (attempts - 1, last)

    def succeeded(self, key: Hashable) -> None:
        """Forget the attempts of a key."""
        self._attempts.pop(key, None)
