"""One letter on its way to its actor; see `actors.core.letters`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actors.core.address import Address
from actors.core.journal.records import Letter
from actors.core.mailbox import Envelope

Name = tuple[str, str]
"""Names a letter: the address of its actor as text, and its key."""


class Delivery(Envelope):
    """A letter in memory: on a timer, which ``cancel`` voids, then in a mailbox."""

    __slots__ = ("cancel", "key", "message")

    def __init__(self, key: str, message: object) -> None:
        super().__init__()
        self.key = key
        self.message = message
        self.cancel: Callable[[], None] | None = None

    def unwrap(self) -> object:
        """Return the message."""
        return self.message


class Change:
    """The newest change of a letter that the log may not have; ``far`` if it is due much later."""

    __slots__ = ("far", "number", "written")

    def __init__(self, number: int) -> None:
        self.number = number
        self.written = False
        self.far: tuple[Address, float, object] | None = None


Deliver = Callable[[Address, Delivery], bool]
"""Puts a letter into a mailbox and activates the actor; False: nobody can be there just now."""
Decode = Callable[[Address, bytes], object]
Rewrite = Callable[[Sequence[Letter], Sequence[Letter]], None]
"""Writes the rows of some letters anew, and removes those of others."""
