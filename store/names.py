"""When two log-in names are the same name."""

from unicodedata import normalize


def name_key(name: str) -> str:
    """Return the key by which names are unique: compatibility forms and case do not count."""
    return normalize("NFKC", normalize("NFKC", name).casefold())
