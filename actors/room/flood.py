"""How fast somebody may speak: a few lines at once, then one after the other. Pure."""

from msgspec import Struct


class Limit(Struct, frozen=True):
    """So many lines at once, and in the long run so many in so many seconds."""

    lines: int = 4
    seconds: float = 10.0


class Pace(Struct, frozen=True):
    """What an author has used up: the limit is full again ``at`` then (seconds since the epoch)."""

    at: float = 0.0


def spoken(pace: Pace, limit: Limit, now: float) -> Pace:
    """Return the pace after one more line."""
    return Pace(max(pace.at, now) + limit.seconds / limit.lines)


def free_at(pace: Pace, limit: Limit) -> float:
    """Return from when on the next line is welcome."""
    return pace.at - limit.seconds * (limit.lines - 1) / limit.lines
