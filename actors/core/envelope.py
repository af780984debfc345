"""What lies in a mailbox in place of a bare message when more is to be known about it.

Most messages travel bare, as an envelope costs as much as the rest of a tell.
"""

from abc import ABC, abstractmethod


class Envelope(ABC):
    """A message that may be void by the time it is its turn, or is made only then."""

    __slots__ = ("live",)

    def __init__(self) -> None:
        self.live = True

    @abstractmethod
    def unwrap(self) -> object:
        """Return the message. Called once, in the actor's turn, so what it raises is a crash."""
