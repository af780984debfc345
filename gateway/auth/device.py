"""Describes a User-Agent header in a few words, so that the owner recognises a session."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first one that fits counts, as browsers also name each other."""
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "Unknown device"


def device(user_agent: str | None) -> str:
    """Return a text such as "Firefox on Linux", or the part of it that is known."""
    text = user_agent or ""
    found = [_first(BROWSERS, text), _first(SYSTEMS, text)]
    return " on ".join(name for name in found if name) or UNKNOWN


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for mark, name in table if mark in text), None)
