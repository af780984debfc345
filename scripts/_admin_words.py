"""Times as people give them to scripts/admin, and as it prints them."""

import argparse
import re
from datetime import UTC, date, datetime, timedelta

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SPAN = re.compile(r"(\d{1,4})([mhdw])")


def duration_end(text: str, now: datetime | None = None) -> int | None:
    """Return when a ban ends, in ms since the epoch; None for 'forever'.

    Raises ``argparse.ArgumentTypeError`` if the text is not an end, or an end in the past.
    """
    now = now or datetime.now(UTC)
    if text == "forever":
        return None
    if span := SPAN.fullmatch(text):
        end = now + timedelta(**{UNITS[span[2]]: int(span[1])})
    else:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            wanted = "give 30m, 12h, 7d, 4w, a day such as 2026-12-31, or 'forever'"
            raise argparse.ArgumentTypeError(f"{text!r} is no end: {wanted}") from None
        end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    if end <= now:
        raise argparse.ArgumentTypeError(f"{text!r} is over already")
    return int(end.timestamp() * 1000.0)


def written(at_ms: int | None, otherwise: str) -> str:
    """Return a time for people to read; ``otherwise`` if there is none."""
    if at_ms is None:
        return otherwise
    return f"{datetime.fromtimestamp(at_ms / 1000.0, UTC):%Y-%m-%d %H:%M} UTC"
