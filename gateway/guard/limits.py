"""Limits for how much one client may do. Times are in seconds; every table is bounded."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from enum import Enum, auto

FRAMES_PER_SECOND = 60.0
FRAMES_AT_ONCE = 120.0
REFUSED_FRAMES = 200


class Bucket:
    """Tokens that come back at ``rate`` a second, up to ``size``."""

    __slots__ = ("_at", "_left", "_rate", "_size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self._rate = rate
        self._size = size
        self._left = size
        self._at = now

    def take(self, now: float) -> float:
        """Take a token and return 0, or take none and return the seconds until there is one."""
        self._left = min(self._size, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0:
            return (1.0 - self._left) / self._rate
        self._left -= 1.0
        return 0.0


class Verdict(Enum):
    """What happens to a frame."""

    PASS = auto()
    REFUSE = auto()
    CLOSE = auto()


PASS = Verdict.PASS


class FrameLimit:
    """The limit of one connection: bursts pass, frames above the rate are refused, a flood ends it.

    It has its own quick bucket, as this runs for every frame of everybody.
    """

    __slots__ = ("_at", "_left", "_refused")

    def __init__(self, now: float) -> None:
        self._left = FRAMES_AT_ONCE
        self._at = now
        self._refused = 0

    def judge(self, now: float) -> Verdict:
        """Count a frame that came in now. A pause that fills the bucket forgives earlier excess."""
        left = self._left + (now - self._at) * FRAMES_PER_SECOND
        self._at = now
        if left >= FRAMES_AT_ONCE:
            left, self._refused = FRAMES_AT_ONCE, 0
        if left >= 1.0:
            self._left = left - 1.0
            return PASS
        self._left = left
        self._refused += 1
        return Verdict.REFUSE if self._refused <= REFUSED_FRAMES else Verdict.CLOSE


class KeyedLimit:
    """A bucket for each key (an address, an address and a name).

    At most ``most`` keys are kept; if there are more, the one unused for longest is forgotten.
    """

    def __init__(
        self, rate: float, size: float, now: Callable[[], float], most: int = 4096
    ) -> None:
        self._rate = rate
        self._size = size
        self._now = now
        self._most = most
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Take a token of this key and return 0, or return the seconds to wait."""
        now = self._now()
        bucket = self._buckets.pop(key, None) or Bucket(self._rate, self._size, now)
        self._buckets[key] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket.take(now)
