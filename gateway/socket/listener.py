"""The receiver of what comes in on a connection, whatever the transport."""

from typing import Protocol


class Listener(Protocol):
    """Is called for everything that happens on a connection."""

    def hear(self, message: bytes) -> None:
        """Take a text message, in UTF-8."""
        ...

    def count(self) -> None:
        """Count something that is not a message but as much work: a ping, a fragment."""
        ...

    def drained(self) -> None:
        """Note that the connection is no longer congested."""
        ...

    def ended(self) -> None:
        """Note that the connection has ended; called once."""
        ...
