"""Messages about those who watch a match without a seat in it."""

from msgspec import Struct


class Watcher(Struct, frozen=True, tag=True):
    """From a player: the page on ``connection`` asks to watch; it does once ``admitted``.

    ``home`` is the household it is at, "" where that is not known.
    """

    player: str
    connection: str
    admitted: bool = False
    home: str = ""


class Unwatched(Struct, frozen=True, tag=True):
    """From a player: the page on this connection watches no longer."""

    connection: str


class Reconsider(Struct, frozen=True, tag=True):
    """From a player, of whose circle there is news: perhaps not everybody may watch any more."""


class Judged(Struct, frozen=True, tag=True):
    """To itself: whether somebody may watch; None: the store could not say."""

    watcher: Watcher
    may: bool | None
