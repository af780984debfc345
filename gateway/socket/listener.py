"""Who hears what comes in on a connection, whichever transport carries it."""

from typing import Protocol


class Listener(Protocol):
    """Who talks on a connection."""

    def hear(self, message: bytes) -> None:
        """A text message came in, as UTF-8."""
        ...

    def count(self) -> None:
        """Something came in that is no message, but no less work: a ping, a fragment."""
        ...

    def drained(self) -> None:
        """It was congested and is no more."""
        ...

    def ended(self) -> None:
        """It is over; called once."""
        ...
