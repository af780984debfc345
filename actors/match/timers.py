"""The timers of a match, as messages to itself."""

from msgspec import Struct


class Wake(Struct, frozen=True, tag=True, gc=False):
    """Timer: play has reached match time ``time``; void unless the match is still in ``era``."""

    era: int
    time: float


class Begin(Struct, frozen=True, tag=True):
    """Timer: the countdown of this era is over."""

    era: int


class Stop(Struct, frozen=True, tag=True):
    """Timer: somebody has left in this era, and all keys of those who stay have arrived."""

    era: int


class Deadline(Struct, frozen=True, tag=True):
    """Timer: somebody has been away for too long."""

    era: int


class Reseat(Struct, frozen=True, tag=True):
    """Timer: the actor of a player was given up and may start again; it knows of no seat."""

    player: str


class Linger(Struct, frozen=True, tag=True):
    """Timer: a finished match need not answer late pages any longer."""
