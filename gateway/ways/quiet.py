"""Quiet hours: when somebody wants to be told nothing outside the page. Pure."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from store.notifications.records import Ways

DAY = 24 * 60
"""Minutes."""
LONGEST_NAME = 64


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name; None if there is none."""
    if not (0 < len(name) <= LONGEST_NAME and name.isascii() and name.isprintable()):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_quiet(ways: Ways, now_ms: int) -> bool:
    """Tell whether a person wants to be told nothing now.

    The quiet hours go from one minute of the day to before another, over midnight if that is the
    earlier one; from a minute to itself they are the whole day. A zone that this machine does not
    know (any more) counts as UTC.
    """
    if ways.quiet_until is not None and now_ms < ways.quiet_until:
        return True
    if ways.quiet is None:
        return False
    begins, ends = ways.quiet
    local = datetime.fromtimestamp(now_ms / 1000.0, UTC).astimezone(zone(ways.zone) or UTC)
    since = (local.hour * 60 + local.minute - begins) % DAY
    return since < ((ends - begins) % DAY or DAY)
