"""What the owner of a match tells it after it was made."""

from msgspec import Struct


class GiveWay(Struct, frozen=True, tag=True):
    """End, as the player has an opponent now; a match that keeps an opponent waiting ignores it."""
