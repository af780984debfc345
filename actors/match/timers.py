"""What a match tells itself: timers."""

from msgspec import Struct


class Wake(Struct, frozen=True, tag=True, gc=False):
    """Timer: play has reached match time ``time`` (of countdown or pause number ``era``)."""

    era: int
    time: float


class Begin(Struct, frozen=True, tag=True):
    """Timer: the countdown of this era is over."""

    era: int


class Stop(Struct, frozen=True, tag=True):
    """Timer: somebody has left in this era, and the keys of who stays have all arrived."""

    era: int


class Deadline(Struct, frozen=True, tag=True):
    """Timer: somebody has been away for too long."""

    era: int


class Linger(Struct, frozen=True, tag=True):
    """Timer: a finished match has answered late pages for long enough."""
