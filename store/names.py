"""When two names are the same name, and what is left of a deleted one."""

from unicodedata import normalize

DELETED = "deleted player"
"""The display name of everybody whose account is deleted."""
KEPT_MS = 30 * 24 * 3600 * 1000
"""For so long nobody else gets the names of a deleted account."""


ENDED_MS = 24 * 3600 * 1000
"""For so long what has ended is kept: a ban, a link, a guest who never played."""
UNSEEN = dict.fromkeys(
    [*map(ord, "\u200c\u200d\ufe0f\u180b\u180c\u180d\u180e\u180f"), *range(0xE0100, 0xE01F0)]
)
"""They join, part, colour or shape what is beside them: names that differ by them look the same."""


def name_key(name: str) -> str:
    """Return the key by which names are unique: compatibility forms and case do not count."""
    return normalize("NFKC", normalize("NFKC", name.translate(UNSEEN)).casefold())
