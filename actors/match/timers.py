"""What a match tells itself: timers, and what became of its effects."""

from msgspec import Struct


class Wake(Struct, frozen=True, gc=False):
    """Timer: play has reached match time ``time`` (of countdown or pause number ``era``)."""

    era: int
    time: float


class Begin(Struct, frozen=True):
    """Timer: the countdown of this era is over."""

    era: int


class Stop(Struct, frozen=True):
    """Timer: somebody has left in this era, and the keys of who stays have all arrived."""

    era: int


class Deadline(Struct, frozen=True):
    """Timer: somebody has been away for too long."""

    era: int


class Opened(Struct, frozen=True):
    """The match is in the store; or not yet (``error``)."""

    error: str | None = None


class Saved(Struct, frozen=True):
    """The result is in the store."""


class Unsaved(Struct, frozen=True):
    """The store did not take the result."""

    error: str


class Retry(Struct, frozen=True):
    """Timer: offer the result to the store again."""


class StoreAway(Struct, frozen=True):
    """From the kernel: points are told that are not in the store yet."""


class StoreBack(Struct, frozen=True):
    """From the kernel: all points are in the store."""


class Overdue(Struct, frozen=True):
    """Timer: the result has not been written for so long that its pages are told."""


class Linger(Struct, frozen=True):
    """Timer: a finished match has answered late pages for long enough."""
