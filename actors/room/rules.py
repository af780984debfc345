"""What a server lets people say: how fast, how often the same, and without which words. Pure."""

import re

from msgspec import Struct

from actors.room.access import LOBBY
from actors.room.flood import Limit
from store.words import words

ECHOES = 3
"""So many lines of an author are remembered, to notice one that repeats them."""
ECHO_FOR = 60.0
"""Seconds for which a line is remembered so."""
SHORT = 4
"""Shorter ones may be repeated, like "gg"."""


DAY_MS = 24 * 3600 * 1000

_repeated = re.compile(r"(\D)\1+", re.DOTALL)


class Rules(Struct, frozen=True):
    """As an operator has chosen them. A line with one of the ``words`` is not taken.

    Lines are kept for ``keep_days``, in the lobby for ``keep_lobby_days`` if that is less; None is
    for ever.
    """

    limit: Limit = Limit()
    words: frozenset[str] = frozenset()
    keep_days: int | None = None
    keep_lobby_days: int | None = None

    def kept_since(self, room: str, now_ms: int) -> int:
        """Return from when on lines of a room are kept (ms since the epoch)."""
        chosen = (self.keep_days, self.keep_lobby_days if room == LOBBY else None)
        days = [each for each in chosen if each is not None]
        return now_ms - min(days) * DAY_MS if days else 0

    def forbidden(self, text: str) -> str | None:
        """Return a word of a text that is not allowed; None: there is none."""
        return next((word for word in words(text) if word in self.words), None)


class Echo(Struct, frozen=True):
    """The gist of a line, which was said ``at`` then (seconds since the epoch)."""

    gist: str
    at: float


def gist(text: str) -> str:
    """Return what two lines have in common that are nearly the same.

    Case, accents, spaces, punctuation and repeated letters do not count.
    """
    return _repeated.sub(r"\1", "".join(words(text)) or text)


def repeats(echoes: tuple[Echo, ...], text: str, now: float) -> bool:
    """Tell whether a text is nearly the same as a line its author has just said."""
    new = gist(text)
    recent = (echo for echo in echoes if now < echo.at + ECHO_FOR)
    return len(new) >= SHORT and any(echo.gist == new for echo in recent)


def echoing(echoes: tuple[Echo, ...], text: str, now: float) -> tuple[Echo, ...]:
    """Return what is remembered after one more line."""
    return (*echoes, Echo(gist(text), now))[-ECHOES:]
