"""What the owner of a match tells it."""

from msgspec import Struct


class CallOff(Struct, frozen=True, tag=True):
    """End now, with no winner."""
