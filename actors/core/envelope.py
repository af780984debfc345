"""What lies in a mailbox in place of a bare message when more is to be known about it.

Most messages travel bare, as an envelope costs as much as the rest of a tell.
"""


class Envelope:
    """A message that may be void by the time it is its turn, or is made only then.

    A plain class: an abstract one would make the ``isinstance`` for each message ten times slower.
    """

    __slots__ = ("live",)

    def __init__(self) -> None:
        self.live = True

    def unwrap(self) -> object:
        """Return the message. Called once, in the actor's turn, so what it raises is a crash."""
        raise NotImplementedError
