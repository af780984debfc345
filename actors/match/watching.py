"""Messages about pages that watch a match without a seat in it."""

from msgspec import Struct


class Watcher(Struct, frozen=True, tag=True):
    """From a player: the page on ``connection`` asks to watch; it watches once ``admitted``.

    ``home`` is its household; "" if that is not known.
    """

    player: str
    connection: str
    admitted: bool = False
    home: str = ""


class Unwatched(Struct, frozen=True, tag=True):
    """From a player: the page on this connection watches no longer."""

    connection: str


class Reconsider(Struct, frozen=True, tag=True):
    """From a player whose circle has changed: check again who may watch."""


class Judged(Struct, frozen=True, tag=True):
    """To itself: whether a page may watch; None: the store could not say."""

    watcher: Watcher
    may: bool | None
